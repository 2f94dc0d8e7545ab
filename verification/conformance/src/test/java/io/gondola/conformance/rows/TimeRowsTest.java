package io.gondola.conformance.rows;

import static io.gondola.dsl.Go.pure;
import static io.gondola.dsl.Go.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.ReceiveChannel;
import io.gondola.dsl.Received;
import io.gondola.dsl.Unit;
import io.gondola.time.Ticker;
import io.gondola.time.Time;
import io.gondola.time.Timer;
import io.vavr.collection.List;
import java.time.Duration;

/** Timers, tickers, and functions that run later. */
@Row(
        id = "5.1-6",
        rule = "A ticker with a slow receiver",
        go = "five periods late, one tick; the next one is due at a multiple of the period: the phase is kept",
        tests = "TickerTest.aSlowReceiverGetsOneTickAndThePhaseIsKept",
        only = "exact times need the virtual clock")
@Row(
        id = "5.1-3",
        rule = "A timer that nobody refers to any more",
        go = "is collected before its time, since 1.23",
        tests = {"TimerTest.aTimerWhoseChannelNobodyHasIsNotKept", "TimerTest.aTimerThatSomebodyReceivesFromIsKept"},
        only = "it is about the JVM's garbage collector")
@Row(
        id = "5.1-12",
        rule = "The order of several timers",
        go = "that of their deadlines; of one deadline, not specified",
        tests = {
            "TimerTest.timersFireInTheOrderOfTheirDeadlines",
            "TimerTest.eachOfSeveralAfterFuncsOfOneInstantRunsOnce"
        })
class TimeRowsTest {
    private static final Duration SHORT = Duration.ofMillis(1);
    private static final Duration LONG = Duration.ofHours(1);

    /** Until a timer of {@link #SHORT} has certainly fired. */
    private static final Go<Unit> PAST_SHORT = sleep(SHORT.multipliedBy(8));

    private static Go<Boolean> nothingIn(ReceiveChannel<?> channel) {
        return channel.tryReceive().map(Received::isNotReady);
    }

    @Row(id = "5.1-1", rule = "`Sleep(d)`, d zero or less", go = "returns at once")
    @OnEveryRuntime
    void aSleepThatIsNotPositiveReturnsAtOnce(World w) {
        w.yields(
                true,
                () -> Time.now()
                        .flatMap(before -> sleep(Duration.ZERO)
                                .then(sleep(LONG.negated()))
                                .then(Time.now())
                                .map(after -> Duration.between(before, after).compareTo(LONG) < 0)));
    }

    @Row(id = "5.1-2", rule = "`After(d)`", go = "`NewTimer(d).C`")
    @OnEveryRuntime
    void afterIsTheChannelOfATimer(World w) {
        w.yields(
                true,
                () -> Time.now()
                        .flatMap(start -> Time.after(SHORT)
                                .flatMap(c -> c.receive()
                                        .flatMap(at -> PAST_SHORT
                                                .then(nothingIn(c))
                                                .map(once -> once
                                                        && !at.isBefore(start.plus(SHORT)
                                                                .minusMillis(1)))))));
    }

    @Row(
            id = "5.1-4",
            rule = "`Timer.Stop`",
            go = "true if it prevented the delivery: running, or fired and not received, which then is taken back;"
                    + " false after the receive, and the second time")
    @OnEveryRuntime
    void stopTellsWhetherItPreventedTheDelivery(World w) {
        w.yields(List.of(true, false), () -> Timer.start(LONG).flatMap(t -> Go.zip(t.stop(), t.stop(), List::of)));
        w.yields(
                List.of(true, true, false),
                () -> Timer.start(SHORT)
                        .flatMap(t -> PAST_SHORT.then(Go.zip(t.stop(), nothingIn(t.channel()), t.stop(), List::of))));
        w.yields(
                false,
                () -> Timer.start(SHORT).flatMap(t -> t.channel().receive().then(t.stop())));
        w.deadlocks(
                "chan receive",
                () -> Timer.start(SHORT)
                        .flatMap(t -> PAST_SHORT.then(t.stop()).then(t.channel().receive())));
    }

    @Row(
            id = "5.1-5",
            rule = "`Timer.Reset`",
            go = "the same answer; never leaves an old value; sets the timer whatever it was")
    @OnEveryRuntime
    void resetAnswersAsStopAndLeavesNoOldValue(World w) {
        w.yields(
                List.of(true, true, true),
                () -> Timer.start(SHORT)
                        .flatMap(t ->
                                PAST_SHORT.then(Go.zip(t.reset(LONG), nothingIn(t.channel()), t.stop(), List::of))));
        w.yields(
                List.of(false, true),
                () -> Timer.start(SHORT)
                        .flatMap(t -> t.channel()
                                .receive()
                                .then(t.reset(SHORT))
                                .flatMap(active -> t.channel().receive().map(at -> List.of(active, at != null)))));
        w.yields(
                List.of(true, false, true),
                () -> Timer.start(LONG)
                        .flatMap(t -> t.stop()
                                .flatMap(stopped -> t.reset(SHORT)
                                        .flatMap(active -> t.channel()
                                                .receive()
                                                .map(at -> List.of(stopped, active, at != null))))));
    }

