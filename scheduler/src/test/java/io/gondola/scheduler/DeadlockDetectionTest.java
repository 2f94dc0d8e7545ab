package io.gondola.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.scheduler.Slice.Leave;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** When a program is told that it is deadlocked, and when it is not: see go-semantics.md, 4.3. */
@SuppressWarnings("NullAway") // what is looked for is there
class DeadlockDetectionTest {
    private static final long A_WHILE = 60_000_000;

    private final Scheduler scheduler = Scheduler.workStealing(2);
    private final ParkingLot never = new ParkingLot();

    @AfterEach
    void noThreadIsLeft() {
        scheduler.close();
        Await.noThreadIsLeft();
    }

    private Slice parked() {
        return g -> Leave.park(never, h -> Leave.exit());
    }

    private static void assertNotDeadlockedForAWhile(TestProgram p) {
        assertThat(Await.within(A_WHILE, p::ended)).isFalse();
    }

    @RepeatedTest(20)
    void aMainThatWaitsForeverIsDeadlocked() {
        assertThat(TestProgram.start(scheduler, parked()).awaitEnd().deadlocked())
                .isTrue();
    }

    @Test
    void aMainThatEndsWithoutItsProgramIsDeadlocked() {
        assertThat(TestProgram.start(scheduler, main -> Leave.end()).awaitEnd().deadlocked())
                .isTrue();
    }

    @RepeatedTest(10)
    void manyThatWaitAreDeadlockedWhenTheLastOneParks() {
        TestProgram p = TestProgram.start(scheduler, main -> {
            for (int i = 0; i < 300; i++) {
                main.go(g -> Leave.gosched(parked()));
            }
            return parked().run(main);
        });

        assertThat(p.awaitEnd().deadlocked()).isTrue();
        assertThat(p.asleep()).hasSize(301);
        Await.until("its goroutines are let go", () -> p.goroutines().isEmpty());
    }

    @Test
    void aSleeperHoldsItOffUntilItsEnd() {
        long start = System.nanoTime();
        TestProgram p = TestProgram.start(scheduler, main -> {
            main.go(g -> Leave.sleep(A_WHILE, h -> Leave.end()));
            return parked().run(main);
        });

        assertThat(p.awaitEnd().deadlocked()).isTrue();
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(A_WHILE);
    }

    @Test
    void aTimerThatMayReadySomebodyHoldsItOff() {
        AtomicReference<TestTimer> timer = new AtomicReference<>();
        TestProgram p = TestProgram.start(scheduler, main -> {
            timer.set(new TestTimer(main.program(), now -> {
                never.release();
                return Long.MAX_VALUE;
            }));
            scheduler.arm(timer.get(), scheduler.nanoTime() + A_WHILE);
            return parked().run(main);
        });

        assertThat(p.awaitEnd().deadlocked()).isFalse();
    }

    @Test
    void aTimerThatReadiesNobodyDoesNot() {
        TestProgram p = TestProgram.start(scheduler, main -> {
            TestTimer t = TestTimer.once(main.program());
            t.holdsOff = false;
            scheduler.arm(t, scheduler.nanoTime() + 1_000_000 * A_WHILE);
            return parked().run(main);
        });

        assertThat(p.awaitEnd().deadlocked()).isTrue();
    }

    @Test
    void aTimerThatWasStoppedDoesNot() {
        TestProgram p = TestProgram.start(scheduler, main -> {
            TestTimer t = TestTimer.once(main.program());
            scheduler.arm(t, scheduler.nanoTime() + 1_000_000 * A_WHILE);
            scheduler.disarm(t);
            return parked().run(main);
        });

        assertThat(p.awaitEnd().deadlocked()).isTrue();
    }

    @Test
    void codeThatBlocksHoldsItOffUntilItsEnd() {
        CountDownLatch release = new CountDownLatch(1);
        TestProgram p = TestProgram.start(scheduler, main -> {
            main.go(g -> g.blocking(() -> Await.latch(release), h -> Leave.end()));
            return parked().run(main);
        });

        assertNotDeadlockedForAWhile(p);
        release.countDown();
        assertThat(p.awaitEnd().deadlocked()).isTrue();
    }

    @Test
    void anAttachedThreadHoldsItOffUntilItLeaves() {
        scheduler.outsiders(1);
        TestProgram p = TestProgram.start(scheduler, parked());

        assertNotDeadlockedForAWhile(p);
        scheduler.outsiders(-1);
        assertThat(p.awaitEnd().deadlocked()).isTrue();
    }

    @Test
    void aWaitForAPartyOutsideHoldsItOff() {
        AtomicReference<Goroutine> waiting = new AtomicReference<>();
        TestProgram p = TestProgram.start(scheduler, main -> {
            main.go(g -> Leave.parkOutside(waiting::set, h -> Leave.end()));
            return parked().run(main);
        });

        Await.until("it waits", () -> waiting.get() != null);
        assertNotDeadlockedForAWhile(p);
        waiting.get().wake();
        assertThat(p.awaitEnd().deadlocked()).isTrue();
    }

    @Test
    void aProgramIsNotDeadlockedWhileAnotherOneRuns() {
        CountDownLatch release = new CountDownLatch(1);
        TestProgram other =
                TestProgram.start(scheduler, main -> main.blocking(() -> Await.latch(release), g -> Leave.exit()));
        TestProgram p = TestProgram.start(scheduler, parked());

        assertNotDeadlockedForAWhile(p);
        release.countDown();
        other.awaitEnd();
        assertThat(p.awaitEnd().deadlocked()).isTrue();
    }

    /** What held the report off goes away without any goroutine's doing: another thread cancels the other program. */
    @Test
    void aProgramIsToldWhenTheSleeperOfACancelledProgramIsGone() {
        TestProgram other = TestProgram.start(scheduler, main -> Leave.sleep(1_000_000 * A_WHILE, g -> Leave.exit()));
        TestProgram p = TestProgram.start(scheduler, parked());
        assertNotDeadlockedForAWhile(p);

        other.finish();

        assertThat(p.awaitEnd().deadlocked()).isTrue();
    }
}
