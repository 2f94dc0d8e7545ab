package io.gondola.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.scheduler.Slice.Leave;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
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
    void whoIsReadiedAfterTheBlockingBeganRunsToo() {
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
    void whoFindsNoProcessorWaitsForOne() {
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
    void whatBlocksIsShownAsSystemCall() {
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
