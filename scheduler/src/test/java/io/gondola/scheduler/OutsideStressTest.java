package io.gondola.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.scheduler.Slice.Leave;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Threads outside ready goroutines that block for short times in between, while the number of processors changes.
 * Hunts: a queuer that finds no idle processor is counted as a searcher for a moment, and another one relies on it; a
 * processor that is retaken, or is one too many, when somebody queues at it.
 */
class OutsideStressTest {
    private static final int GOROUTINES = 3;

    private final AtomicBoolean stop = new AtomicBoolean();

    @AfterEach
    void noThreadIsLeft() {
        Await.noThreadIsLeft();
    }

    private static Slice answering(ParkingLot lot, AtomicLong answers) {
        return g -> Leave.park(
                lot,
                h -> h.blocking(
                        () -> {
                            if (answers.incrementAndGet() % 8 == 0) {
                                Thread.onSpinWait();
                            }
                        },
                        answering(lot, answers)));
    }

    /** Releases again as soon as there was an answer; returns the number of rounds. */
    private long ask(ParkingLot lot, AtomicLong answers) {
        long rounds = 0;
        while (!stop.get()) {
            lot.release();
            long expected = ++rounds;
            for (int spins = 0; answers.get() < expected; spins++) {
                if (spins > 2_000) {
                    Await.until("answer " + expected, () -> answers.get() >= expected);
                }
                Thread.onSpinWait();
            }
        }
        return rounds;
    }

    private void runFor(long nanos, int procs, boolean resize, int renewal) throws InterruptedException {
        long seed = ThreadLocalRandom.current().nextInt(1_000_000);
        Random random = new Random(seed);
        AtomicLong rounds = new AtomicLong();
        List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
        List<Thread> askers = new ArrayList<>();
        List<Slice> goroutines = new ArrayList<>();
        for (int i = 0; i < GOROUTINES; i++) {
            ParkingLot lot = new ParkingLot();
            AtomicLong answers = new AtomicLong();
            goroutines.add(answering(lot, answers));
            Thread t = new Thread(() -> rounds.addAndGet(ask(lot, answers)));
            t.setUncaughtExceptionHandler((thread, e) -> failures.add(e));
            askers.add(t);
        }
        try (Scheduler scheduler = Scheduler.workStealing(procs)) {
            scheduler.outsiders(1);
            for (Processor each : ((WorkStealingScheduler) scheduler).pool.processors()) {
                each.renewal = renewal;
            }
            TestProgram p = TestProgram.start(scheduler, main -> {
                goroutines.forEach(main::go);
                return Leave.park(new ParkingLot(), g -> Leave.end());
            });
            askers.forEach(Thread::start);
            long start = System.nanoTime();
            while (System.nanoTime() - start < nanos && failures.isEmpty()) {
                if (resize) {
                    scheduler.setMaxProcs(1 + random.nextInt(4));
                }
                Await.pass(200_000);
            }
            stop.set(true);
            for (Thread t : askers) {
                t.join();
            }
            p.finish();
            assertThat(failures).as("seed %d, %s", seed, scheduler.stats()).isEmpty();
        }
        assertThat(rounds).hasValueGreaterThan(GOROUTINES);
    }

    @ParameterizedTest
    @CsvSource({"1, false", "2, false", "2, true"})
    void everyGoroutineThatIsReadiedAnswers(int procs, boolean resize) throws InterruptedException {
        runFor(500_000_000, procs, resize, GoroutineSlot.RENEWAL);
    }

    /** Hunts: a goroutine that is left in a slot of its processor that was renewed. */
    @ParameterizedTest
    @CsvSource({"1, false", "2, true"})
    void everyGoroutineThatIsReadiedAnswersWhereSlotsAreRenewedAtEachSwitch(int procs, boolean resize)
            throws InterruptedException {
        runFor(300_000_000, procs, resize, 0);
    }

    @ParameterizedTest
    @Tag("stress")
    @Timeout(300)
    @CsvSource({"1, false", "2, false", "2, true"})
    void everyGoroutineThatIsReadiedAnswersForLong(int procs, boolean resize) throws InterruptedException {
        runFor(30_000_000_000L, procs, resize, GoroutineSlot.RENEWAL);
    }
}
