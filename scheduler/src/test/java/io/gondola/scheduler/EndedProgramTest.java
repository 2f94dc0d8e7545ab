package io.gondola.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gondola.scheduler.Slice.Leave;
import io.gondola.scheduler.deterministic.RandomWalk;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A runtime that lives for long must not keep what its programs left. */
@SuppressWarnings("NullAway") // nulls are what is refused
class EndedProgramTest {
    private static final long HOUR = 3_600_000_000_000L;

    private final Scheduler scheduler = Scheduler.workStealing(2);

    @AfterEach
    void noThreadIsLeft() {
        scheduler.close();
        Await.noThreadIsLeft();
    }

    private static void assertGarbage(WeakReference<?> program) {
        assertThat(Await.within(3_000_000_000L, () -> {
                    System.gc();
                    return program.get() == null;
                }))
                .as("the program is garbage")
                .isTrue();
    }

    private WeakReference<TestProgram> ran(Slice main) {
        return new WeakReference<>(TestProgram.run(scheduler, main));
    }

    @Test
    void anEndedProgramIsGarbage() {
        assertGarbage(ran(main -> Leave.exit()));
    }

    @Test
    void aProgramWhoseGoroutinesWaitAndSleepIsGarbageWhenItHasEnded() {
        assertGarbage(ran(main -> {
            ParkingLot lot = new ParkingLot();
            for (int i = 0; i < 500; i++) {
                main.go(g -> Leave.park(lot, h -> Leave.end()));
                main.go(g -> Leave.sleep(HOUR, h -> Leave.end()));
            }
            TestTimer t = TestTimer.once(main.program());
            main.scheduler().arm(t, HOUR);
            return Leave.gosched(g -> Leave.gosched(h -> Leave.exit()));
        }));
    }

    /** Hunts: a list of goroutines that is as long as it ever was, full of dead ones. */
    @Test
    void aRunningProgramDoesNotKeepTheGoroutinesOfABurst() {
        List<WeakReference<Scripted>> burst = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch over = new CountDownLatch(1);
        TestProgram p = TestProgram.start(scheduler, main -> {
            for (int i = 0; i < 20_000; i++) {
                main.go(g -> {
                    burst.add(new WeakReference<>(g));
                    return Leave.sleep(50_000_000, h -> Leave.end());
                });
            }
            return Leave.sleep(300_000_000, g -> main.blocking(() -> Await.latch(over), h -> Leave.exit()));
        });
        Await.until("all have run", () -> burst.size() == 20_000);

        boolean most = Await.within(30_000_000_000L, () -> {
            System.gc();
            return burst.stream().filter(r -> r.get() != null).count() < 5_000;
        });
        over.countDown();
        p.awaitEnd();

        assertThat(most).as("most are garbage while the program goes on").isTrue();
    }

    private static boolean mostAreGarbage(List<? extends WeakReference<?>> burst) {
        return Await.within(30_000_000_000L, () -> {
            System.gc();
            synchronized (burst) {
                return burst.stream().filter(r -> r.get() != null).count() < 5_000;
            }
        });
    }

    /** Hunts: a list that belongs to a processor which serves another program by then, and never rests. */
    @Test
    void aProgramThatIsNoLongerServedDoesNotKeepTheGoroutinesOfABurst() {
        List<WeakReference<Scripted>> burst = Collections.synchronizedList(new ArrayList<>());
        ParkingLot lot = new ParkingLot();
        scheduler.outsiders(1);
        TestProgram waiting = TestProgram.start(scheduler, main -> {
            for (int i = 0; i < 20_000; i++) {
                main.go(g -> {
                    burst.add(new WeakReference<>(g));
                    return Leave.sleep(50_000_000, h -> Leave.end());
                });
            }
            return Leave.park(lot, g -> Leave.exit());
        });
        TestProgram busy = TestProgram.start(scheduler, main -> {
            main.go(spawning());
            return spawning().run(main);
        });
        Await.until("all have run", () -> burst.size() == 20_000);

        boolean most = mostAreGarbage(burst);
        busy.finish();
        lot.release();
        waiting.awaitEnd();
        scheduler.outsiders(-1);

        assertThat(most).as("most are garbage while the program waits").isTrue();
    }

