package io.gondola.time;

import static io.gondola.dsl.Go.forRange;
import static io.gondola.dsl.Go.go;
import static io.gondola.dsl.Go.gosched;
import static io.gondola.dsl.Go.sleep;
import static io.gondola.select.Select.onDefault;
import static io.gondola.select.Select.onReceive;
import static io.gondola.select.Select.select;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.GoRuntime;
import io.gondola.dsl.ReceiveChannel;
import io.gondola.dsl.Received;
import io.gondola.dsl.Unit;
import io.gondola.sync.Garbage;
import io.gondola.sync.Log;
import io.gondola.sync.OnAllRuntimes;
import io.gondola.sync.TestRuntime;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway") // nulls are what is refused
class TimerTest {
    private static final Duration SHORT = Duration.ofMillis(2);
    private static final Duration LONG = Duration.ofHours(1);

    private final Log log = new Log();

    /** Sleeps until a timer of {@link #SHORT} has certainly fired. */
    private static final Go<Unit> PAST_SHORT = sleep(SHORT.multipliedBy(10));

    @OnAllRuntimes
    void itFiresOnceAtItsDeadline(TestRuntime t) {
        Go<Boolean> program = Time.now()
                .flatMap(start -> Timer.start(SHORT)
                        .flatMap(timer -> timer.channel()
                                .receive()
                                .flatMap(at -> PAST_SHORT
                                        .then(timer.channel().tryReceive())
                                        .map(r -> r.isNotReady()
                                                && !at.isBefore(
                                                        start.plus(SHORT).minusMillis(1))))));

        assertThat(t.run(program)).isTrue();
    }

    @Test
    void theElementIsTheDeadlineEvenIfItIsReceivedLater() {
        TestRuntime t = TestRuntime.deterministic().findFirst().orElseThrow();

        Instant at = t.run(Timer.start(SHORT)
                .flatMap(timer -> PAST_SHORT.then(timer.channel().receive())));

        assertThat(at).isEqualTo(Instant.parse("2000-01-01T00:00:00.002Z"));
    }

    @OnAllRuntimes
    void itsChannelHasLengthAndCapacityZero(TestRuntime t) {
        List<Integer> seen = t.run(Timer.start(Duration.ZERO)
                .flatMap(timer -> timer.channel()
                        .length()
                        .map(n -> List.of(n, timer.channel().capacity()))));

        assertThat(seen).isEqualTo(List.of(0, 0));
    }

    @OnAllRuntimes
    void stopPreventsTheDeliveryOnce(TestRuntime t) {
        List<Boolean> stopped = t.run(Timer.start(LONG).flatMap(timer -> Go.zip(timer.stop(), timer.stop(), List::of)));

        assertThat(stopped).isEqualTo(List.of(true, false));
    }

    @OnAllRuntimes
    void stopAfterTheReceiveIsTooLate(TestRuntime t) {
        t.assertRun(Timer.start(SHORT)
                        .flatMap(timer -> timer.channel().receive().then(timer.stop())))
                .isEqualTo(false);
    }

    @OnAllRuntimes
    void stopTakesBackWhatWasFiredButNotReceived(TestRuntime t) {
        List<Boolean> seen = t.run(Timer.start(SHORT)
                .flatMap(timer -> PAST_SHORT.then(Go.zip(
                        timer.stop(),
                        timer.channel().tryReceive().map(Received::isNotReady),
                        timer.stop(),
                        List::of))));

        assertThat(seen).isEqualTo(List.of(true, true, false));
    }

    @OnAllRuntimes
    void resetTakesBackWhatWasFiredButNotReceived(TestRuntime t) {
        List<Boolean> seen = t.run(Timer.start(SHORT)
                .flatMap(timer -> PAST_SHORT.then(Go.zip(
                        timer.reset(LONG),
                        timer.channel().tryReceive().map(Received::isNotReady),
                        timer.stop(),
                        List::of))));

        assertThat(seen).isEqualTo(List.of(true, true, true));
    }

