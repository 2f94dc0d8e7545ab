package io.gondola.testkit;

import static io.gondola.dsl.Go.forWhile;
import static io.gondola.dsl.Go.go;
import static io.gondola.dsl.Go.run;
import static io.gondola.dsl.Go.sequence;
import static io.gondola.dsl.Go.sleep;
import static io.gondola.dsl.Go.unit;
import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.Shared;
import io.gondola.dsl.Unit;
import io.gondola.sync.AtomicInt;
import io.gondola.sync.Cond;
import io.gondola.sync.Mutex;
import io.gondola.sync.RWMutex;
import io.gondola.sync.WaitGroup;
import io.gondola.testkit.run.Execution;
import io.gondola.testkit.strategy.DefaultOrder;
import io.gondola.testkit.suspect.Suspicions;
import io.vavr.CheckedFunction0;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Programs that go wrong in few schedules, and what a run that goes well tells of that. */
class SteeredTest {
    private static final int LONG = 120;

    /** The two runs that never preempt, and the first one that is led. */
    private static final int FIRST_LED = 3;

    /** Steps that all goroutines compete for, and that are of no interest. */
    private static Go<Unit> noise(AtomicInt counter, int rounds) {
        Go<Unit> noise = unit();
        for (int i = 0; i < rounds; i++) {
            noise = noise.then(counter.add(1)).then(unit());
        }
        return noise;
    }

    private static Go<Unit> both(Mutex first, Mutex second) {
        return first.withLock(second.withLock(unit()));
    }

    /**
     * Runs {@code first} at once unless the main goroutine is stopped, and {@code second} after many steps in another
     * one.
     */
    private static Go<Unit> apart(Go<Unit> first, Go<Unit> second) {
        AtomicInt counter = new AtomicInt();
        WaitGroup wg = new WaitGroup();
        return sequence(wg.go(noise(counter, LONG).then(second)), first, noise(counter, LONG), wg.await());
    }

    private static Go<Unit> inverted() {
        Mutex a = new Mutex();
        Mutex b = new Mutex();
        return apart(both(a, b), both(b, a));
    }

    private static Report explored(CheckedFunction0<Go<Unit>> program, int schedules) {
        return Explorer.of(program).named("steered").schedules(schedules).explore();
    }

    private static void failsWhenLed(CheckedFunction0<Go<Unit>> program, Kind kind, String summary) {
        assertThat(explored(program, FIRST_LED - 1).failure().map(Failure::message))
                .as("without being led")
                .isEmpty();
        for (int seed = 0; seed < 3; seed++) {
            Explorer explorer = Explorer.of(program).seed(seed).schedules(FIRST_LED);

            Failure failure = explorer.explore().failure().get();

            assertThat(failure.kind()).isEqualTo(kind);
            assertThat(failure.summary()).isEqualTo(summary);
            assertThat(explorer.replay(failure.token()).divergence()).isEmpty();
        }
    }

    /** How many runs a program costs that is led to where it does not fail. */
    private static int suspicions(CheckedFunction0<Go<Unit>> program) {
        Exploration exploration = (Exploration) Explorer.of(program);
        try (Watchdog watchdog = new Watchdog()) {
            List<Execution> runs = List.of(
                    exploration.execute(new DefaultOrder(false), exploration.settings(), watchdog),
                    exploration.execute(new DefaultOrder(true), exploration.settings(), watchdog));
            runs.forEach(x -> assertThat(x.finding()).isNull());
            return Suspicions.of(runs).size();
        }
    }

    // deadlocks

    @Test
    void locksTakenInOppositeOrdersAreHeldUntilBothWaitForTheOtherOne() {
        failsWhenLed(SteeredTest::inverted, Kind.DEADLOCK, "all goroutines are asleep - deadlock!");
    }

    /** Otherwise the test above would say nothing. */
    @ParameterizedTest
    @EnumSource(
            value = Strategy.class,
            names = {"DPOR", "PCT", "SURW", "RANDOM", "DELAY_BOUNDED"})
    void chanceDoesNotFindThem(Strategy strategy) {
        assertThat(Explorer.of(SteeredTest::inverted)
                        .strategy(strategy)
                        .schedules(20)
                        .explore()
                        .failure())
                .isEmpty();
    }

    @Test
    void theSearchDoesNotDependOnTheNumberOfThreads() {
        Explorer explorer = Explorer.of(SteeredTest::inverted);

        assertThat(explorer.threads(4).explore().failure().map(Failure::token))
                .isEqualTo(explorer.explore().failure().map(Failure::token));
    }

    @Test
    void aThirdLockThatBothHoldLeavesNothingToTry() {
        CheckedFunction0<Go<Unit>> gated = () -> {
            Mutex a = new Mutex();
            Mutex b = new Mutex();
            Mutex gate = new Mutex();
            return apart(gate.withLock(both(a, b)), gate.withLock(both(b, a)));
        };

        assertThat(suspicions(gated)).isZero();
        assertThat(explored(gated, 30).failure()).isEmpty();
    }

