package io.gondola.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gondola.scheduler.Slice.Leave;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CloseTest {
    private final Scheduler scheduler = Scheduler.workStealing(2);
    private final CountDownLatch never = new CountDownLatch(1);
    private final AtomicBoolean interrupted = new AtomicBoolean();

    @AfterEach
    void noThreadIsLeft() {
        scheduler.close();
        never.countDown();
        Await.noThreadIsLeft();
    }

    private void blockUntilInterrupted() {
        try {
            assertThat(never.await(8, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            interrupted.set(true);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 8})
    void noThreadIsLeftWhenCloseReturns(int procs) {
        Scheduler s = Scheduler.workStealing(procs);
        scheduler.close();
        TestProgram p = TestProgram.start(s, main -> {
            for (int i = 0; i < 100; i++) {
                main.go(g -> Leave.sleep(60_000_000_000L, h -> Leave.end()));
                main.go(g -> Leave.park(new ParkingLot(), h -> Leave.end()));
            }
            return Leave.park(new ParkingLot(), h -> Leave.end());
        });

        s.close();

        assertThat(Await.gondolaThreads()).isEmpty();
        assertThat(p.abortedBy()).isInstanceOf(CancellationException.class);
    }

    @Test
    void closingAnUnusedSchedulerLeavesNoThread() {
        scheduler.close();

        assertThat(Await.gondolaThreads()).isEmpty();
        assertThat(scheduler.closed()).isTrue();
    }

    @Test
    void closingTwiceIsHarmless() {
        scheduler.close();
        scheduler.close();

        assertThat(scheduler.closed()).isTrue();
    }

    @Test
    void aClosedSchedulerStartsNothing() {
        scheduler.close();

        TestProgram p = new TestProgram(scheduler);
        Scripted main = new Scripted(p, g -> Leave.exit());
        assertThatThrownBy(() -> scheduler.start(p, main))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("runtime is closed");
    }

    @Test
    void codeThatBlocksIsInterrupted() {
        CountDownLatch blocked = new CountDownLatch(1);
        TestProgram.start(
                scheduler,
                main -> main.blocking(
                        () -> {
                            blocked.countDown();
                            blockUntilInterrupted();
                        },
                        g -> Leave.exit()));
        Await.latch(blocked);
        long start = System.nanoTime();

        scheduler.close();

        assertThat(interrupted).isTrue();
        assertThat(System.nanoTime() - start).isLessThan(1_500_000_000);
    }

    /** Hunts: close looks for blocked threads while this one is in a step before its blocking code. */
    @Test
    void codeThatBlocksAfterCloseHasLookedIsInterruptedToo() {
        CountDownLatch running = new CountDownLatch(1);
        TestProgram.start(scheduler, main -> {
            running.countDown();
            Await.until("close has begun", scheduler::closed);
            Await.pass(50_000_000);
            return main.blocking(this::blockUntilInterrupted, g -> Leave.exit());
        });
        Await.latch(running);
        long start = System.nanoTime();

        scheduler.close();

        assertThat(System.nanoTime() - start).isLessThan(1_500_000_000);
    }

    @Test
    void aGoroutineMayCloseItsOwnScheduler() {
        TestProgram p = TestProgram.start(scheduler, main -> {
            scheduler.close();
            return Leave.exit();
        });

        p.awaitEnd();
        Await.noThreadIsLeft();
    }

    @Test
    void anInterruptedCloserStaysInterrupted() {
        TestProgram.run(scheduler, main -> Leave.exit());
        Thread.currentThread().interrupt();

        scheduler.close();

        assertThat(Thread.interrupted()).isTrue();
    }

    /** Hunts: a close that waits for each stuck thread in turn. */
    @Test
    void closeWaitsForABoundedTimeHoweverManyAreStuck() {
        AtomicBoolean release = new AtomicBoolean();
        CountDownLatch stuck = new CountDownLatch(3);
        TestProgram.start(scheduler, main -> {
            for (int i = 0; i < 3; i++) {
                main.go(g -> g.blocking(
                        () -> {
                            stuck.countDown();
                            while (!release.get()) {
                                Await.within(1_000_000, release::get); // heeds no interrupt
                                interrupted.compareAndSet(false, Thread.interrupted());
                            }
                        },
                        h -> Leave.end()));
            }
            return Leave.park(new ParkingLot(), g -> Leave.end());
        });
        Await.latch(stuck);
        long start = System.nanoTime();

        scheduler.close();
        long took = System.nanoTime() - start;
        release.set(true);

        assertThat(took).isLessThan(4_000_000_000L);
    }

    /** A goroutine that breaks its contract, or an error of the virtual machine. */
    @Test
    void aFailedMachineEndsItsProgramsAndDoesNotLeaveTheNextOneHanging() {
        Scheduler one = Scheduler.workStealing(1);
        TestProgram failing = new TestProgram(one);
        one.start(failing, new Goroutine(failing) {
            @Override
            public void run() {
                throw new OutOfMemoryError("simulated");
            }

            @Override
            public boolean mayBeReadiedFromOutside() {
                return false;
            }
        });
        failing.awaitEnd();
        assertThat(failing.abortedBy()).hasMessage("simulated");

        TestProgram next = new TestProgram(one);
        try {
            one.start(next, new Scripted(next, g -> Leave.exit()));
            next.awaitEnd();
        } catch (IllegalStateException e) {
            assertThat(e).hasMessageContaining("closed");
        } finally {
            one.close();
        }
    }
}