    @OnAllRuntimes
    void resetArmsItAgain(TestRuntime t) {
        boolean active = t.run(Timer.start(SHORT)
                .flatMap(timer -> timer.channel()
                        .receive()
                        .then(timer.reset(SHORT))
                        .flatMap(a -> timer.channel().receive().as(a))));

        assertThat(active).as("it was not active").isFalse();
        t.assertRun(Timer.start(LONG)
                        .flatMap(timer -> timer.reset(SHORT)
                                .flatMap(a -> timer.channel().receive().as(a))))
                .as("it was active")
                .isEqualTo(true);
    }

    @OnAllRuntimes
    void aTimerThatIsNotPositiveIsReadyAtOnce(TestRuntime t) {
        for (Duration d : List.of(Duration.ZERO, LONG.negated())) {
            boolean ready =
                    t.run(Time.after(d).flatMap(c -> select(onReceive(c, Go.pure(true)), onDefault(Go.pure(false)))));

            assertThat(ready).as("after %s", d).isTrue();
        }
        t.assertRun(Timer.start(LONG)
                        .flatMap(timer -> timer.reset(Duration.ZERO)
                                .then(timer.channel().tryReceive())
                                .map(Received::isValue)))
                .isEqualTo(true);
        assertThat(t.run(Timer.start(Duration.ZERO).flatMap(Timer::stop))).isTrue();
    }

    /** With ever larger distances: what is due together on a busy machine may come in any order. */
    @OnAllRuntimes
    void timersFireInTheOrderOfTheirDeadlines(TestRuntime t) {
        List<Integer> order = List.of();
        for (long distance = 5; distance <= 320 && !order.equals(List.of(3, 2, 1)); distance *= 2) {
            order = t.run(orderOfThree(SHORT.multipliedBy(distance)));
        }

        assertThat(order).isEqualTo(List.of(3, 2, 1));
    }

    private static Go<List<Integer>> orderOfThree(Duration distance) {
        Channel<Integer> fired = Channel.buffered(3);
        return forRange(
                        1,
                        4,
                        i -> Time.after(distance.multipliedBy(4L - i))
                                .flatMap(c -> go(c.receive().then(fired.send(i)))))
                .then(Go.zip(fired.receive(), fired.receive(), fired.receive(), List::of));
    }

    @OnAllRuntimes
    void aTimerThatNobodyReceivesFromHoldsOffNoDeadlock(TestRuntime t) {
        t.deadlock(Timer.start(LONG).then(Go.never()));
    }

    @OnAllRuntimes
    void aReceiveFromAStoppedTimerIsADeadlock(TestRuntime t) {
        assertThat(t.deadlock(Timer.start(SHORT)
                        .flatMap(timer -> timer.stop().then(timer.channel().receive()))))
                .contains("goroutine 1 [chan receive]:", "on=timer");
    }

    @OnAllRuntimes
    void theLongestTimeNeverFires(TestRuntime t) {
        boolean stopped =
                t.run(Timer.start(Duration.ofSeconds(Long.MAX_VALUE)).flatMap(timer -> PAST_SHORT.then(timer.stop())));

        assertThat(stopped).isTrue();
    }

    /** Stop and receive race with the firing: either side gets it, never both, never none. */
    @OnAllRuntimes
    void stopAndReceiveExcludeEachOther(TestRuntime t) {
        Go<Unit> round = Timer.start(Duration.ofNanos(10_000))
                .flatMap(timer -> sleep(Duration.ofNanos(10_000))
                        .then(Go.zip(timer.stop(), timer.channel().tryReceive(), (s, r) -> {
                            assertThat(s && r.isValue())
                                    .as("stopped and received")
                                    .isFalse();
                            return Unit.UNIT;
                        })));

        t.run(round.repeat(50));
    }

    @OnAllRuntimes
    void afterFuncRunsInAGoroutineOfItsOwn(TestRuntime t) {
        Channel<Unit> ran = Channel.unbuffered();

        t.run(Time.afterFunc(SHORT, Go.never())
                .then(Time.afterFunc(SHORT, ran.close()))
                .then(ran.receive()));
    }

