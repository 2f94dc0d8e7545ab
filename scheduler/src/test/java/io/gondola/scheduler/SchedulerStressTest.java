package io.gondola.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.scheduler.Slice.Leave;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random programs that spawn, yield, park and ready, sleep, and block. Each goroutine is told when it is made how many
 * slices it has; all of them must run, each on one thread at a time, and all goroutines must end. Hunts lost wake-ups,
 * lost goroutines and double runs in all protocols at once.
 */
class SchedulerStressTest {
    private static final int MAX_SLICES = 20;
    private static final long DEADLINE_NANOS = 20_000_000_000L;

    @AfterEach
    void noThreadIsLeft() {
        Await.noThreadIsLeft();
    }

    private static final class Load {
        private final ParkingLot lot = new ParkingLot();
        private final AtomicInteger goroutines = new AtomicInteger();
        private final AtomicInteger budget;
        private final AtomicLong promised = new AtomicLong();
        private final AtomicLong done = new AtomicLong();

        Load(int goroutines) {
            budget = new AtomicInteger(goroutines);
        }

        void spawn(Scripted from, Random random) {
            if (budget.decrementAndGet() >= 0) {
                goroutines.incrementAndGet();
                from.go(slice(new Random(random.nextLong()), promise(random)));
            }
        }

        private int promise(Random random) {
            int slices = 1 + random.nextInt(MAX_SLICES);
            promised.addAndGet(slices);
            return slices;
        }

        private Slice slice(Random random, int left) {
            return g -> {
                done.incrementAndGet();
                if (random.nextInt(3) == 0) {
                    spawn(g, random);
                }
                if (left == 1) {
                    spawn(g, random); // so that the load does not die out before its budget is used up
                    return goroutines.decrementAndGet() == 0 ? Leave.exit() : Leave.end();
                }
                Slice next = slice(random, left - 1);
                return switch (random.nextInt(12)) {
                    case 0 -> Leave.sleep(random.nextInt(300_000), next);
                    case 1 -> g.blocking(() -> Await.within(random.nextInt(200_000), () -> false), next);
                    case 2 -> g.blocking(() -> {}, next);
                    case 3, 4, 5 -> meet(next);
                    case 6 -> {
                        burn(random.nextInt(300), g);
                        yield Leave.preempted(next);
                    }
                    default -> Leave.gosched(next);
                };
            };
        }

        /** Every park is preceded by one release, so that all that park are readied, by themselves at worst. */
        private Leave meet(Slice next) {
            lot.release();
            return Leave.park(lot, next);
        }

        private static void burn(int steps, Scripted g) {
            for (int i = 0; i < steps && g.step(); i++) {
                Thread.onSpinWait();
            }
        }
    }

    private static void runOnce(Scheduler scheduler, long seed, int goroutines) {
        Load load = new Load(goroutines);
        Random random = new Random(seed);
        TestProgram p = TestProgram.start(scheduler, main -> {
            load.goroutines.incrementAndGet(); // main itself
            for (int i = 0; i < 20; i++) {
                load.spawn(main, random);
            }
            load.promised.incrementAndGet();
            return load.slice(random, 1).run(main);
        });

        boolean ended = Await.within(DEADLINE_NANOS, p::ended);

        assertThat(ended)
                .as(
                        "seed %d: ended; %d goroutines left, %d of %d slices done, %s",
                        seed, load.goroutines.get(), load.done.get(), load.promised.get(), scheduler.stats())
                .isTrue();
        p.awaitEnd();
        assertThat(p.deadlocked()).as("seed %d: deadlocked", seed).isFalse();
        assertThat(load.done.get()).as("seed %d: slices", seed).isEqualTo(load.promised.get());
    }

    private static void runFor(long nanos, int procs, int goroutines) {
        long first = ThreadLocalRandom.current().nextInt(1_000_000);
        long start = System.nanoTime();
        try (Scheduler scheduler = Scheduler.workStealing(procs)) {
            for (long seed = first; System.nanoTime() - start < nanos; seed++) {
                runOnce(scheduler, seed, goroutines);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 8})
    void everyGoroutineRunsAsOftenAsItShould(int procs) {
        runFor(600_000_000, procs, 500);
    }

    @ParameterizedTest
    @Tag("stress")
    @Timeout(300)
    @CsvSource({"1, 200", "2, 50", "2, 2000", "3, 200", "8, 30", "8, 2000", "64, 500"})
    void everyGoroutineRunsAsOftenAsItShouldForLong(int procs, int goroutines) {
        runFor(20_000_000_000L, procs, goroutines);
    }

    /** Small programs end often: all machines go idle and wake again and again. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void smallProgramsFollowOneAnother(int procs) {
        runFor(300_000_000, procs, 21);
    }

    @ParameterizedTest
    @Tag("stress")
    @Timeout(300)
    @ValueSource(ints = {1, 2, 4})
    void smallProgramsFollowOneAnotherForLong(int procs) {
        runFor(20_000_000_000L, procs, 21);
    }
}
