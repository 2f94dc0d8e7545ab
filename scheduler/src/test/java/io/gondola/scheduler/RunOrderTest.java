package io.gondola.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.gondola.scheduler.Slice.Leave;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** On one processor the order is that of Go: see go-semantics.md, 4.7. */
class RunOrderTest {
    private final Scheduler scheduler = Scheduler.workStealing(1);
    private final List<String> log = Collections.synchronizedList(new ArrayList<>());

    @AfterEach
    void noThreadIsLeft() {
        scheduler.close();
        Await.noThreadIsLeft();
    }

    /** A machine that loses its core for a whole time slice preempts, and then the order is another one. */
    private void ranUndisturbed() {
        assumeThat(scheduler.stats().preemptions()).isZero();
    }

    private Slice logging(String what) {
        return g -> {
            log.add(what);
            return Leave.end();
        };
    }

    private Slice yielding(String name, int times) {
        return g -> {
            log.add(name + (3 - times));
            return times == 1 ? Leave.end() : Leave.gosched(yielding(name, times - 1));
        };
    }

    private static void spawnFive(Scripted main, List<String> log) {
        for (int i = 0; i < 5; i++) {
            String name = "" + i;
            main.go(g -> {
                log.add(name);
                return Leave.end();
            });
        }
    }

    @RepeatedTest(5)
    void theYoungestRunsFirstAndTheOthersInTheirOrder() {
        TestProgram.run(scheduler, main -> {
            spawnFive(main, log);
            return Leave.gosched(g -> {
                log.add("main");
                return Leave.exit();
            });
        });

        ranUndisturbed();
        assertThat(log).containsExactly("4", "0", "1", "2", "3", "main");
    }

    @Test
    void theGoroutineReadiedLastRunsFirst() {
        ParkingLot lot = new ParkingLot();
        TestProgram.run(scheduler, main -> {
            for (int i = 0; i < 5; i++) {
                Slice child = logging("" + i);
                main.go(g -> Leave.park(lot, child));
            }
            return Leave.gosched(g -> {
                IntStream.range(0, 5).forEach(i -> lot.release());
                return Leave.gosched(h -> Leave.exit());
            });
        });

        ranUndisturbed();
        // they parked in the order 4 0 1 2 3
        assertThat(log).containsExactly("3", "4", "0", "1", "2");
    }

    @Test
    void twoLoopsThatYieldAlternate() {
        TestProgram.run(scheduler, main -> {
            main.go(yielding("a", 3));
            main.go(yielding("b", 3));
            return Leave.sleep(50_000_000, g -> Leave.exit());
        });

        ranUndisturbed();
        assertThat(log).containsExactly("b0", "a0", "b1", "a1", "b2", "a2");
    }

    /**
     * Else each hand-over would begin a time slice, none would ever be used up, and what is queued would wait for ever.
     */
    @Test
    void goroutinesThatReadyEachOtherShareOneTimeSlice() {
        int rounds = 50_000;
        ParkingLot ping = new ParkingLot();
        ParkingLot pong = new ParkingLot();
        int[] left = {rounds};
        Slice[] player = new Slice[2];
        player[0] = g -> left[0]-- == 0 ? Leave.exit() : answer(ping, pong, player[0]);
        player[1] = g -> answer(pong, ping, player[1]);
        TestProgram.run(scheduler, main -> {
            main.go(g -> Leave.gosched(player[0])); // after the other one has parked
            main.go(g -> Leave.park(pong, player[1]));
            return Leave.park(new ParkingLot(), g -> Leave.end());
        });

        Processor p = ((WorkStealingScheduler) scheduler).pool.processors()[0];
        assertThat(p.switches()).isGreaterThanOrEqualTo(2 * rounds);
        assertThat(p.scheduleTick).isLessThan(rounds / 100);
    }

    @Test
    void goroutinesThatReadyEachOtherDoNotKeepAThirdFromRunning() {
        ParkingLot ping = new ParkingLot();
        ParkingLot pong = new ParkingLot();
        boolean[] stop = new boolean[1];
        Slice[] player = new Slice[2];
        player[0] = g -> stop[0] ? Leave.exit() : answer(ping, pong, player[0]);
        player[1] = g -> stop[0] ? Leave.exit() : answer(pong, ping, player[1]);
        TestProgram.run(scheduler, main -> {
            main.go(player[0]);
            main.go(player[1]);
            return Leave.gosched(yieldingUntil(5, stop));
        });
    }

    private static Slice yieldingUntil(int times, boolean[] stop) {
        return g -> {
            stop[0] = times == 0;
            return times == 0 ? Leave.end() : Leave.gosched(yieldingUntil(times - 1, stop));
        };
    }

    private static Leave answer(ParkingLot mine, ParkingLot theirs, Slice next) {
        theirs.release();
        return Leave.park(mine, next);
    }

    @Test
    void aThousandSpawnedAtOnceAllRun() {
        int n = 1_000;
        TestProgram.run(scheduler, main -> {
            for (int i = 0; i < n; i++) {
                main.go(logging("" + i));
            }
            return Leave.gosched(g -> log.size() == n ? Leave.exit() : Leave.sleep(1_000_000, again()));
        });

        assertThat(log).doesNotHaveDuplicates().hasSize(n);
        assertThat(scheduler.stats().spawned()).isEqualTo(n + 1);
    }

    private Slice again() {
        return g -> log.size() == 1_000 ? Leave.exit() : Leave.sleep(1_000_000, again());
    }

    @Test
    void sleepersWakeInTheOrderOfTheirDeadlines() {
        TestProgram.run(scheduler, main -> {
            main.go(g -> Leave.sleep(30_000_000, logging("c")));
            main.go(g -> Leave.sleep(1_000_000, logging("a")));
            main.go(g -> Leave.sleep(15_000_000, logging("b")));
            return Leave.sleep(60_000_000, g -> Leave.exit());
        });

        ranUndisturbed();
        assertThat(log).containsExactly("a", "b", "c");
    }

    @Test
    void nobodySleepsTooShort() {
        long sleep = 5_000_000;
        TestProgram.run(scheduler, main -> {
            long start = System.nanoTime();
            return Leave.sleep(sleep, g -> {
                assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(sleep);
                return Leave.exit();
            });
        });
    }
}
