package io.gondola.time;

import static io.gondola.dsl.Go.forRange;
import static io.gondola.dsl.Go.sleep;
import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.Received;
import io.gondola.sync.OnAllRuntimes;
import io.gondola.sync.TestRuntime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TickerTest {
    private static final Duration PERIOD = Duration.ofMillis(2);
    private static final Instant START = Instant.parse("2000-01-01T00:00:00Z");

    /** The gaps between ticks: one may be short, if the thread was stopped between its looks at the two clocks. */
    @OnAllRuntimes
    void itTicksAgainAndAgain(TestRuntime t) {
        List<Instant> ticks = new ArrayList<>();
        t.run(Ticker.start(PERIOD)
                .flatMap(
                        ticker -> forRange(0, 4, i -> ticker.channel().receive().map(ticks::add))));

        assertThat(IntStream.range(1, 4).mapToObj(i -> Duration.between(ticks.get(i - 1), ticks.get(i))))
                .hasSize(3)
                .anySatisfy(gap -> assertThat(gap).isGreaterThanOrEqualTo(PERIOD.dividedBy(2)));
    }

    @ParameterizedTest
    @MethodSource("io.gondola.sync.TestRuntime#deterministic")
    void aSlowReceiverGetsOneTickAndThePhaseIsKept(TestRuntime t) {
        List<Instant> ticks = t.run(Ticker.start(PERIOD)
                .flatMap(ticker -> sleep(PERIOD.multipliedBy(11).dividedBy(2))
                        .then(Go.zip(
                                ticker.channel().receive(), ticker.channel().receive(), List::of))));

        assertThat(ticks).isEqualTo(List.of(START.plus(PERIOD), START.plus(PERIOD.multipliedBy(6))));
    }

    @OnAllRuntimes
    void afterStopNoTickComes(TestRuntime t) {
        boolean ready = t.run(Ticker.start(PERIOD)
                .flatMap(ticker -> sleep(PERIOD.multipliedBy(3))
                        .then(ticker.stop())
                        .then(sleep(PERIOD.multipliedBy(3)))
                        .then(ticker.channel().tryReceive())
                        .map(Received::isNotReady)));

        assertThat(ready).isTrue();
    }

    @OnAllRuntimes
    void aReceiveFromAStoppedTickerIsADeadlock(TestRuntime t) {
        assertThat(t.deadlock(Ticker.start(PERIOD)
                        .flatMap(ticker -> ticker.stop().then(ticker.channel().receive()))))
                .contains("on=ticker");
    }

    @ParameterizedTest
    @MethodSource("io.gondola.sync.TestRuntime#deterministic")
    void resetChangesThePeriod(TestRuntime t) {
        List<Instant> ticks = t.run(Ticker.start(Duration.ofHours(1))
                .flatMap(ticker -> ticker.reset(PERIOD)
                        .then(Go.zip(
                                ticker.channel().receive(), ticker.channel().receive(), List::of))));

        assertThat(ticks).isEqualTo(List.of(START.plus(PERIOD), START.plus(PERIOD.multipliedBy(2))));
    }

    @OnAllRuntimes
    void resetRestartsAStoppedTicker(TestRuntime t) {
        t.run(Ticker.start(PERIOD)
                .flatMap(ticker -> ticker.stop()
                        .then(ticker.reset(PERIOD))
                        .then(ticker.channel().receive().repeat(2))));
    }

    @OnAllRuntimes
    void aPeriodThatIsNotPositivePanics(TestRuntime t) {
        assertThat(t.panic(Ticker.start(Duration.ZERO))).hasMessage("non-positive interval for NewTicker");
        assertThat(t.panic(Ticker.start(PERIOD).flatMap(ticker -> ticker.reset(PERIOD.negated()))))
                .hasMessage("non-positive interval for Ticker.Reset");
    }

    @OnAllRuntimes
    void tickYieldsAChannel(TestRuntime t) {
        t.run(Time.tick(PERIOD).flatMap(c -> c.receive().repeat(2)));
    }

    @Test
    void tickOfAPeriodThatIsNotPositiveIsTheNilChannel() {
        TestRuntime t = TestRuntime.processors(1);

        assertThat(t.run(Time.tick(Duration.ZERO))).isSameAs(Channel.nil());
        assertThat(t.run(Time.tick(PERIOD.negated()))).isSameAs(Channel.nil());
    }

    @OnAllRuntimes
    void aTickerThatNobodyReceivesFromHoldsOffNoDeadlock(TestRuntime t) {
        t.deadlock(Ticker.start(PERIOD).then(Go.never()));
    }

    @OnAllRuntimes
    void aTickerHasLengthAndCapacityZero(TestRuntime t) {
        List<Integer> seen = t.run(Ticker.start(PERIOD)
                .flatMap(ticker -> sleep(PERIOD.multipliedBy(3))
                        .then(ticker.channel().length())
                        .map(n -> List.of(n, ticker.channel().capacity()))));

        assertThat(seen).isEqualTo(List.of(0, 0));
    }

    /** Hunts: a clock that stops at each of 3 600 000 000 000 ticks. */
    @ParameterizedTest
    @MethodSource("io.gondola.sync.TestRuntime#deterministic")
    void aTickerThatNobodyReceivesFromFiresOnce(TestRuntime t) {
        long fired = t.run(rt -> Ticker.start(Duration.ofNanos(1))
                .flatMap(ticker -> sleep(Duration.ofHours(1))
                        .then(Go.call(() -> rt.stats().polls()))
                        .flatMap(n -> ticker.channel().tryReceive().as(n))));

        assertThat(fired).isLessThan(5);
    }

    /** Hunts: the same on real threads, where it keeps a processor busy. */
    @Test
    void tickersThatNobodyReceivesFromDoNothingOnRealThreads() {
        TestRuntime t = TestRuntime.processors(2);
        int tickers = 100;
        Ticker[] unheard = new Ticker[tickers];
        long polls = t.run(rt -> forRange(
                        0, tickers, i -> Ticker.start(Duration.ofNanos(1)).peek(ticker -> unheard[i] = ticker))
                .then(sleep(Duration.ofMillis(50)))
                .then(Go.call(() -> rt.stats().polls()))
                .flatMap(before -> sleep(Duration.ofMillis(50))
                        .then(Go.call(() -> rt.stats().polls() - before + (unheard[0] == null ? 1 : 0)))));

        assertThat(polls)
                .as("times that the poller had something to do, one of them the sleep")
                .isLessThan(5);
    }

    @ParameterizedTest
    @MethodSource("io.gondola.sync.TestRuntime#deterministic")
    void aTickThatWasTakenLateIsFollowedByTheNextMultipleOfThePeriod(TestRuntime t) {
        Duration third = PERIOD.dividedBy(4);
        List<Instant> ticks = new ArrayList<>();
        t.run(Ticker.start(PERIOD)
                .flatMap(ticker -> sleep(PERIOD.multipliedBy(3).plus(third))
                        .then(ticker.channel().receive().map(ticks::add))
                        .then(sleep(PERIOD.multipliedBy(2)))
                        .then(ticker.channel().receive().map(ticks::add))
                        .then(ticker.channel().receive().map(ticks::add))));

        assertThat(ticks)
                .containsExactly(
                        START.plus(PERIOD), START.plus(PERIOD.multipliedBy(4)), START.plus(PERIOD.multipliedBy(6)));
    }

    /** Hunts: the taker of a tick that arms the ticker although it was stopped before it came to that. */
    @OnAllRuntimes
    void aTickerThatIsStoppedAfterATickStaysStopped(TestRuntime t) {
        boolean ready = t.run(Ticker.start(Duration.ofNanos(1))
                .flatMap(ticker -> sleep(PERIOD)
                        .then(ticker.channel().receive())
                        .then(ticker.stop())
                        .then(sleep(PERIOD))
                        .then(ticker.channel().tryReceive())
                        .map(Received::isNotReady)));

        assertThat(ready).isTrue();
    }

    /** Hunts: those who serve timers without end, and take the lock of the heap again before main gets it. */
    @Test
    void mainGetsOnBesideManyTickersThatAreHeard() {
        TestRuntime t = TestRuntime.processors(2);
        int tickers = 20_000;
        Ticker[] all = new Ticker[tickers];

        t.run(forRange(
                        0,
                        tickers,
                        i -> Ticker.start(Duration.ofMillis(1)).flatMap(ticker -> {
                            all[i] = ticker;
                            return Go.go(Go.forever(ticker.channel().receive()));
                        }))
                .then(sleep(Duration.ofMillis(1)).repeat(10)));
    }
}
