package io.gondola.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.scheduler.Slice.Leave;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PreemptionTest {
    private final AtomicBoolean stop = new AtomicBoolean();

    /** Steps until it is told to stop, yielding when asked. */
    private Slice stepping(AtomicLong yields) {
        return g -> {
            while (!stop.get()) {
                if (!g.step()) {
                    yields.incrementAndGet();
                    return Leave.preempted(stepping(yields));
                }
            }
            return Leave.end();
        };
    }

    @AfterEach
    void noThreadIsLeft() {
        stop.set(true);
        Await.noThreadIsLeft();
    }

    @Test
    void aGoroutineThatStepsOnIsAskedToYieldForOthers() {
        AtomicLong yields = new AtomicLong();
        long[] waited = new long[1];
        try (Scheduler scheduler = Scheduler.workStealing(1)) {
            TestProgram.run(scheduler, main -> {
                main.go(stepping(yields));
                long start = System.nanoTime();
                return Leave.gosched(g -> {
                    waited[0] = System.nanoTime() - start;
                    return Leave.exit();
                });
            });
            assertThat(scheduler.stats().preemptions()).isPositive();
        }

        assertThat(yields).hasValueGreaterThan(0);
        assertThat(waited[0]).isBetween(5_000_000L, 1_000_000_000L);
    }

    /**
     * Hunts: goroutines that keep each other in the queue of the only processor for long, while another one waits 61 of
     * their slices in the global queue. The best of three.
     */
    @Test
    void aGoroutineThatWaitsGloballyRunsSoonThoughLocalOnesTakeLong() {
        long best = Long.MAX_VALUE;
        for (int i = 0; i < 3 && best > 100_000_000; i++) {
            try (Scheduler scheduler = Scheduler.workStealing(1)) {
                CountDownLatch begun = new CountDownLatch(1);
                CountDownLatch ran = new CountDownLatch(1);
                TestProgram p = TestProgram.start(scheduler, main -> {
                    for (int k = 0; k < 20; k++) {
                        main.go(slowly());
                    }
                    begun.countDown();
                    return slowly().run(main);
                });
                Await.latch(begun);
                Await.pass(30_000_000);
                long start = System.nanoTime();
                scheduler.spawn(new Scripted(p, g -> {
                    ran.countDown();
                    return Leave.end();
                }));
                Await.latch(ran);
                best = Math.min(best, System.nanoTime() - start);
                p.finish();
            }
        }

        assertThat(best).isLessThan(100_000_000);
    }

    /** Yields after each 5 ms of plain Java code. */
    private static Slice slowly() {
        return g -> {
            Await.pass(5_000_000);
            return g.program().ended() ? Leave.end() : Leave.gosched(slowly());
        };
    }

    /** Steps until it is told to stop, and notes the beginning of each turn. */
    private Slice noting(List<String> turns) {
        return g -> {
            turns.add("busy");
            while (!stop.get()) {
                if (!g.step()) {
                    return Leave.preempted(noting(turns));
                }
            }
            return Leave.end();
        };
    }

    /** Steps until it is preempted, and starts {@code child} just before it leaves. */
    private Slice startsWhenPreempted(List<String> turns, String name, Slice child) {
        return g -> {
            turns.add(name);
            while (g.step()) {
                Thread.onSpinWait();
            }
            g.go(child);
            return Leave.preempted(h -> Leave.end());
        };
    }

    /**
     * Hunts: one that was readied just before the one that readied it was preempted, and then waits for a slice of each
     * busy one; and a chain of such, each of which would run before the busy ones.
     */
    @Test
    void onlyTheOneThatThePreemptedOneReadiedRunsBeforeTheOthers() {
        List<String> turns = Collections.synchronizedList(new ArrayList<>());
        try (Scheduler scheduler = Scheduler.workStealing(1)) {
            TestProgram.run(scheduler, main -> {
                for (int i = 0; i < 3; i++) {
                    main.go(noting(turns));
                }
                main.go(startsWhenPreempted(turns, "preempted", startsWhenPreempted(turns, "readied", g -> {
                    turns.add("second");
                    return Leave.exit();
                })));
                return Leave.park(new ParkingLot(), g -> Leave.end());
            });
        }

        assertThat(turns.get(turns.indexOf("preempted") + 1)).isEqualTo("readied");
        assertThat(turns.subList(turns.indexOf("readied"), turns.indexOf("second")))
                .contains("busy");
    }

    @Test
    void twoThatStepOnShareTheProcessor() {
        AtomicLong first = new AtomicLong();
        AtomicLong second = new AtomicLong();
        try (Scheduler scheduler = Scheduler.workStealing(1)) {
            TestProgram p = TestProgram.start(scheduler, main -> {
                main.go(stepping(first));
                main.go(stepping(second));
                return Leave.park(new ParkingLot(), g -> Leave.end());
            });
            Await.until("both yielded", () -> first.get() > 2 && second.get() > 2);
            p.finish();
        }
    }

    @Test
    void sleepersWakeInSpiteOfBusyGoroutines() {
        AtomicLong yields = new AtomicLong();
        try (Scheduler scheduler = Scheduler.workStealing(2)) {
            TestProgram.run(scheduler, main -> {
                for (int i = 0; i < 4; i++) {
                    main.go(stepping(yields));
                }
                return Leave.sleep(5_000_000, g -> Leave.sleep(5_000_000, h -> Leave.exit()));
            });
        }
    }

    /** Hunts: one that arrives behind eight busy goroutines that were preempted, and waits until each had its turn. */
    @Test
    void anArrivingGoroutineDoesNotWaitForEachOfManyBusyOnes() {
        AtomicLong yields = new AtomicLong();
        long[] turns = new long[15];
        try (Scheduler scheduler = Scheduler.workStealing(1)) {
            TestProgram p = TestProgram.start(scheduler, main -> {
                for (int i = 0; i < 8; i++) {
                    main.go(stepping(yields));
                }
                return Leave.park(new ParkingLot(), g -> Leave.end());
            });
            Await.until("all had a turn", () -> yields.get() > 8);
            for (int i = 0; i < turns.length; i++) {
                CountDownLatch ran = new CountDownLatch(1);
                long before = yields.get();
                AtomicLong after = new AtomicLong();
                scheduler.spawn(new Scripted(p, g -> {
                    after.set(yields.get());
                    ran.countDown();
                    return Leave.end();
                }));
                Await.latch(ran);
                turns[i] = after.get() - before;
            }
            p.finish();
        }

        Arrays.sort(turns);
        assertThat(turns[turns.length / 2]).as("median").isLessThanOrEqualTo(4);
    }

    /** Hunts: what a busy goroutine readied, waiting for the rest of a time slice of 10 ms. The best of five. */
    @Test
    void childrenOfABusyGoroutineRunSoon() {
        long best = Long.MAX_VALUE;
        for (int i = 0; i < 5 && best > 8_000_000; i++) {
            AtomicLong started = new AtomicLong();
            AtomicLong ran = new AtomicLong();
            try (Scheduler scheduler = Scheduler.workStealing(1)) {
                TestProgram.run(scheduler, main -> {
                    main.go(g -> {
                        ran.set(System.nanoTime());
                        return Leave.exit();
                    });
                    started.set(System.nanoTime());
                    return stepping(new AtomicLong()).run(main);
                });
            }
            best = Math.min(best, ran.get() - started.get());
        }

        assertThat(best).isLessThan(8_000_000);
    }

    @Test
    void aGoroutineOfAnEndedProgramStopsAtItsNextBudget() {
        AtomicLong yields = new AtomicLong();
        try (Scheduler scheduler = Scheduler.workStealing(2)) {
            TestProgram.run(scheduler, main -> {
                main.go(stepping(yields));
                return Leave.sleep(2_000_000, g -> Leave.exit());
            });
            Await.until("it left", () -> yields.get() == 1);
        }
    }
}
