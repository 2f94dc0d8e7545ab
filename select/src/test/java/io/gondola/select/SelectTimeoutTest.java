package io.gondola.select;

import static io.gondola.select.Select.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.GoRuntime;
import io.gondola.dsl.Unit;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SelectTimeoutTest {
    private static final Duration LONG = Duration.ofDays(1);
    private static final Duration SHORT = Duration.ofMillis(5);
    private final Channel<Integer> ch = Channel.unbuffered();

    @OnEveryRuntime
    void timeoutIsTakenIfNothingComes(TestRuntime rt) {
        rt.assertRun(select(onReceive(ch, Go.pure("got")), onTimeout(SHORT, () -> Go.pure("timeout"))))
                .isEqualTo("timeout");
    }

    @OnEveryRuntime
    void anElementInTimeWins(TestRuntime rt) {
        rt.assertRun(Go.go(ch.send(1))
                        .then(select(onReceive(ch, v -> Go.pure("got " + v)), onTimeout(LONG, Go.pure("t")))))
                .isEqualTo("got 1");
    }

    @OnEveryRuntime
    void timeoutAloneWaits(TestRuntime rt) {
        rt.assertRun(select(onTimeout(SHORT, Go.pure("timeout")))).isEqualTo("timeout");
    }

    @OnEveryRuntime
    void readyCaseWinsOverAnElapsedTimeout(TestRuntime rt) {
        Channel<Integer> ready = Channel.buffered(1);

        rt.assertRun(ready.send(1).then(select(onTimeout(Duration.ZERO, Go.pure("t")), onReceive(ready, Go.pure("r")))))
                .isEqualTo("r");
    }

    @OnEveryRuntime
    void zeroTimeoutIsTakenAtOnce(TestRuntime rt) {
        rt.assertRun(select(onReceive(ch, Go.pure("r")), onTimeout(Duration.ZERO, Go.pure("t"))))
                .isEqualTo("t");
    }

    @OnEveryRuntime
    void negativeTimeoutIsTakenAtOnce(TestRuntime rt) {
        rt.assertRun(select(onReceive(ch, Go.pure("r")), onTimeout(Duration.ofSeconds(-1), Go.pure("t"))))
                .isEqualTo("t");
    }

    @OnEveryRuntime
    void shortestOfSeveralTimeoutsWins(TestRuntime rt) {
        rt.assertRun(select(onTimeout(LONG, Go.pure("long")), onTimeout(SHORT, Go.pure("short"))))
                .isEqualTo("short");
    }

    @OnEveryRuntime
    void timeoutBeyondTheClockIsNeverTaken(TestRuntime rt) {
        Duration longest = Duration.ofSeconds(Long.MAX_VALUE);

        rt.assertRun(Go.go(ch.send(1)).then(select(onReceive(ch, Go.pure("r")), onTimeout(longest, Go.pure("t")))))
                .isEqualTo("r");
    }

    @Test
    void virtualTimePassesByExactlyTheTimeout() {
        try (GoRuntime rt = GoRuntime.deterministic(3)) {
            Object elapsed = rt.<Duration>run(select(onReceive(ch, Go.unit()), onTimeout(LONG, Go.unit()))
                    .timed()
                    .map(t -> t._2));
            assertThat(elapsed).isEqualTo(LONG);
        }
    }

    @OnEveryRuntime
    void losersTimerIsCancelledAndHoldsOffNoDeadlock(TestRuntime rt) {
        Go<Unit> once = select(onReceive(ch, Go.unit()), onTimeout(LONG, Go.unit()));

        assertThat(rt.deadlock(Go.go(ch.send(1)).then(once).then(ch.receive())))
                .contains("goroutine 1 [chan receive]:");
    }

    @OnEveryRuntime
    void timedOutSelectIsUnlinkedFromItsChannel(TestRuntime rt) {
        rt.assertRun(select(onReceive(ch, Go.unit()), onTimeout(SHORT, Go.unit()))
                        .then(ch.trySend(1)))
                .isEqualTo(false);
    }

    @OnEveryRuntime
    void timeoutAgainstSendIsOneOfBoth(TestRuntime rt) {
        Duration tiny = Duration.ofNanos(20_000);
        Go<Integer> once = Go.go(Go.sleep(tiny).then(ch.trySend(1)))
                .then(select(onReceive(ch, Go.pure(1)), onTimeout(tiny, Go.pure(0))));

        rt.assertRun(once.repeat(300).then(ch.tryReceive().map(r -> r.isNotReady())))
                .isEqualTo(true);
    }
}