    /** A gate that both hold for reading holds nobody up. */
    @Test
    void readersOfOneLockDoNotKeepEachOtherFromADeadlock() {
        failsWhenLed(
                () -> {
                    Mutex a = new Mutex();
                    Mutex b = new Mutex();
                    RWMutex gate = new RWMutex();
                    return apart(gate.withRLock(both(a, b)), gate.withRLock(both(b, a)));
                },
                Kind.DEADLOCK,
                "all goroutines are asleep - deadlock!");
    }

    @Test
    void ordersThatCannotMeetLeaveNothingToTry() {
        assertThat(suspicions(() -> {
                    Mutex a = new Mutex();
                    Mutex b = new Mutex();
                    Channel<Integer> first = Channel.unbuffered();
                    return sequence(go(both(a, b).then(first.send(1))), first.receive(), both(b, a));
                }))
                .as("a rendezvous")
                .isZero();
        assertThat(suspicions(() -> {
                    Mutex a = new Mutex();
                    Mutex b = new Mutex();
                    Channel<Integer> first = Channel.buffered(1);
                    return sequence(go(both(a, b).then(first.send(1))), first.receive(), both(b, a));
                }))
                .as("a buffer")
                .isZero();
        assertThat(suspicions(() -> {
                    Mutex a = new Mutex();
                    Mutex b = new Mutex();
                    Channel<Integer> first = Channel.unbuffered();
                    return sequence(go(both(a, b).then(first.close())), first.receive(), both(b, a));
                }))
                .as("a close")
                .isZero();
        assertThat(suspicions(() -> {
                    Mutex a = new Mutex();
                    Mutex b = new Mutex();
                    Channel<Integer> first = Channel.buffered(1);
                    Go<Unit> later = sleep(Duration.ofMillis(1));
                    return sequence(go(both(a, b).then(first.send(1))), later, first.receive(), both(b, a));
                }))
                .as("what was in a buffer before")
                .isZero();
        assertThat(suspicions(() -> {
                    Mutex a = new Mutex();
                    Mutex b = new Mutex();
                    Channel<Integer> first = Channel.unbuffered();
                    Go<Unit> later = sleep(Duration.ofMillis(1));
                    return sequence(go(both(a, b).then(first.close())), later, first.receive(), both(b, a));
                }))
                .as("a close before")
                .isZero();
        assertThat(suspicions(() -> {
                    Mutex a = new Mutex();
                    Mutex b = new Mutex();
                    WaitGroup wg = new WaitGroup();
                    return sequence(wg.go(both(a, b)), sleep(Duration.ofMillis(1)), wg.await(), both(b, a));
                }))
                .as("a wait group that is done before")
                .isZero();
        assertThat(suspicions(() -> {
                    Mutex a = new Mutex();
                    Mutex b = new Mutex();
                    WaitGroup wg = new WaitGroup();
                    return sequence(wg.go(both(a, b)), wg.await(), both(b, a));
                }))
                .as("a wait group")
                .isZero();
        assertThat(suspicions(() -> {
                    Mutex a = new Mutex();
                    Mutex b = new Mutex();
                    return both(a, b).then(go(both(b, a)));
                }))
                .as("a start")
                .isZero();
    }

    @Test
    void aGoroutineThatHasWaitedForALockOnItsWayNeedNotHave() {
        failsWhenLed(
                () -> {
                    Mutex a = new Mutex();
                    Mutex b = new Mutex();
                    RWMutex m = new RWMutex();
                    WaitGroup wg = new WaitGroup();
                    return sequence(
                            wg.go(m.withRLock(unit()).then(both(b, a))),
                            m.withLock(both(a, b).then(sleep(Duration.ofMillis(1)))),
                            wg.await());
                },
                Kind.DEADLOCK,
                "all goroutines are asleep - deadlock!");
    }

    /** The other one waits for who is put off, and makes steps: that is no livelock. */
    @Test
    void aGoroutineThatIsPutOffGoesOnInTheEnd() {
        Report report = Explorer.of(() -> {
                    Mutex a = new Mutex();
                    Mutex b = new Mutex();
                    AtomicInt ready = new AtomicInt();
                    WaitGroup wg = new WaitGroup();
                    return sequence(
                            wg.go(forWhile(ready.load().map(n -> n == 0), unit())
                                    .then(both(b, a))),
                            both(a, b),
                            ready.store(1),
                            wg.await());
                })
                .maxSteps(500)
                .schedules(FIRST_LED)
                .explore();

        assertThat(report.failure()).isEmpty();
        assertThat(report.cutShort()).isEmpty();
    }