    @OnAllRuntimes
    void afterFuncHoldsOffTheDeadlock(TestRuntime t) {
        Channel<Unit> ran = Channel.unbuffered();

        t.run(Time.afterFunc(SHORT, ran.send(Unit.UNIT)).then(ran.receive()));
        t.deadlock(Time.afterFunc(SHORT, log.add("ran")).then(Go.never()));

        assertThat(log.entries()).isEqualTo(List.of("ran"));
    }

    @OnAllRuntimes
    void afterFuncCanBeStopped(TestRuntime t) {
        List<Boolean> stopped = t.run(Time.afterFunc(SHORT, log.add("ran"))
                .flatMap(timer -> Go.zip(timer.stop(), timer.stop(), List::of).flatMap(s -> PAST_SHORT.as(s))));

        assertThat(stopped).isEqualTo(List.of(true, false));
        assertThat(log.entries()).isEmpty();
    }

    @OnAllRuntimes
    void stopOfAnAfterFuncThatHasStartedIsTooLate(TestRuntime t) {
        boolean stopped = t.run(Time.afterFunc(SHORT, Go.never()).flatMap(timer -> PAST_SHORT.then(timer.stop())));

        assertThat(stopped).isFalse();
    }

    @OnAllRuntimes
    void resetRunsAnAfterFuncAgain(TestRuntime t) {
        Channel<Unit> ran = Channel.unbuffered();

        List<Boolean> active = t.run(Time.afterFunc(SHORT, ran.send(Unit.UNIT))
                .flatMap(timer -> ran.receive()
                        .then(Go.zip(
                                timer.reset(SHORT),
                                ran.receive().then(timer.reset(LONG)),
                                timer.reset(Duration.ZERO),
                                List::of))
                        .flatMap(a -> ran.receive().as(a))));

        assertThat(active).isEqualTo(List.of(false, false, true));
    }

    @OnAllRuntimes
    void theChannelOfAnAfterFuncIsNil(TestRuntime t) {
        assertThat(t.run(Time.afterFunc(LONG, Go.unit())).channel()).isSameAs(Channel.nil());
    }

    @OnAllRuntimes
    void eachOfSeveralAfterFuncsOfOneInstantRunsOnce(TestRuntime t) {
        t.run(forRange(0, 5, i -> Time.afterFunc(SHORT, log.add(i)))
                .then(PAST_SHORT)
                .then(gosched()));

        assertThat(log.entries()).containsExactlyInAnyOrder(0, 1, 2, 3, 4);
    }

    /** Hunts the timer of an hour that is made in a loop, never stopped, and kept for an hour. */
    @Test
    void aTimerWhoseChannelNobodyHasIsNotKept() {
        try (GoRuntime runtime = GoRuntime.builder().build()) {
            WeakReference<?> channel = new WeakReference<>(runtime.run(Time.after(LONG)));

            assertThat(isCleared(channel)).isTrue();
        }
    }

    @Test
    void aTimerThatSomebodyReceivesFromIsKept() {
        try (GoRuntime runtime = GoRuntime.builder().build()) {
            CompletableFuture<Instant> fired =
                    runtime.start(Time.after(Duration.ofMillis(200)).flatMap(ReceiveChannel::receive));
            CompletableFuture<Instant> ticked = runtime.start(Time.tick(Duration.ofMillis(100))
                    .flatMap(ticks -> ticks.receive().then(ticks.receive()).then(ticks.receive())));
            while (!fired.isDone() || !ticked.isDone()) {
                System.gc();
            }

            assertThat(fired.join()).isNotNull();
            assertThat(ticked.join()).isNotNull();
        }
    }

    private static boolean isCleared(WeakReference<?> reference) {
        return Garbage.isCollected(() -> reference.refersTo(null));
    }

    @Test
    void nullsAreRefused() {
        assertThatThrownBy(() -> Timer.start(null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("d");
        assertThatThrownBy(() -> Time.after(null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("d");
        assertThatThrownBy(() -> Time.tick(null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("d");
        assertThatThrownBy(() -> Time.afterFunc(SHORT, null)).hasMessage("body");
        assertThatThrownBy(() -> Ticker.start(null)).hasMessage("period");
    }
}
