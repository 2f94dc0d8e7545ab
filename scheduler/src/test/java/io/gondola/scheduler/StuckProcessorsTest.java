package io.gondola.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.scheduler.Slice.Leave;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What waits behind a long step of Java code runs elsewhere, though every other processor always has something of its
 * own. The long step ends only when what it holds up has run: nothing depends on how fast the machine is.
 */
@SuppressWarnings("NullAway") // each test makes what it needs
class StuckProcessorsTest {
    private static final int WAITERS = 5;
    private final AtomicBoolean stop = new AtomicBoolean();
    private final CountDownLatch ran = new CountDownLatch(WAITERS);
    private final AtomicInteger others = new AtomicInteger();
    private Scheduler scheduler;

    @AfterEach
    void noThreadIsLeft() {
        stop.set(true);
        scheduler.close();
        Await.noThreadIsLeft();
    }

    /** What the other processor does all the time. */
    private enum Busy {
        YIELDS,
        STEPS,
        HANDS_OVER
    }

    private Slice busy(Busy how) {
        ParkingLot ping = new ParkingLot();
        ParkingLot pong = new ParkingLot();
        return switch (how) {
            case YIELDS -> this::yields;
            case STEPS -> this::steps;
            case HANDS_OVER ->
                g -> {
                    g.go(h -> answer(pong, ping));
                    return answer(ping, pong);
                };
        };
    }

    private Leave yields(Scripted g) {
        others.incrementAndGet();
        return stop.get() ? Leave.end() : Leave.gosched(this::yields);
    }

    private Leave steps(Scripted g) {
        others.incrementAndGet();
        while (!stop.get()) {
            if (!g.step()) {
                return Leave.preempted(this::steps);
            }
        }
        return Leave.end();
    }

    private Leave answer(ParkingLot mine, ParkingLot theirs) {
        others.incrementAndGet();
        theirs.release();
        return stop.get() ? Leave.end() : Leave.park(mine, g -> answer(mine, theirs));
    }

    private Leave waiter(Scripted g) {
        ran.countDown();
        return Leave.end();
    }

    private static void startElsewhere(Scripted main, Slice busy, AtomicInteger runs) {
        main.go(busy);
        Await.until("it runs on another processor", () -> runs.get() > 0);
    }

    /** Hunts: goroutines in the queue of a processor, and in its runNext, that wait for the end of one long step. */
    @ParameterizedTest
    @EnumSource
    void goroutinesQueuedBehindALongStepRunElsewhere(Busy how) {
        scheduler = Scheduler.workStealing(2);
        TestProgram.run(scheduler, main -> {
            startElsewhere(main, busy(how), others);
            for (int i = 0; i < WAITERS; i++) {
                main.go(this::waiter);
            }
            Await.latch(ran);
            return Leave.exit();
        });

        assertThat(ran.getCount()).isZero();
    }

    /** Hunts: as before, of two processors that are stuck; the third one yields all the time. */
    @Test
    void oneProcessorServesAllThatAreStuck() {
        scheduler = Scheduler.workStealing(3);
        CountDownLatch second = new CountDownLatch(1);
        TestProgram.run(scheduler, main -> {
            startElsewhere(main, busy(Busy.YIELDS), others);
            AtomicInteger stuck = new AtomicInteger();
            startElsewhere(
                    main,
                    g -> {
                        g.go(h -> {
                            second.countDown();
                            return Leave.end();
                        });
                        stuck.incrementAndGet();
                        Await.latch(second);
                        Await.latch(ran);
                        return Leave.end();
                    },
                    stuck);
            for (int i = 0; i < WAITERS; i++) {
                main.go(this::waiter);
            }
            Await.latch(ran);
            Await.latch(second);
            return Leave.exit();
        });

        assertThat(ran.getCount()).isZero();
    }

    /** Hunts: what a step readies when it has been long for some time already. */
    @Test
    void goroutinesThatALongStepReadiesLateRunElsewhereToo() {
        scheduler = Scheduler.workStealing(2);
        TestProgram.run(scheduler, main -> {
            startElsewhere(main, busy(Busy.STEPS), others);
            for (int i = 0; i < WAITERS; i++) {
                long left = ran.getCount() - 1;
                main.go(this::waiter);
                Await.until("it ran", () -> ran.getCount() == left);
            }
            return Leave.exit();
        });

        assertThat(ran.getCount()).isZero();
    }

    /** Hunts: a goroutine locked to a thread that waits in the queue, or that holds it up. */
    @Test
    void lockedGoroutinesWaitAndHoldUpAsOthersDo() {
        scheduler = Scheduler.workStealing(2);
        CountDownLatch lockedRan = new CountDownLatch(1);
        ParkingLot lot = new ParkingLot();
        AtomicBoolean parks = new AtomicBoolean();
        TestProgram.run(scheduler, main -> {
            main.go(g -> locked(g, h -> {
                parks.set(true);
                return Leave.park(lot, i -> {
                    lockedRan.countDown();
                    return Leave.end();
                });
            }));
            Await.until("it parks", parks::get);
            startElsewhere(main, busy(Busy.YIELDS), others);
            return locked(main, g -> {
                lot.release();
                for (int i = 0; i < WAITERS; i++) {
                    g.go(this::waiter);
                }
                Await.latch(ran);
                Await.latch(lockedRan);
                return Leave.exit();
            });
        });

        assertThat(lockedRan.getCount()).isZero();
    }

    private static Leave locked(Scripted g, Slice then) {
        return g.scheduler().lockThread(g)
                ? then.run(g)
                : new Leave(
                        h -> {
                            assertThat(h.scheduler().lockThread(h)).isTrue();
                            h.scheduler().unlockThread(h);
                            return then.run(h);
                        },
                        h -> h.scheduler().runLocked(h));
    }

    /** Hunts: a timer that belongs to a processor which is stuck. */
    @Test
    void sleepersOfAStuckProcessorWake() {
        scheduler = Scheduler.workStealing(2);
        CountDownLatch woke = new CountDownLatch(1);
        TestProgram.run(scheduler, main -> {
            startElsewhere(main, busy(Busy.YIELDS), others);
            return Leave.sleep(1, g -> {
                g.go(h -> Leave.sleep(5_000_000, i -> {
                    woke.countDown();
                    return Leave.end();
                }));
                Await.latch(woke);
                return Leave.exit();
            });
        });

        assertThat(woke.getCount()).isZero();
    }

    /** With one processor there is nobody to hand on to: Go preempts the step there, Java cannot. */
    @Test
    void withOneProcessorTheyWaitForTheEndOfTheStep() {
        scheduler = Scheduler.workStealing(1);
        boolean[] ranDuringTheStep = new boolean[1];
        TestProgram.run(scheduler, main -> {
            for (int i = 0; i < WAITERS; i++) {
                main.go(this::waiter);
            }
            ranDuringTheStep[0] = Await.within(50_000_000, () -> ran.getCount() < WAITERS);
            return untilAllRan(main);
        });

        assertThat(ranDuringTheStep[0]).isFalse();
        assertThat(ran.getCount()).isZero();
    }

    private Leave untilAllRan(Scripted g) {
        return ran.getCount() == 0 ? Leave.exit() : Leave.gosched(this::untilAllRan);
    }
}