    @Test
    void threeWhoEachTakeWhatTheNextOneNeedsMeet() {
        failsWhenLed(
                () -> {
                    Mutex a = new Mutex();
                    Mutex b = new Mutex();
                    Mutex c = new Mutex();
                    AtomicInt counter = new AtomicInt();
                    WaitGroup wg = new WaitGroup();
                    return sequence(
                            wg.go(both(a, b)),
                            wg.go(noise(counter, LONG).then(both(b, c))),
                            wg.go(noise(counter, 2 * LONG).then(both(c, a))),
                            wg.await());
                },
                Kind.DEADLOCK,
                "all goroutines are asleep - deadlock!");
    }

    @Test
    void aLockThatIsNeededOnTheWayIsNotHeldTooEarly() {
        failsWhenLed(
                () -> {
                    Mutex a = new Mutex();
                    Mutex b = new Mutex();
                    Mutex c = new Mutex();
                    Go<Unit> use = c.withLock(unit()).then(a.withLock(unit()));
                    return apart(c.withLock(both(a, b)), use.then(both(b, a)));
                },
                Kind.DEADLOCK,
                "all goroutines are asleep - deadlock!");
    }

    @Test
    void thoseWhoSleepMeet() {
        failsWhenLed(
                () -> {
                    Mutex a = new Mutex();
                    Mutex b = new Mutex();
                    WaitGroup wg = new WaitGroup();
                    return sequence(
                            wg.go(both(a, b)), wg.go(sleep(Duration.ofHours(1)).then(both(b, a))), wg.await());
                },
                Kind.DEADLOCK,
                "all goroutines are asleep - deadlock!");
    }

    @Test
    void aWriterComesBetweenTwoReadsOfOneGoroutine() {
        failsWhenLed(
                () -> {
                    RWMutex m = new RWMutex();
                    return apart(m.withRLock(m.withRLock(unit())), m.withLock(unit()));
                },
                Kind.DEADLOCK,
                "all goroutines are asleep - deadlock!");
        assertThat(suspicions(() -> {
                    RWMutex m = new RWMutex();
                    return apart(m.withRLock(unit()), m.withLock(unit()));
                }))
                .isZero();
    }

    // wait groups

    @Test
    void anAddComesAfterADone() {
        failsWhenLed(
                () -> {
                    WaitGroup wg = new WaitGroup();
                    return apart(wg.add(1), wg.done());
                },
                Kind.PANIC,
                "panic: sync: negative WaitGroup counter");
    }

    @Test
    void anAddBeforeTheGoroutinesStartLeavesNothingToTry() {
        assertThat(suspicions(() -> {
                    WaitGroup wg = new WaitGroup();
                    return sequence(
                            wg.add(1),
                            wg.add(1),
                            go(wg.done()),
                            go(wg.add(1).then(wg.done()).then(wg.done())),
                            wg.await());
                }))
                .isZero();
    }

    @Test
    void anAddFromZeroComesWhenAllAreDone() {
        failsWhenLed(
                () -> {
                    WaitGroup wg = new WaitGroup();
                    Go<Unit> late = wg.add(1).then(wg.done());
                    return sequence(wg.add(1), go(wg.await()), apart(late, wg.done()));
                },
                Kind.RACE,
                "data race on waitgroup#1");
    }

    // steps in the other order

    private static Go<Unit> closing(boolean guarded) {
        Channel<Integer> c = Channel.buffered(1);
        Mutex mu = new Mutex();
        Shared<Boolean> closed = Shared.of(false);
        Go<Unit> send = guarded ? Go.when(closed.get(), unit(), c.send(1)) : c.send(1);
        return apart(mu.withLock(send), mu.withLock(closed.set(true).then(c.close())));
    }

    @Test
    void aSendComesAfterAClose() {
        failsWhenLed(() -> closing(false), Kind.PANIC, "panic: send on closed channel");
        assertThat(explored(() -> closing(true), 20).failure()).isEmpty();
        assertThat(suspicions(() -> {
                    Channel<Integer> c = Channel.buffered(1);
                    WaitGroup sent = new WaitGroup();
                    return sequence(sent.go(c.send(1)), sent.await(), c.close());
                }))
                .isZero();
    }

    private static Go<Unit> signalled(boolean looks) {
        Mutex mu = new Mutex();
        Cond changed = new Cond(mu);
        boolean[] ready = {false};
        Go<Unit> await = looks ? forWhile(() -> !ready[0], changed.await()) : changed.await();
        return apart(mu.withLock(await), mu.withLock(run(() -> ready[0] = true).then(changed.signal())));
    }

    @Test
    void aWaitComesAfterTheSignal() {
        failsWhenLed(() -> signalled(false), Kind.DEADLOCK, "all goroutines are asleep - deadlock!");
        assertThat(explored(() -> signalled(true), 20).failure()).isEmpty();
    }
}
