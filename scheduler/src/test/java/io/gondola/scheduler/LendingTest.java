package io.gondola.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gondola.scheduler.Slice.Leave;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Processors that are lent while steps of plain Java code hold others. */
@SuppressWarnings("NullAway") // each test makes what it needs
class LendingTest {
    private final CountDownLatch release = new CountDownLatch(1);
    private WorkStealingScheduler scheduler;

    private void open(int procs, int lent) {
        SchedulerOptions options = SchedulerOptions.processors(procs).withLentProcessors(lent);
        scheduler = (WorkStealingScheduler) Scheduler.workStealing(options);
    }

    @AfterEach
    void noThreadIsLeft() {
        release.countDown();
        scheduler.close();
        Await.noThreadIsLeft();
    }

    private TestProgram startLongSteps(int n, AtomicInteger running) {
        return TestProgram.start(scheduler, main -> {
            for (int i = 0; i < n; i++) {
                main.go(g -> {
                    running.incrementAndGet();
                    Await.latch(release);
                    running.decrementAndGet();
                    return Leave.end();
                });
            }
            return Leave.park(new ParkingLot(), g -> Leave.end());
        });
    }

    @Test
    void othersRunDuringALongStep() {
        open(1, 1);
        CountDownLatch ran = new CountDownLatch(1);

        TestProgram.run(scheduler, main -> {
            main.go(g -> {
                ran.countDown();
                return Leave.end();
            });
            Await.latch(ran); // one long step, on the only processor
            return Leave.exit();
        });

        assertThat(ran.getCount()).isZero();
    }

    @Test
    void nothingIsLentUnlessAskedFor() {
        open(1, 0);
        AtomicInteger running = new AtomicInteger();
        TestProgram p = startLongSteps(2, running);
        Await.until("one runs", () -> running.get() == 1);

        assertThat(Await.within(80_000_000, () -> running.get() > 1)).isFalse();
        p.finish();
    }

    /** Hunts: loans that beget loans, since a lent processor may be held by a long step, too. */
    @Test
    void noMoreAreLentThanAllowed() {
        open(2, 2);
        AtomicInteger running = new AtomicInteger();
        TestProgram p = startLongSteps(10, running);

        Await.until("four run", () -> running.get() == 4);
        assertThat(Await.within(80_000_000, () -> running.get() > 4)).isFalse();
        assertThat(scheduler.maxProcs()).isEqualTo(2);
        assertThat(scheduler.stats().maxProcs()).isEqualTo(2);
        p.finish();
    }

    @Test
    void lentProcessorsAreTakenBackWhenTheStepEnds() {
        open(1, 3);
        AtomicInteger running = new AtomicInteger();
        TestProgram p = startLongSteps(3, running);
        Await.until("three run", () -> running.get() == 3);

        release.countDown();

        Await.until("all is back", () -> scheduler.pool.lent() == 0 && scheduler.pool.maxProcs() == 1);
        p.finish();
    }

    /** The goroutine goes on after its long step, without leaving its processor, since nobody else wants it. */
    @Test
    void aStepThatEndsGivesBackThoughItsGoroutineGoesOn() {
        open(1, 1);
        AtomicInteger running = new AtomicInteger();
        TestProgram p = TestProgram.start(scheduler, main -> {
            main.go(g -> {
                running.incrementAndGet();
                return Leave.end();
            });
            Await.until("the other ran", () -> running.get() == 1);
            while (main.step()) {
                Thread.onSpinWait();
            }
            return Leave.end();
        });

        Await.until("it is back", () -> running.get() == 1 && scheduler.pool.lent() == 0);
        p.finish();
    }

    @Test
    void setMaxProcsCountsWithoutWhatIsLent() {
        open(1, 2);
        AtomicInteger running = new AtomicInteger();
        TestProgram p = startLongSteps(8, running);
        Await.until("three run", () -> running.get() == 3);

        assertThat(scheduler.setMaxProcs(3)).isEqualTo(1);
        Await.until("five run", () -> running.get() == 5);
        assertThat(scheduler.setMaxProcs(1)).isEqualTo(3);
        assertThat(scheduler.maxProcs()).isEqualTo(1);

        release.countDown();
        Await.until("all is back", () -> scheduler.pool.maxProcs() == 1);
        p.finish();
    }

    @Test
    void numbersThatMakeNoSenseAreRefused() {
        open(1, 0);
        assertThatThrownBy(() -> SchedulerOptions.processors(1).withLentProcessors(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("lentProcessors must be from 0 to 1024: -1");
        assertThatThrownBy(() -> SchedulerOptions.processors(1).withLentProcessors(1025))
                .hasMessage("lentProcessors must be from 0 to 1024: 1025");
    }
}
