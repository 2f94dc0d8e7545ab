package io.gondola.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Whether turns are long, and what a processor gives to others because of it. */
class TurnsTest {
    private static final long START = 1_000_000_000;

    private final Processor p = new Processor(0);
    private final Turns turns = new Turns();

    TurnsTest() {
        p.status(Processor.RUNNING);
        turns.look(p, START);
    }

    private boolean areLongAfter(int switches, long nanos) {
        for (int i = 0; i < switches; i++) {
            p.countSwitch();
        }
        turns.look(p, p.turnsSince + nanos);
        return p.longTurns;
    }

    @Test
    void turnsAreAsLongAsTheyAreOnAverage() {
        assertThat(areLongAfter(10, 10 * Turns.LONG_NANOS + 1)).isTrue();
        assertThat(areLongAfter(10, 10 * Turns.LONG_NANOS)).isFalse();
        assertThat(areLongAfter(1, Turns.WINDOW_NANOS)).isTrue();
        assertThat(areLongAfter(0, Turns.WINDOW_NANOS)).isTrue();
        assertThat(areLongAfter(10_000, Turns.WINDOW_NANOS)).isFalse();
    }

    /** Hunts: one step that is long for once, or two looks at once, taken for all that runs here. */
    @Test
    void aLookThatComesSoonAfterAnotherOneSaysNothing() {
        turns.look(p, START + Turns.WINDOW_NANOS - 1);
        assertThat(p.longTurns).isFalse();

        turns.look(p, START + Turns.WINDOW_NANOS);
        assertThat(p.longTurns).isTrue();
    }

    /** Hunts a processor that does nothing for most of the time, and seems to be in a long turn. */
    @Test
    void timeWithoutAGoroutineIsNobodysTurn() {
        p.idles++;
        assertThat(areLongAfter(1, 100 * Turns.WINDOW_NANOS)).isFalse();
        assertThat(areLongAfter(1, Turns.WINDOW_NANOS)).isTrue();
    }

    @Test
    void aProcessorCountsHowOftenItIsIdle() {
        try (WorkStealingScheduler scheduler = new WorkStealingScheduler(SchedulerOptions.processors(1)).start()) {
            Processor only = scheduler.pool.processors()[0];
            TestProgram.run(scheduler, g -> Slice.Leave.exit());
            Await.until("idle", () -> only.idles == 1);
            TestProgram.run(scheduler, g -> Slice.Leave.exit());
            Await.until("idle again", () -> only.idles == 2);
        }
    }

    @Test
    void aProcessorOfLongTurnsSharesAShortQueue() {
        try (WorkStealingScheduler scheduler = new WorkStealingScheduler(SchedulerOptions.processors(1)).start()) {
            p.queue.offer(new Scripted(new TestProgram(scheduler), g -> Slice.Leave.end()));
            assertThat(p.sharesQueue()).isFalse();

            p.longTurns = true;

            assertThat(p.sharesQueue()).isTrue();
        }
    }

    /** Without sysmon, which would take what waits, too. Hunts: what waits for the end of a long turn, alone or not. */
    @Test
    void goroutinesReadiedInALongTurnRunAtOnceElsewhere() {
        SchedulerOptions options = SchedulerOptions.processors(2).withStarter(t -> {
            if (!(t instanceof Sysmon)) {
                t.start();
            }
        });
        try (WorkStealingScheduler scheduler = new WorkStealingScheduler(options).start()) {
            for (Processor each : scheduler.pool.processors()) {
                each.longTurns = true;
            }
            for (int children = 1; children <= Processor.SHORT_QUEUE; children++) {
                CountDownLatch ran = new CountDownLatch(children);
                int n = children;
                TestProgram.run(scheduler, main -> {
                    Await.until(
                            "an idle processor", () -> scheduler.pool.anyIdle() && scheduler.pool.spinning.get() == 0);
                    for (int i = 0; i < n; i++) {
                        main.go(g -> {
                            ran.countDown();
                            return Slice.Leave.end();
                        });
                    }
                    Await.latch(ran);
                    return Slice.Leave.exit();
                });
            }
        }
    }
}
