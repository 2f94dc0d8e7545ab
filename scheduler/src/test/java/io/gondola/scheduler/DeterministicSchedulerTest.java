package io.gondola.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gondola.scheduler.Slice.Leave;
import io.gondola.scheduler.deterministic.RandomWalk;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class DeterministicSchedulerTest {
    private static final long HOUR = 3_600_000_000_000L;

    private final List<String> log = new ArrayList<>();

    private Slice logging(String what, Slice then) {
        return g -> {
            log.add(what + "@" + g.scheduler().nanoTime());
            return then.run(g);
        };
    }

    private Slice logging(String what) {
        return logging(what, g -> Leave.end());
    }

    /** Ten goroutines that each yield three times; the order in which they do so. */
    private static List<Long> orderOf(long seed) {
        List<Long> order = new ArrayList<>();
        Scheduler s = new RandomWalk(seed);
        TestProgram.run(s, main -> {
            for (int i = 0; i < 10; i++) {
                main.go(yielding(order, 3));
            }
            return Leave.sleep(1, g -> Leave.exit());
        });
        return order;
    }

    private static Slice yielding(List<Long> order, int times) {
        return g -> {
            order.add(g.id());
            return times == 0 ? Leave.end() : Leave.gosched(yielding(order, times - 1));
        };
    }

    @Test
    void theSameSeedGivesTheSameOrder() {
        assertThat(orderOf(42)).hasSize(40).isEqualTo(orderOf(42));
    }

    @Test
    void seedsGiveManyOrders() {
        Set<List<Long>> orders = new HashSet<>();
        for (int seed = 0; seed < 50; seed++) {
            orders.add(orderOf(seed));
        }

        assertThat(orders).hasSizeGreaterThan(45);
    }

    @Test
    void aSecondProgramGoesOnWithTheChoicesOfTheSeed() {
        Scheduler a = new RandomWalk(7);
        Scheduler b = new RandomWalk(7);
        for (int i = 0; i < 3; i++) {
            assertThat(a.random(1000)).isEqualTo(b.random(1000));
            TestProgram.run(a, main -> Leave.exit());
            TestProgram.run(b, main -> Leave.exit());
        }
    }

    @Test
    void choicesAreInTheirBoundsAndReachAllOfThem() {
        Scheduler s = new RandomWalk(1);
        Set<Integer> seen = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            seen.add(s.random(7));
            assertThat(s.random(1)).isZero();
        }

        assertThat(seen).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6);
    }

    @Test
    void sleepersWakeInTheOrderOfTheirDeadlinesAtTheirExactTimes() {
        TestProgram.run(new RandomWalk(3), main -> {
            main.go(g -> Leave.sleep(3 * HOUR, logging("c")));
            main.go(g -> Leave.sleep(HOUR, logging("a")));
            main.go(g -> Leave.sleep(2 * HOUR, logging("b")));
            return Leave.sleep(4 * HOUR, logging("main", g -> Leave.exit()));
        });

        assertThat(log).containsExactly("a@" + HOUR, "b@" + 2 * HOUR, "c@" + 3 * HOUR, "main@" + 4 * HOUR);
    }

    @Test
    void goroutinesDueTogetherRunInAnyOrder() {
        Set<List<String>> orders = new HashSet<>();
        for (int seed = 0; seed < 60; seed++) {
            log.clear();
            TestProgram.run(new RandomWalk(seed), main -> {
                main.go(g -> Leave.sleep(5, logging("a")));
                main.go(g -> Leave.sleep(5, logging("b")));
                main.go(g -> Leave.sleep(5, logging("c")));
                return Leave.sleep(6, g -> Leave.exit());
            });
            orders.add(List.copyOf(log));
        }

        assertThat(orders).hasSize(6);
    }

    @Test
    void timeStandsStillWhileGoroutinesRun() {
        TestProgram.run(new RandomWalk(1), main -> {
            main.go(g -> Leave.sleep(1, logging("late")));
            return Leave.gosched(logging("a", g -> Leave.gosched(logging("b", h -> Leave.exit()))));
        });

        assertThat(log).containsExactly("a@0", "b@0");
    }

    @Test
    void aGoroutineThatRunsOnAndOnDoesNotStopTheClock() {
        Slice[] spin = new Slice[1];
        spin[0] = g -> Leave.gosched(spin[0]);
        TestProgram.run(new RandomWalk(1), main -> {
            main.go(spin[0]);
            return Leave.sleep(HOUR, logging("main", g -> Leave.exit()));
        });

        assertThat(log).containsExactly("main@" + HOUR);
    }

    @Test
    void theClockDoesNotMoveToATimerThatWasStopped() {
        AtomicReference<Long> clock = new AtomicReference<>();
        Scheduler s = new RandomWalk(1);
        int[] rounds = {30_000};
        Slice[] spin = new Slice[1];
        spin[0] = g -> {
            if (rounds[0]-- > 0) {
                return Leave.gosched(spin[0]);
            }
            clock.set(s.nanoTime());
            return Leave.exit();
        };
        TestProgram.run(s, main -> {
            TestTimer t = TestTimer.once(main.program());
            s.arm(t, HOUR);
            s.disarm(t);
            return spin[0].run(main);
        });

        assertThat(clock.get()).isLessThan(HOUR); // it moves a little, for the spinner may wait by looking at it
    }

    @Test
    void aTimerFiresUnlessItIsDisarmed() {
        Scheduler s = new RandomWalk(1);
        TestProgram p = new TestProgram(s);
        TestTimer fires = TestTimer.once(p);
        TestTimer stopped = TestTimer.once(p);
        s.start(p, new Scripted(p, main -> {
            assertThat(s.arm(fires, HOUR)).isFalse();
            assertThat(s.arm(stopped, HOUR)).isFalse();
            assertThat(s.disarm(stopped)).isTrue();
            return Leave.sleep(2 * HOUR, g -> Leave.exit());
        }));

        s.drive(p);

        assertThat(fires.firedAt).isEqualTo(HOUR);
        assertThat(stopped.fired).isZero();
    }

    @Test
    void nobodyLeftToRunIsADeadlock() {
        ParkingLot never = new ParkingLot();

        assertThat(TestProgram.start(new RandomWalk(1), main -> Leave.park(never, g -> Leave.exit()))
                        .deadlocked())
                .isTrue();
        assertThat(TestProgram.start(new RandomWalk(1), main -> Leave.end()).deadlocked())
                .isTrue();
    }

    @Test
    void aTimerThatReadiesNobodyDoesNotHoldOffADeadlock() {
        Scheduler s = new RandomWalk(1);
        TestProgram p = TestProgram.start(s, main -> {
            TestTimer t = TestTimer.periodic(main.program(), HOUR);
            t.holdsOff = false;
            s.arm(t, HOUR);
            return Leave.park(new ParkingLot(), g -> Leave.exit());
        });

        assertThat(p.deadlocked()).isTrue();
    }

    @Test
    void blockingCodeRunsOnTheOnlyThread() {
        Thread here = Thread.currentThread();
        TestProgram.run(
                new RandomWalk(1),
                main -> main.blocking(() -> assertThat(Thread.currentThread()).isSameAs(here), g -> Leave.exit()));
    }

    @Test
    void anotherThreadMustNotReadyAGoroutine() {
        TestProgram.run(new RandomWalk(1), main -> {
            AtomicReference<Throwable> thrown = new AtomicReference<>();
            Thread t = new Thread(() -> main.scheduler().ready(main));
            t.setUncaughtExceptionHandler((thread, e) -> thrown.set(e));
            t.start();
            Await.until("the other thread's end", () -> !t.isAlive() && thrown.get() != null);
            assertThat(thrown.get()).isInstanceOf(IllegalStateException.class).hasMessageContaining("goroutine=1");
            return Leave.exit();
        });
    }

    @Test
    void aClosedSchedulerStartsNothing() {
        Scheduler s = new RandomWalk(1);
        s.close();
        s.close();

        TestProgram p = new TestProgram(s);
        Scripted main = new Scripted(p, g -> Leave.exit());
        assertThatThrownBy(() -> s.start(p, main))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("runtime is closed");
    }
}
