package io.gondola.scheduler;

/**
 * A scheduler whose threads were never started and whose only processor is busy: what is readied stays in the global
 * queue, where a test counts it.
 */
public final class StillScheduler {
    private final WorkStealingScheduler scheduler = new WorkStealingScheduler(SchedulerOptions.processors(1));

    public StillScheduler() {
        scheduler.pool.acquireIdle();
    }

    public Scheduler scheduler() {
        return scheduler;
    }

    /** How many goroutines were readied since the last call. */
    public int takeReadied() {
        int n = 0;
        while (scheduler.global.take() != null) {
            n++;
        }
        return n;
    }
}
