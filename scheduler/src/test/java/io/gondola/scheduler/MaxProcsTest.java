package io.gondola.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gondola.scheduler.Slice.Leave;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings("NullAway") // what is looked for is there
class MaxProcsTest {
    private final Scheduler scheduler = Scheduler.workStealing(2);
    private final AtomicBoolean stop = new AtomicBoolean();

    @AfterEach
    void noThreadIsLeft() {
        stop.set(true);
        scheduler.close();
        Await.noThreadIsLeft();
    }

    @Test
    void theFormerNumberIsReturned() {
        assertThat(scheduler.setMaxProcs(5)).isEqualTo(2);
        assertThat(scheduler.setMaxProcs(1)).isEqualTo(5);
        assertThat(scheduler.maxProcs()).isEqualTo(1);
        assertThat(scheduler.stats().maxProcs()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 1025, Integer.MIN_VALUE, Integer.MAX_VALUE})
    void numbersThatMakeNoSenseAreRefused(int n) {
        assertThatThrownBy(() -> scheduler.setMaxProcs(n))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("n must be from 1 to 1024: " + n);
        assertThatThrownBy(() -> Scheduler.workStealing(n))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("maxProcs must be from 1 to 1024: " + n);
    }

    @Test
    void moreRunAtOnceAfterRaising() {
        scheduler.setMaxProcs(1);
        CountDownLatch all = new CountDownLatch(4);
        TestProgram p = TestProgram.start(scheduler, main -> {
            for (int i = 0; i < 4; i++) {
                main.go(g -> {
                    all.countDown();
                    Await.latch(all); // plain Java code, which keeps its processor
                    return Leave.end();
                });
            }
            return Leave.sleep(1_000_000, g -> Leave.sleep(1_000_000, h -> Leave.exit()));
        });

        scheduler.setMaxProcs(4);

        p.awaitEnd();
        assertThat(all.getCount()).isZero();
    }

    /** Steps for ever and counts who does so at this moment. */
    private Slice busy(AtomicInteger running) {
        return g -> {
            running.incrementAndGet();
            while (!stop.get()) {
                if (!g.step()) {
                    running.decrementAndGet();
                    return Leave.preempted(busy(running));
                }
            }
            return Leave.end();
        };
    }

    /** Hunts: a goroutine that never parks keeps a processor that is one too many. */
    @Test
    void fewerRunAtOnceAfterLoweringEvenIfTheyNeverPark() {
        AtomicInteger running = new AtomicInteger();
        TestProgram p = TestProgram.start(scheduler, main -> {
            main.go(busy(running));
            main.go(busy(running));
            return Leave.park(new ParkingLot(), g -> Leave.end());
        });
        Await.until("two run", () -> running.get() == 2);

        scheduler.setMaxProcs(1);

        Await.until("one runs", () -> running.get() <= 1);
        assertThat(Await.within(100_000_000, () -> running.get() > 1)).isFalse();
        p.finish();
    }

    /**
     * Hunts: a goroutine on a processor that is one too many yields; its machine counts on itself to find it again, but
     * then gives up its processor, and the remaining processor is idle.
     */
    @RepeatedTest(3)
    void aGoroutineThatYieldsOnASurplusProcessorGoesOnElsewhere() {
        AtomicInteger yields = new AtomicInteger();
        CountDownLatch bothRun = new CountDownLatch(2);
        CountDownLatch lowered = new CountDownLatch(1);
        TestProgram p = TestProgram.start(scheduler, main -> {
            for (int i = 0; i < 2; i++) {
                main.go(g -> {
                    bothRun.countDown();
                    Await.latch(bothRun);
                    Thread mine = Thread.currentThread();
                    if (((Machine) mine).p.id == 0) {
                        return Leave.park(new ParkingLot(), h -> Leave.end());
                    }
                    Await.latch(lowered);
                    return Leave.gosched(h -> {
                        yields.incrementAndGet();
                        return Leave.exit();
                    });
                });
            }
            return Leave.park(new ParkingLot(), g -> Leave.end());
        });
        Await.latch(bothRun);
        Await.pass(50_000_000); // the other processor becomes idle, and sysmon calm

        scheduler.setMaxProcs(1);
        lowered.countDown();

        p.awaitEnd();
        assertThat(yields).hasValue(1);
    }

    @Test
    void blockingCodeMayReturnToAProcessorThatIsOneTooMany() {
        CountDownLatch blocked = new CountDownLatch(2);
        CountDownLatch release = new CountDownLatch(1);
        AtomicInteger back = new AtomicInteger();
        TestProgram p = TestProgram.start(scheduler, main -> {
            for (int i = 0; i < 2; i++) {
                main.go(g -> g.blocking(
                        () -> {
                            blocked.countDown();
                            Await.latch(release);
                        },
                        h -> back.incrementAndGet() == 2 ? Leave.exit() : Leave.end()));
            }
            return Leave.park(new ParkingLot(), g -> Leave.end());
        });
        Await.latch(blocked);

        scheduler.setMaxProcs(1);
        scheduler.setMaxProcs(3);
        scheduler.setMaxProcs(1);
        release.countDown();

        p.awaitEnd();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void nobodyIsLostWhileTheNumberGoesUpAndDown(long seed) {
        Random random = new Random(seed);
        int goroutines = 200;
        int rounds = 100;
        AtomicInteger slices = new AtomicInteger();
        AtomicInteger left = new AtomicInteger(goroutines);
        TestProgram p = TestProgram.start(scheduler, main -> {
            for (int i = 0; i < goroutines; i++) {
                main.go(working(rounds, slices, left));
            }
            return Leave.park(new ParkingLot(), g -> Leave.end());
        });

        while (!p.ended() && left.get() > 0) {
            scheduler.setMaxProcs(1 + random.nextInt(8));
            assertThat(p.deadlocked()).isFalse();
            Await.pass(300_000);
        }
        p.awaitEnd();

        assertThat(slices).hasValue(goroutines * (rounds + 1));
    }

    private static Slice working(int rounds, AtomicInteger slices, AtomicInteger left) {
        return g -> {
            slices.incrementAndGet();
            if (rounds == 0) {
                return left.decrementAndGet() == 0 ? Leave.exit() : Leave.end();
            }
            Slice next = working(rounds - 1, slices, left);
            return switch (g.scheduler().random(4)) {
                case 0 -> g.blocking(() -> {}, next);
                case 1 -> Leave.sleep(g.scheduler().random(100_000), next);
                default -> Leave.gosched(next);
            };
        };
    }

    /** As if a machine had found its processor to be too many, and there were more again when it had left it. */
    @Test
    void theNextToRunIsFoundAfterItsProcessorBecameIdle() {
        WorkStealingScheduler scheduler = new WorkStealingScheduler(SchedulerOptions.processors(1)).start();
        try {
            TestProgram program = new TestProgram(scheduler);
            Processor left = scheduler.pool.acquireIdle();
            left.putNext(new Scripted(program, g -> Leave.exit()));

            scheduler.pool.release(left);

            program.awaitEnd();
        } finally {
            scheduler.close();
        }
    }
}
