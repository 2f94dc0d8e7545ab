package io.gondola.testkit.net;

import static io.gondola.dsl.Go.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.dsl.Go;
import io.gondola.dsl.Shared;
import io.gondola.dsl.Unit;
import io.gondola.net.DialOptions;
import io.gondola.net.Lines;
import io.gondola.net.Net;
import io.gondola.sync.Mutex;
import io.gondola.testkit.Expect;
import io.gondola.testkit.Explorer;
import io.gondola.testkit.Failure;
import io.gondola.testkit.GoTest;
import io.gondola.testkit.Kind;
import io.gondola.testkit.NetFault;
import io.gondola.testkit.Report;
import io.gondola.testkit.Strategy;
import io.gondola.testkit.Testing;
import io.gondola.testkit.Verdict;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A client that asks again when its connection breaks: if only the answer was lost, the money goes twice. */
class TransferTest {
    private final Shared<Integer> balance = Shared.of(100).named("balance");
    private final Mutex mutex = new Mutex();
    private final Set<String> seen = new HashSet<>();

    /** Takes 10 for each request; with {@code once}, for each request only once. */
    private Go<Unit> bank(boolean once) {
        return Net.listen(":80")
                .flatMap(l -> l.serve(c -> {
                    Lines lines = Lines.over(c);
                    return lines.read().flatMap(id -> {
                        if (id.isEmpty() || (once && !seen.add(id.get()))) {
                            return id.isEmpty() ? unit() : lines.write("ok");
                        }
                        return mutex.withLock(balance.update(b -> b - 10)).then(lines.write("ok"));
                    });
                }));
    }

    private Go<Unit> transfer() {
        Go<Unit> attempt = Net.dial("bank:80", DialOptions.defaults().timeout(Duration.ofSeconds(1)))
                .flatMap(c -> {
                    Lines lines = Lines.over(c);
                    return c.setReadDeadline(Duration.ofSeconds(1))
                            .then(lines.write("transfer-1"))
                            .then(lines.read())
                            .flatMap(answer -> answer.isEmpty() ? panic("no answer") : unit())
                            .defer(c.close());
                });
        return attempt.retry(5, Duration.ofMillis(10));
    }

    Go<Unit> program(boolean once) {
        return Testing.host("bank", bank(once))
                .then(sleep(Duration.ofMillis(1)))
                .then(transfer().attempt())
                .then(mutex.withLock(balance.get()))
                .flatMap(b -> b == 100 || b == 90 ? unit() : panic("transferred twice: balance " + b));
    }

    @GoTest(netFaults = NetFault.RESET, expect = Expect.PANIC)
    Go<?> aRetryingClientDoublesATransfer() {
        return program(false);
    }

    @GoTest(netFaults = {NetFault.RESET, NetFault.LATENCY, NetFault.SPLIT})
    Go<?> aTransferThatIsKnownByItsNumberIsMadeOnce() {
        return program(true);
    }

    @Test
    void theDoubledTransferIsFoundShrunkAndReplayed() {
        Explorer explorer = Explorer.of(() -> new TransferTest().program(false))
                .netFaults(NetFault.RESET)
                .schedules(2_000);

        Report report = explorer.explore();

        assertThat(report.verdict()).isEqualTo(Verdict.FAILED);
        Failure failure = report.failure().get();
        assertThat(failure.kind()).isEqualTo(Kind.PANIC);
        assertThat(failure.message())
                .containsPattern("transferred twice: balance [78]0")
                .contains("0.0 bank", "write tcp main:4000");
        assertThat(explorer.replay(failure.token()).failure().get().kind()).isEqualTo(Kind.PANIC);
    }

    /** Who copies a token into a program, or a debugger, need not know what the test had allowed. */
    @Test
    void aTokenTellsWhatCouldGoWrongInTheNetwork() {
        Explorer plain = Explorer.of(() -> new TransferTest().program(false)).named("transfer");
        Failure failure = plain.netFaults(NetFault.RESET, NetFault.LATENCY)
                .schedules(2_000)
                .explore()
                .failure()
                .get();

        for (Explorer other : List.of(plain, plain.netFaults(NetFault.UDP_LOSS))) {
            Report report = other.replay(failure.token());

            assertThat(report.divergence()).isEmpty();
            assertThat(report.failure().get().message().lines().skip(1).findFirst())
                    .isEqualTo(failure.message().lines().skip(1).findFirst());
        }
    }

    /** What is never wrong without faults must not be found. */
    @Test
    void withoutFaultsNothingIsFound() {
        Report report = Explorer.of(() -> new TransferTest().program(false))
                .strategy(Strategy.RANDOM)
                .schedules(500)
                .explore();

        assertThat(report.failure().map(Failure::message).getOrElse("")).isEmpty();
    }
}
