package io.gondola.testkit.net;

import static io.gondola.dsl.Go.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gondola.dsl.Go;
import io.gondola.dsl.GoRuntime;
import io.gondola.dsl.Panic;
import io.gondola.dsl.Unit;
import io.gondola.net.DialOptions;
import io.gondola.net.Lines;
import io.gondola.net.Net;
import io.gondola.net.Packet;
import io.gondola.net.TcpConnection;
import io.gondola.testkit.Explorer;
import io.gondola.testkit.Kind;
import io.gondola.testkit.NetFault;
import io.gondola.testkit.Report;
import io.gondola.testkit.Strategy;
import io.gondola.testkit.Testing;
import io.gondola.testkit.Verdict;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class VirtualNetworkTest {
    private static Go<Unit> echo(TcpConnection c) {
        return forever(done -> suspend(() -> c.read(ByteBuffer.allocate(16)))
                .flatMap(n -> n < 0 ? done.exit() : c.write(new byte[n])));
    }

    private static Go<Unit> server() {
        return Net.listen(":80").flatMap(l -> l.serve(VirtualNetworkTest::echo));
    }

    /** Dials until the server listens. */
    private static Go<TcpConnection> dial(String address) {
        return Net.dial(address).retry(3, Duration.ofMillis(10));
    }

    private static Go<byte[]> ask() {
        return dial("server:80")
                .flatMap(c -> c.write(new byte[3]).then(c.readExactly(3)).defer(c.close()));
    }

    private static @Nullable String message(Throwable t) {
        return t instanceof Panic p && p.value() instanceof Throwable v ? v.getMessage() : t.getMessage();
    }

    private static Go<String> error(Go<?> program) {
        return program.attempt().map(t -> t.isSuccess() ? "none: " + t.get() : message(t.getCause()));
    }

    private static void passes(Explorer explorer) {
        Report report = explorer.explore();
        assertThat(report.failure().map(f -> f.message()).getOrElse("")).isEmpty();
        assertThat(report.verdict()).isNotEqualTo(Verdict.FAILED);
    }

    @Test
    void aServerAndItsClientOfTheRealNetworkRunUnchanged() {
        passes(Explorer.of(() -> Testing.host("server", server())
                        .then(ask())
                        .map(b -> assertThat(b).hasSize(3)))
                .schedules(300));
    }

    @Test
    void theDeterministicRuntimeHasANetworkToo() {
        for (int seed = 0; seed < 20; seed++) {
            byte[] answer = GoRuntime.deterministic(seed)
                    .run(Net.listen("localhost:0")
                            .flatMap(l -> go(l.serve(VirtualNetworkTest::echo))
                                    .then(TcpConnection.dial(l.address()))
                                    .flatMap(c -> c.write(new byte[4]).then(c.readExactly(4)))));
            assertThat(answer).hasSize(4);
        }
    }

    @Test
    void errorsAreThoseOfTheRealNetwork() {
        passes(Explorer.of(() -> Testing.host("server", server())
                        .then(error(Net.dial("nobody:80")))
                        .peek(text -> assertThat(text).isEqualTo("dial tcp: lookup nobody: no such host"))
                        .then(error(Net.dial("server:81")))
                        .peek(text -> assertThat(text).isEqualTo("dial tcp 10.0.0.2:81: connect: connection refused"))
                        .then(error(Net.dial("server")))
                        .peek(text -> assertThat(text).isEqualTo("dial tcp: address server: missing port in address"))
                        .then(error(Net.listen("server:1")))
                        .peek(text -> assertThat(text)
                                .isEqualTo("listen tcp 10.0.0.2:1: bind: cannot assign requested address"))
                        .then(Net.listen(":7"))
                        .flatMap(l -> error(Net.listen(":7"))
                                .peek(text -> assertThat(text)
                                        .isEqualTo("listen tcp 10.0.0.1:7: bind: address already in use"))
                                .then(l.close())
                                .then(error(l.accept()))
                                .peek(text -> assertThat(text)
                                        .isEqualTo("accept tcp 10.0.0.1:7: use of closed network connection")))
                        .then(dial("server:80"))
                        .flatMap(c -> c.setReadDeadline(Duration.ofSeconds(1))
                                .then(error(c.read(ByteBuffer.allocate(1))))
                                .peek(text ->
                                        assertThat(text).isEqualTo("read tcp 10.0.0.1:40000->10.0.0.2:80: i/o timeout"))
                                .then(c.close())
                                .then(error(c.close()))
                                .peek(text -> assertThat(text)
                                        .isEqualTo("close tcp 10.0.0.1:40000->10.0.0.2:80: use of"
                                                + " closed network connection"))))
                .schedules(50));
    }

    @Test
    @SuppressWarnings("NullAway") // null is what is tried
    void deadlinesThatAreNullAreNamed() {
        passes(Explorer.of(() -> Net.listenPacket(":0").flatMap(u -> {
                    Duration none = null;
                    Instant never = null;
                    assertThatThrownBy(() -> u.setReadDeadline(none)).hasMessage("fromNow");
                    assertThatThrownBy(() -> u.setReadDeadline(never)).hasMessage("at");
                    return u.close();
                }))
                .schedules(1));
    }

    @Test
    void aConnectionThatNobodyClosesIsALeak() {
        Report report = Explorer.of(() -> Testing.host(
                        "server",
                        Net.listen(":80")
                                .flatMap(l -> l.accept()
                                        .flatMap(c -> c.readExactly(1).attempt().then(c.close())))))
                .schedules(1)
                .explore();
        assertThat(report.verdict()).as("nobody dials").isNotEqualTo(Verdict.FAILED);

        Report left = Explorer.of(() -> Net.listen(":80")
                        .flatMap(l ->
                                Net.dial("localhost:80").flatMap(c -> l.accept().flatMap(s -> s.close()))))
                .schedules(20)
                .explore();
        assertThat(left.failure().get().kind()).isEqualTo(Kind.LEAK);
        assertThat(left.failure().get().message())
                .contains("an end of a connection is left open", "main has not closed tcp main:40000->main:80");
    }

    @Test
    void aPartitionHoldsBackWhatIsSentUntilItHeals() {
        passes(Explorer.of(() -> Testing.host("server", server())
                        .then(dial("server:80"))
                        .flatMap(c -> Testing.partition("main", "server")
                                .then(c.write(new byte[2]))
                                .then(c.setReadDeadline(Duration.ofSeconds(5)))
                                .then(error(c.read(ByteBuffer.allocate(2))))
                                .peek(text -> assertThat(text).endsWith("i/o timeout"))
                                .then(error(Net.dial(
                                        "server:80", DialOptions.defaults().timeout(Duration.ofSeconds(1)))))
                                .peek(text -> assertThat(text).isEqualTo("dial tcp 10.0.0.2:80: i/o timeout"))
                                .then(Testing.heal("main", "server"))
                                .then(c.clearDeadlines())
                                .then(c.readExactly(2))
                                .then(c.close())))
                .schedules(100));
    }

    @Test
    void aCrashEndsTheHostsGoroutinesAndARestartRunsItsProgramAgain() {
        passes(Explorer.of(() -> Testing.host("server", server())
                        .then(dial("server:80"))
                        .flatMap(c -> Testing.crash("server")
                                .then(error(c.read(ByteBuffer.allocate(1))))
                                .peek(text -> assertThat(text).endsWith("read: connection reset by peer"))
                                .then(c.close())
                                .then(error(Net.dial(
                                        "server:80", DialOptions.defaults().timeout(Duration.ofSeconds(1)))))
                                .peek(text -> assertThat(text).isEqualTo("dial tcp 10.0.0.2:80: i/o timeout"))
                                .then(Testing.restart("server"))
                                .then(ask())))
                .schedules(100));
    }

    @Test
    void aDiskKeepsWhatWasSyncedAndMayLoseTheRest() {
        Set<String> found = ConcurrentHashMap.newKeySet();
        passes(Explorer.of(() -> Testing.host("server", unit())
                        .then(Testing.disk("server").write("a", new byte[] {1}))
                        .then(Testing.disk("server").sync())
                        .then(Testing.disk("server").write("a", new byte[] {2}))
                        .then(Testing.crash("server"))
                        .then(Testing.restart("server"))
                        .then(Testing.disk("server").read("a"))
                        .map(bytes -> found.add("" + bytes.get()[0])))
                .schedules(200));
        assertThat(found).containsExactlyInAnyOrder("1", "2");
    }

    /** Each fault must be seen to do what it says, in some schedule, and nothing else in any. */
    @Test
    void eachFaultShowsItself() {
        assertThat(outcomes(NetFault.RESET)).contains("reset").doesNotContain("refused", "late");
        assertThat(outcomes(NetFault.REFUSED)).contains("refused").doesNotContain("reset", "late");
        assertThat(outcomes(NetFault.HALF_OPEN)).contains("late").doesNotContain("reset", "refused");
        assertThat(outcomes(NetFault.LATENCY)).contains("slow").doesNotContain("reset", "refused", "late");
        assertThat(outcomes(NetFault.SPLIT)).contains("split").doesNotContain("reset", "refused", "late");
        assertThat(outcomes(NetFault.PARTITION)).contains("late").doesNotContain("reset", "refused");
        assertThat(outcomes(NetFault.CRASH)).contains("reset");
        assertThat(outcomes()).containsExactly("answered");
    }

    private static Set<String> outcomes(NetFault... faults) {
        Set<String> seen = ConcurrentHashMap.newKeySet();
        passes(Explorer.of(() -> {
                    ByteBuffer into = ByteBuffer.allocate(8);
                    Go<?> client = Net.dial("server:80", DialOptions.defaults().timeout(Duration.ofSeconds(5)))
                            .flatMap(c -> c.setReadDeadline(Duration.ofSeconds(5))
                                    .then(c.write(new byte[8]))
                                    .then(c.read(into))
                                    .timed()
                                    .map(n -> n._1 < 8 ? "split" : n._2.isZero() ? "answered" : "slow")
                                    .defer(c.close()));
                    Go<Unit> server = Net.listen(":80")
                            .flatMap(l -> l.serve(c ->
                                    c.setReadDeadline(Duration.ofSeconds(60)).then(echo(c))));
                    return Testing.host("server", server)
                            .then(sleep(Duration.ofMillis(1)))
                            .then(error(client))
                            .map(text -> seen.add(
                                    text.contains("reset") || text.contains("EOF")
                                            ? "reset"
                                            : text.contains("refused")
                                                    ? "refused"
                                                    : text.contains("timeout") ? "late" : text.replace("none: ", "")));
                })
                .strategy(Strategy.RANDOM) // under one clock, where time does not pass by itself
                .netFaults(faults)
                .schedules(600));
        return seen;
    }

    @Test
    void packetsAreLostDoubledAndReorderedOnlyWhereThatIsAllowed() {
        assertThat(packets()).containsExactly("[1, 2]");
        assertThat(packets(NetFault.UDP_LOSS)).contains("[1, 2]", "[1]", "[2]", "[]");
        assertThat(packets(NetFault.UDP_DUPLICATION)).contains("[1, 2]", "[1, 1, 2]");
        assertThat(packets(NetFault.UDP_REORDERING)).contains("[1, 2]", "[2, 1]");
    }

    private static Set<String> packets(NetFault... faults) {
        Set<String> seen = ConcurrentHashMap.newKeySet();
        passes(Explorer.of(() -> Net.listenPacket(":5").flatMap(s -> {
                    java.util.List<Integer> got = new java.util.ArrayList<>();
                    Go<?> receive = s.receive().map(p -> got.add((int) p.data()[0]));
                    return s.send(new Packet(s.localAddress(), new byte[] {1}))
                            .then(s.send(new Packet(s.localAddress(), new byte[] {2})))
                            .then(s.setReadDeadline(Duration.ofSeconds(1)))
                            .then(forever(receive).attempt())
                            .then(s.close())
                            .map(u -> seen.add(got.toString()));
                }))
                .netFaults(faults)
                .schedules(500));
        return seen;
    }

    @Test
    void linesWorkUnderEverySplit() {
        passes(Explorer.of(() -> Testing.host(
                                "server",
                                Net.listen(":80")
                                        .flatMap(l -> l.serve(c -> {
                                            Lines lines = Lines.over(c);
                                            return forever(done -> lines.read()
                                                    .flatMap(line -> line.isEmpty()
                                                            ? done.exit()
                                                            : lines.write(line.get() + "!")));
                                        })))
                        .then(dial("server:80"))
                        .flatMap(c -> {
                            Lines lines = Lines.over(c);
                            return lines.write("ab")
                                    .then(lines.write("cd"))
                                    .then(lines.read())
                                    .peek(line -> assertThat(line.get()).isEqualTo("ab!"))
                                    .then(lines.read())
                                    .peek(line -> assertThat(line.get()).isEqualTo("cd!"))
                                    .then(c.close());
                        }))
                .netFaults(NetFault.SPLIT, NetFault.SLOW_READER, NetFault.LATENCY)
                .schedules(500));
    }
}