    private static Slice spawning() {
        return g -> {
            if (g.program().ended()) {
                return Leave.end();
            }
            g.go(h -> Leave.end());
            return Leave.gosched(spawning());
        };
    }

    @Test
    void goroutinesThatWereStartedFromOutsideAreGarbageWhenTheyHaveEnded() {
        List<WeakReference<Scripted>> burst = new ArrayList<>();
        ParkingLot lot = new ParkingLot();
        scheduler.outsiders(1);
        TestProgram p = TestProgram.start(scheduler, main -> Leave.park(lot, g -> Leave.exit()));
        for (int i = 0; i < 20_000; i++) {
            Scripted g = new Scripted(p, h -> Leave.sleep(50_000_000, k -> Leave.end()));
            burst.add(new WeakReference<>(g));
            scheduler.spawn(g);
        }

        boolean most = mostAreGarbage(burst);
        lot.release();
        p.awaitEnd();
        scheduler.outsiders(-1);

        assertThat(most).as("most are garbage while the program waits").isTrue();
    }

    /** Hunts: a goroutine that still runs when its program ends, and then goes to sleep. */
    @Test
    void aGoroutineThatSleepsAfterTheEndDoesNotKeepItsProgram() {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch left = new CountDownLatch(1);
        WeakReference<TestProgram> p = ran(main -> {
            main.go(g -> {
                running.countDown();
                Await.until("the end", g.program()::ended);
                Await.pass(10_000_000);
                return new Leave(null, h -> {
                    h.scheduler().sleepUntil(h, HOUR);
                    left.countDown();
                });
            });
            Await.latch(running);
            return Leave.exit();
        });
        Await.latch(left);

        assertGarbage(p);
    }

    @Test
    void aProcessorThatIsOneTooManyDoesNotKeepAProgram() {
        scheduler.setMaxProcs(8);
        WeakReference<TestProgram> p = ran(main -> {
            for (int i = 0; i < 64; i++) {
                main.go(g -> {
                    g.go(h -> Leave.end());
                    Await.pass(500_000);
                    return Leave.end();
                });
            }
            return Leave.sleep(20_000_000, g -> {
                g.scheduler().setMaxProcs(1);
                return Leave.sleep(20_000_000, h -> Leave.exit());
            });
        });

        assertGarbage(p);
    }

    @Test
    void aDeterministicSchedulerKeepsNoProgramEither() {
        Scheduler s = new RandomWalk(1);
        TestProgram p = TestProgram.run(s, main -> {
            main.go(g -> Leave.sleep(HOUR, h -> Leave.end()));
            main.go(g -> Leave.park(new ParkingLot(), h -> Leave.end()));
            return Leave.sleep(1, g -> Leave.exit());
        });
        WeakReference<TestProgram> ended = new WeakReference<>(p);
        p = null;

        assertGarbage(ended);
        assertThat(s.stats().goroutines()).isZero();
    }

    /** Hunts: a program that is registered and queued before its thread learns that another one drives. */
    @Test
    void aProgramThatIsRefusedBecauseAnotherOneRunsLeavesNoGoroutineBehind() {
        Scheduler s = new RandomWalk(1);
        boolean[] ran = new boolean[1];
        TestProgram.run(s, main -> {
            TestProgram second = new TestProgram(s);
            assertThatThrownBy(() -> {
                        s.start(second, new Scripted(second, g -> {
                            ran[0] = true;
                            return Leave.exit();
                        }));
                        s.drive(second);
                    })
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("one program at a time");
            return Leave.sleep(1, g -> Leave.exit());
        });

        assertThat(ran[0]).isFalse();
    }
}
