package io.gondola.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.scheduler.Slice.Leave;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BlockingTest {
    private final Scheduler scheduler = Scheduler.workStealing(1);

    @AfterEach
    void noThreadIsLeft() {
        scheduler.close();
        Await.noThreadIsLeft();
    }

    @Test
    void othersRunWhileOneBlocks() {
        CountDownLatch otherRan = new CountDownLatch(1);
        TestProgram.run(scheduler, main -> {
            main.go(g -> {
                otherRan.countDown();
                return Leave.end();
            });
            return main.blocking(() -> Await.latch(otherRan), g -> Leave.exit());
        });

        assertThat(scheduler.stats().handoffs()).isPositive();
    }

    @Test
    void aGoroutineReadiedAfterTheBlockingBeganRunsToo() {
        CountDownLatch blocked = new CountDownLatch(1);
        CountDownLatch otherRan = new CountDownLatch(1);
        TestProgram p = TestProgram.start(
                scheduler,
                main -> main.blocking(
                        () -> {
                            blocked.countDown();
                            Await.latch(otherRan);
                        },
                        g -> Leave.exit()));
        Await.latch(blocked);

        scheduler.spawn(new Scripted(p, g -> {
            otherRan.countDown();
            return Leave.end();
        }));

        p.awaitEnd();
    }

    @Test
    void manyBlockAtOnceOnOneProcessor() {
        int n = 50;
        CountDownLatch all = new CountDownLatch(n);
        AtomicInteger back = new AtomicInteger();
        TestProgram.run(scheduler, main -> {
            for (int i = 0; i < n; i++) {
                main.go(g -> g.blocking(
                        () -> {
                            all.countDown();
                            Await.latch(all); // ends only when all block
                        },
                        h -> {
                            back.incrementAndGet();
                            return Leave.end();
                        }));
            }
            return awaitCount(back, n).run(main);
        });

        assertThat(scheduler.stats().machines()).isGreaterThanOrEqualTo(n);
    }

    private static Slice awaitCount(AtomicInteger count, int n) {
        return g -> count.get() == n ? Leave.exit() : Leave.sleep(1_000_000, awaitCount(count, n));
    }

    @Test
    void codeThatDoesNotBlockForLongKeepsItsProcessor() {
        Thread[] threads = new Thread[2];
        boolean[] sameThread = new boolean[1];
        TestProgram.run(scheduler, main -> {
            threads[0] = Thread.currentThread();
            return main.blocking(() -> {}, g -> {
                sameThread[0] = Thread.currentThread() == threads[0];
                return Leave.exit();
            });
        });

        assertThat(sameThread[0]).isTrue();
    }

    /** Hunts: a goroutine that runs on without a processor, so that two run at once with maxProcs 1. */
    @Test
    void aGoroutineThatFindsNoProcessorWaitsForOne() {
        CountDownLatch busy = new CountDownLatch(1);
        AtomicBoolean release = new AtomicBoolean();
        AtomicInteger running = new AtomicInteger();
        List<String> log = new ArrayList<>();
        TestProgram.run(scheduler, main -> {
            main.go(g -> {
                running.incrementAndGet();
                busy.countDown();
                Await.until("release", release::get);
                Await.pass(20_000_000);
                log.add("busy ends");
                running.decrementAndGet();
                return Leave.end();
            });
            return main.blocking(
                    () -> {
                        Await.latch(busy);
                        release.set(true);
                    },
                    g -> {
                        assertThat(running).hasValue(0);
                        log.add("back");
                        return Leave.exit();
                    });
        });

        assertThat(log).containsExactly("busy ends", "back");
    }

    @Test
    void blockingGoroutinesAreShownAsSystemCalls() {
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch blocked = new CountDownLatch(1);
        TestProgram p = TestProgram.start(
                scheduler,
                main -> main.blocking(
                        () -> {
                            blocked.countDown();
                            Await.latch(release);
                        },
                        g -> Leave.exit()));
        Await.latch(blocked);

        assertThat(p.goroutines())
                .singleElement()
                .satisfies(g -> assertThat(g.state()).isEqualTo(Goroutine.SYSCALL));
        release.countDown();
        p.awaitEnd();
    }

    /**
     * Hunts: a queuer outside that relies on sysmon, asleep for 10 ms, to take the only processor from blocking code.
     */
    @Test
    void aGoroutineReadiedFromOutsideRunsAtOnceThoughTheOnlyProcessorBlocks() {
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch blocked = new CountDownLatch(1);
        TestProgram p = TestProgram.start(
                scheduler,
                main -> main.blocking(
                        () -> {
                            blocked.countDown();
                            Await.latch(release);
                        },
                        g -> Leave.exit()));
        Await.latch(blocked);
        Processor only = ((WorkStealingScheduler) scheduler).pool.processors()[0];
        only.status(Processor.RUNNING); // hidden from sysmon, which would retake it by itself
        Await.pass(30_000_000); // sysmon becomes calm
        only.status(Processor.SYSCALL);

        scheduler.spawn(new Scripted(p, g -> Leave.end()));

        assertThat(only.status()).isNotEqualTo(Processor.SYSCALL); // taken by the thread that spawned
        release.countDown();
        p.awaitEnd();
    }

    /**
     * Hunts: ticks that wait for sysmon, for 10 ms or more, or calls that wait for each other. On a machine that is not
     * busy the latest tick comes less than a millisecond late; here, the best of ten runs counts, as others use the
     * machine, too.
     */
    @Test
    void aTickerKeepsTimeWhileTwoHundredBlockOnOneProcessor() {
        long late = Long.MAX_VALUE;
        long took = Long.MAX_VALUE;
        long start =
                System.nanoTime(); // the best of many: a busy machine is late now and then, a wrong hand-off each time
        while ((late > 5_000_000 || took > 100_000_000) && System.nanoTime() - start < 20_000_000_000L) {
            long[] figures = tickWhileManyBlock(200, 50_000_000);
            late = Math.min(late, figures[0]);
            took = Math.min(took, figures[1]);
        }

        assertThat(late).as("nanoseconds that the latest tick was late").isLessThan(10_000_000);
        assertThat(took).as("nanoseconds for all calls").isBetween(50_000_000L, 150_000_000L);
    }

    private long[] tickWhileManyBlock(int calls, long nanos) {
        long[] figures = new long[2];
        AtomicInteger left = new AtomicInteger(calls);
        TestProgram.run(scheduler, main -> {
            long start = main.scheduler().nanoTime();
            for (int i = 0; i < calls; i++) {
                main.go(g -> g.blocking(() -> LockSupport.parkNanos(nanos), h -> {
                    left.decrementAndGet();
                    return Leave.end();
                }));
            }
            return ticking(start, left, figures, start).run(main);
        });
        return figures;
    }

    private static Slice ticking(long next, AtomicInteger left, long[] figures, long start) {
        return g -> {
            long now = g.scheduler().nanoTime();
            figures[0] = Math.max(figures[0], now - next);
            if (left.get() == 0) {
                figures[1] = now - start;
                return Leave.exit();
            }
            long tick = next + 10_000_000;
            return new Leave(
                    ticking(tick, left, figures, start), h -> h.scheduler().sleepUntil(h, tick));
        };
    }

    /** Plain code, too: what it did to its thread is not for the goroutine that runs there next. */
    @Test
    void anInterruptOfPlainCodeDoesNotReachAnother() {
        AtomicInteger seen = new AtomicInteger();
        int n = 20;
        AtomicInteger left = new AtomicInteger(n);
        TestProgram.run(scheduler, main -> {
            for (int i = 0; i < n; i++) {
                main.go(g -> {
                    seen.addAndGet(Thread.currentThread().isInterrupted() ? 1 : 0);
                    Thread.currentThread().interrupt();
                    return left.decrementAndGet() == 0 ? Leave.exit() : Leave.end();
                });
            }
            return Leave.park(new ParkingLot(), g -> Leave.end());
        });

        assertThat(seen).hasValue(0);
    }

    /** Code that was interrupted and restored the flag must not make the next one's blocking code fail. */
    @Test
    void anInterruptOfOneGoroutineDoesNotReachAnother() {
        AtomicBoolean seen = new AtomicBoolean();
        TestProgram.run(scheduler, main -> {
            main.go(g -> g.blocking(() -> seen.set(Thread.interrupted()), h -> Leave.exit()));
            Thread.currentThread().interrupt();
            return Leave.park(new ParkingLot(), h -> Leave.end());
        });

        assertThat(seen).isFalse();
    }

    @Test
    void aMachineThatWasInterruptedWhileIdleStillServes() {
        TestProgram.run(scheduler, main -> Leave.exit());
        Await.gondolaThreads().forEach(Thread::interrupt);
        Await.pass(5_000_000);

        TestProgram.run(scheduler, main -> Leave.sleep(1_000_000, g -> Leave.exit()));
    }
}