    @Row(
            id = "5.1-7",
            rule = "`AfterFunc`",
            go = "runs f in a goroutine of its own; Stop after its start is false and does not wait; C is nil;"
                    + " Reset sets it again")
    @OnEveryRuntime
    void afterFuncRunsInAGoroutineOfItsOwn(World w) {
        w.yields(List.of(false, false, true), () -> {
            Channel<Unit> begun = Channel.unbuffered();
            Channel<Unit> end = Channel.unbuffered();
            return Time.afterFunc(SHORT, begun.send(Unit.UNIT).then(end.receive()))
                    .flatMap(t -> begun.receive()
                            .then(t.stop())
                            .flatMap(stopped -> end.send(Unit.UNIT)
                                    .then(t.reset(SHORT))
                                    .flatMap(active -> begun.receive()
                                            .then(end.send(Unit.UNIT))
                                            .as(List.of(
                                                    stopped, active, t.channel().equals(Channel.nil()))))));
        });
        w.yields(
                List.of(true, false),
                () -> Time.afterFunc(LONG, Go.panic("ran")).flatMap(t -> Go.zip(t.stop(), t.stop(), List::of)));
    }

    @Row(
            id = "5.1-8",
            rule = "`Ticker.Stop` and `Ticker.Reset(d)`",
            go = "Stop does not close the channel, and no tick comes after it; Reset begins with the new period",
            tests = "TickerTest.resetChangesThePeriod")
    @OnEveryRuntime
    void aStoppedTickerIsSilentUntilItIsReset(World w) {
        w.yields(
                List.of(true, true),
                () -> Ticker.start(SHORT)
                        .flatMap(t -> t.channel()
                                .receive()
                                .then(PAST_SHORT)
                                .then(t.stop())
                                .then(PAST_SHORT)
                                .then(nothingIn(t.channel()))
                                .flatMap(silent -> t.reset(SHORT)
                                        .then(t.channel().receive())
                                        .flatMap(at -> t.stop().as(List.of(silent, at != null))))));
        w.deadlocks(
                "chan receive",
                () -> Ticker.start(SHORT).flatMap(t -> t.stop().then(t.channel().receive())));
    }

    @Row(id = "5.1-9", rule = "`Tick(d)`, d zero or less", go = "the nil channel")
    @OnEveryRuntime
    void tickOfAPeriodThatIsNotPositiveIsTheNilChannel(World w) {
        w.yields(
                true,
                () -> Go.zip(
                        Time.tick(Duration.ZERO),
                        Time.tick(LONG.negated()),
                        (a, b) -> a.equals(b) && a.equals(Channel.nil())));
    }

    @Row(
            id = "5.1-10",
            rule = "A ticker's period, zero or less",
            go = "panics: `non-positive interval for NewTicker`, `non-positive interval for Ticker.Reset`",
            tests = "ProcessRowsTest.aPanicEndsTheProcessWithCodeTwo")
    @OnEveryRuntime
    void aPeriodThatIsNotPositivePanics(World w) {
        for (Duration d : List.of(Duration.ZERO, LONG.negated())) {
            w.panics("non-positive interval for NewTicker", () -> Ticker.start(d));
            w.panics(
                    "non-positive interval for Ticker.Reset",
                    () -> Ticker.start(LONG).flatMap(t -> t.reset(d)));
        }
    }

    @Row(
            id = "5.1-11",
            rule = "Stop and Reset of a timer or ticker that nobody made",
            go = "panics: `time: Stop called on uninitialized Timer` and so on",
            ours = "cannot happen: there is no constructor; null is refused where the program is built",
            why = "timers are made by programs alone")
    @OnEveryRuntime
    void aTimerCannotBeMadeWithoutBeingStarted(World w) {
        assertThat(Timer.class.getConstructors()).isEmpty();
        assertThat(Ticker.class.getConstructors()).isEmpty();
        assertThatThrownBy(() -> Timer.start(null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("d");
        w.yields(true, () -> Timer.start(LONG).flatMap(Timer::stop));
    }

    @Row(
            id = "5.1-13",
            rule = "Times out of range",
            go = "huge ones never come; negative ones are now",
            tests = "TimerTest.theLongestTimeNeverFires")
    @OnEveryRuntime
    void hugeTimesNeverComeAndNegativeOnesAreNow(World w) {
        w.yields(true, () -> Timer.start(Duration.ofSeconds(Long.MAX_VALUE)).flatMap(t -> PAST_SHORT.then(t.stop())));
        w.yields(
                true,
                () -> Timer.start(Duration.ofSeconds(Long.MIN_VALUE))
                        .flatMap(t -> t.channel().tryReceive().map(Received::isValue)));
        w.yields("at once", () -> sleep(Duration.ofSeconds(Long.MIN_VALUE)).as("at once"));
    }

    @Row(
            id = "5.1-14",
            rule = "Timer channels before 1.23 (`asynctimerchan=1`)",
            go = "had a buffer of one; removed in 1.27",
            ours = "as since 1.23 only: length and capacity 0",
            why = "it follows the newer one")
    @OnEveryRuntime
    void aTimersChannelShowsNoBuffer(World w) {
        w.yields(
                List.of(0, 0),
                () -> Timer.start(Duration.ZERO)
                        .flatMap(t -> PAST_SHORT.then(
                                Go.zip(t.channel().length(), pure(t.channel().capacity()), List::of))));
    }
}
