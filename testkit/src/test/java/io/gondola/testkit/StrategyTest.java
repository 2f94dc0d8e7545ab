package io.gondola.testkit;

import static io.gondola.dsl.Go.forRange;
import static io.gondola.dsl.Go.forever;
import static io.gondola.dsl.Go.go;
import static io.gondola.dsl.Go.gosched;
import static io.gondola.dsl.Go.panic;
import static io.gondola.dsl.Go.run;
import static io.gondola.dsl.Go.sleep;
import static io.gondola.dsl.Go.unit;
import static io.gondola.select.Select.onReceive;
import static io.gondola.select.Select.onTimeout;
import static io.gondola.select.Select.select;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.Shared;
import io.gondola.dsl.Unit;
import io.gondola.sync.Mutex;
import io.gondola.sync.WaitGroup;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class StrategyTest {
    private static Go<Unit> abba() {
        Mutex a = new Mutex().named("a");
        Mutex b = new Mutex().named("b");
        WaitGroup wg = new WaitGroup();
        return wg.go(a.withLock(b.withLock(unit())))
                .then(wg.go(b.withLock(a.withLock(unit()))))
                .then(wg.await());
    }

    private static Go<Unit> locked(int goroutines) {
        Shared<Integer> n = Shared.of(0);
        Mutex mu = new Mutex();
        WaitGroup wg = new WaitGroup();
        return forRange(0, goroutines, i -> wg.go(mu.withLock(n.update(x -> x + 1))))
                .then(wg.await())
                .then(n.get())
                .flatMap(v -> v == goroutines ? unit() : panic("lost an update"));
    }

    /** The main goroutine takes what comes first of a timeout and work that takes no time. */
    private static Go<Unit> impatient() {
        Channel<Integer> done = Channel.buffered(1);
        Shared<Integer> work = Shared.of(0);
        return go(forRange(0, 5, i -> work.update(x -> x + 1)).then(done.send(1)))
                .then(select(
                        onReceive(done, v -> unit()), onTimeout(Duration.ofMillis(1), Go.<Unit>panic("too late"))));
    }

    @ParameterizedTest
    @EnumSource(Strategy.class)
    void eachStrategyFindsADeadlockOnFewSchedules(Strategy strategy) {
        for (int seed = 0; seed < 20; seed++) {
            Report report = Explorer.of(StrategyTest::abba)
                    .seed(seed)
                    .strategy(strategy)
                    .schedules(300)
                    .explore();

            assertThat(report.failure().map(Failure::kind)).containsExactly(Kind.DEADLOCK);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Strategy.class,
            names = {"PORTFOLIO", "DPOR", "DFS", "DELAY_BOUNDED", "PREEMPTION_BOUNDED"})
    void systematicSearchesTellWhenEveryScheduleWasTried(Strategy strategy) {
        Report report = Explorer.of(() -> locked(2))
                .strategy(strategy)
                .schedules(100_000)
                .explore();

        assertThat(report.verdict()).isEqualTo(Verdict.EXHAUSTED);
        assertThat(report.schedules()).isLessThan(100_000);
    }

    @ParameterizedTest
    @CsvSource({
        "DPOR, JITTER",
        "DPOR, ADVERSARIAL",
        "DFS, JITTER",
        "DFS, ADVERSARIAL",
        "DELAY_BOUNDED, ADVERSARIAL",
        "PREEMPTION_BOUNDED, JITTER"
    })
    void noSearchIsExhaustiveIfTimePassesWhileGoroutinesCanGoOn(Strategy strategy, Clock clock) {
        Explorer explorer = Explorer.of(() -> {
                    Shared<Integer> work = Shared.of(0);
                    return go(sleep(Duration.ofNanos(100))).then(work.set(1)).then(work.get());
                })
                .strategy(strategy)
                .schedules(10_000);

        Report report = explorer.clock(clock).explore();

        assertThat(explorer.explore().verdict()).isEqualTo(Verdict.EXHAUSTED);
        assertThat(report.verdict()).isEqualTo(Verdict.PASSED);
        assertThat(report.schedules()).isLessThan(10_000);
        assertThat(report.cutShort())
                .containsExactly("the search is over, but it does not try every moment at which the clock " + clock
                        + " may reach a deadline");
    }

    @Test
    void dporRunsNoScheduleTwice() {
        Report report = Explorer.of(() -> locked(2))
                .strategy(Strategy.DPOR)
                .schedules(100_000)
                .explore();

        assertThat(report.verdict()).isEqualTo(Verdict.EXHAUSTED);
        assertThat(report.traces()).isEqualTo(report.schedules());
    }

    @Test
    void aRendezvousIsNoChoice() {
        Report report = Explorer.of(() -> {
                    Channel<Integer> c = Channel.unbuffered();
                    return go(forRange(0, 20, c::send)).then(c.receive().repeat(20));
                })
                .strategy(Strategy.DPOR)
                .explore();

        assertThat(report.verdict()).isEqualTo(Verdict.EXHAUSTED);
        assertThat(report.schedules()).isEqualTo(1);
    }

    @Test
    void aSearchThatStopsEarlyIsNotExhausted() {
        Report report = Explorer.of(() -> locked(4))
                .strategy(Strategy.DPOR)
                .schedules(3)
                .explore();

        assertThat(report.verdict()).isEqualTo(Verdict.PASSED);
        assertThat(report.schedules()).isEqualTo(3);
    }

    @Test
    void aFailureIsShrunkToFewSwitchesAndItsTokenIsShort() {
        Failure failure = Explorer.of(() -> {
                    Go<Unit> noise = Go.suspend(() -> locked(3));
                    return noise.then(abba()).then(noise);
                })
                .strategy(Strategy.RANDOM)
                .seed(3)
                .schedules(10_000)
                .explore()
                .failure()
                .get();

        int switches = 0;
        for (int i = 1; i < failure.steps().size(); i++) {
            if (!failure.steps()
                    .get(i)
                    .lineage()
                    .equals(failure.steps().get(i - 1).lineage())) {
                switches++;
            }
        }
        assertThat(failure.kind()).isEqualTo(Kind.DEADLOCK);
        assertThat(switches).isLessThan(14);
        assertThat(failure.token()).hasSizeLessThan(120);
    }

    @Test
    void timeoutsWinOnlyUnderTheAdversarialClock() {
        Explorer explorer =
                Explorer.of(StrategyTest::impatient).strategy(Strategy.POS).seed(1);

        assertThat(explorer.clock(Clock.IDLE).explore().failure()).isEmpty();
        Failure failure = explorer.clock(Clock.ADVERSARIAL).explore().failure().get();
        assertThat(failure.summary()).isEqualTo("panic: too late");
        assertThat(explorer.replay(failure.token()).failure().map(Failure::summary))
                .containsExactly("panic: too late");
    }

    @Test
    void thePortfolioTriesAllClocks() {
        assertThat(Explorer.of(StrategyTest::impatient)
                        .seed(1)
                        .explore()
                        .failure()
                        .map(Failure::summary))
                .containsExactly("panic: too late");
    }

    @Test
    void underTheJitteringClockWorkTakesTime() {
        Failure failure = Explorer.of(() -> {
                    Channel<Integer> done = Channel.buffered(1);
                    return go(forRange(0, 10, i -> gosched()).then(done.send(1)))
                            .then(select(
                                    onReceive(done, v -> unit()),
                                    onTimeout(Duration.ofNanos(600), Go.<Unit>panic("too late"))));
                })
                .clock(Clock.JITTER)
                .explore()
                .failure()
                .get();

        assertThat(failure.summary()).isEqualTo("panic: too late");
    }

    @Test
    void manyThreadsFindWhatOneFinds() {
        Explorer explorer =
                Explorer.of(StrategyTest::abba).strategy(Strategy.RANDOM).seed(11);

        Failure one = explorer.threads(1).explore().failure().get();
        Failure many = explorer.threads(4).explore().failure().get();

        assertThat(many.token()).isEqualTo(one.token());
        assertThat(Explorer.of(() -> locked(3))
                        .threads(4)
                        .schedules(2_000)
                        .explore()
                        .failure())
                .isEmpty();
    }

    @Test
    void aFaultIsAChoiceOfTheSchedule() {
        Failure failure = Explorer.of(() ->
                        Testing.fault("disk full", 0.25).flatMap(full -> full ? Go.<Unit>panic("disk full") : unit()))
                .explore()
                .failure()
                .get();

        assertThat(failure.summary()).isEqualTo("panic: disk full");
        assertThatThrownBy(() -> Testing.fault("x", 2)).hasMessage("probability must be from 0 to 1: 2.0");
    }

    @Test
    void aProgramWithAWillOfItsOwnIsNamed() {
        AtomicInteger runs = new AtomicInteger();

        assertThatThrownBy(() -> Explorer.of(() -> forRange(0, runs.incrementAndGet(), i -> gosched()))
                        .named("wilful")
                        .explore())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the program does not do the same under the same schedule")
                .hasMessageContaining("random numbers belong in Testing.choose")
                .hasMessageContaining("program=wilful");
    }

    @Test
    void anotherThreadThatInterferesIsNamed() {
        assertThatThrownBy(() -> Explorer.of(() -> {
                            CompletableFuture<Integer> future = new CompletableFuture<>();
                            CountDownLatch asked = new CountDownLatch(1);
                            Thread outside = new Thread(
                                    () -> {
                                        try {
                                            asked.await();
                                        } catch (InterruptedException e) {
                                            return;
                                        }
                                        try {
                                            future.complete(1);
                                        } catch (IllegalStateException e) {
                                            // the explorer refuses it
                                        }
                                    },
                                    "intruder");
                            outside.setDaemon(true);
                            outside.start();
                            return go(sleep(Duration.ofMillis(1)).then(run(asked::countDown)))
                                    .then(Go.fromFuture(future))
                                    .then(unit());
                        })
                        .explore())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("thread=intruder");
    }

    @Test
    @SuppressWarnings("gondola:blocking") // on purpose
    void aStepThatBlocksItsThreadIsNamedWithItsStack() {
        assertThatThrownBy(() -> Explorer.of(() -> go("stuck", run(() -> new CountDownLatch(1).await()))
                                .then(sleep(Duration.ofMillis(1))))
                        .explore())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("a step blocks its thread for more than 5 s")
                .hasMessageContaining("goroutine=0.0 stuck")
                .hasMessageContaining("CountDownLatch.await");
    }

    @Test
    void aProgramThatNeverEndsIsALivelock() {
        Explorer explorer = Explorer.of(() -> {
                    Channel<Integer> ping = Channel.unbuffered();
                    return go(forever(ping.send(1))).then(forever(ping.receive()));
                })
                .schedules(3)
                .maxSteps(2_000);

        assertThat(explorer.explore().failure().map(Failure::kind)).containsExactly(Kind.LIVELOCK);
        assertThat(Explorer.of(() -> forever(gosched()))
                        .maxSteps(2_000)
                        .explore()
                        .failure()
                        .map(Failure::kind))
                .containsExactly(Kind.LIVELOCK);
    }

    @Test
    void aProgramThatIsMerelyLongIsCutShort() {
        Report report = Explorer.of(() -> {
                    Channel<Integer> c = Channel.buffered(1);
                    return forRange(0, 1_500, i -> c.send(i).then(c.receive()));
                })
                .schedules(3)
                .maxSteps(1_000)
                .strategy(Strategy.RANDOM)
                .explore();

        assertThat(report.verdict()).isEqualTo(Verdict.PASSED);
        assertThat(report.cutShort().get()).contains("3 of 3 runs were cut after 1000 steps");
    }

    @Test
    void theBudgetEndsTheSearch() {
        Report report = Explorer.of(() -> locked(3))
                .strategy(Strategy.RANDOM)
                .schedules(Integer.MAX_VALUE)
                .budget(Duration.ofMillis(50))
                .explore();

        assertThat(report.verdict()).isEqualTo(Verdict.PASSED);
        assertThat(report.cutShort().get()).startsWith("the budget of PT0.05S was spent after ");
    }

    @Test
    void aGoroutineThatMayStayIsNoLeak() {
        Explorer explorer = Explorer.of(() -> go("daemon", Go.never()));

        assertThat(explorer.explore().failure().map(Failure::kind)).containsExactly(Kind.LEAK);
        assertThat(explorer.allowLeak("daemon").explore().failure()).isEmpty();
    }

    @Test
    void aGoroutineThatOnlyTimersKeepAliveIsALeak() {
        assertThat(Explorer.of(() -> go("ticking", forever(sleep(Duration.ofSeconds(1)))))
                        .explore()
                        .failure()
                        .map(Failure::kind))
                .containsExactly(Kind.LEAK);
    }

    @Test
    void aReplayOfAChangedProgramSaysWhereItDiverges() {
        Failure failure =
                Explorer.of(StrategyTest::abba).named("p").explore().failure().get();
        Explorer changed = Explorer.of(() -> locked(3)).named("p");

        Report report = changed.replay(failure.token());

        assertThat(report.divergence().get())
                .contains("diverged at")
                .contains("expected")
                .contains("seen");
    }
}
