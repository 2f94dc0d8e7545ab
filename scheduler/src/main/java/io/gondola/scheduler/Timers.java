package io.gondola.scheduler;

import java.util.List;

/**
 * The deadlines of all processors, and the poller that waits for the earliest.
 *
 * @go runtime/time.go
 */
final class Timers {
    private final WorkStealingScheduler scheduler;
    private final Poller poller;
    private final TimerHeap.Woken ready;

    Timers(WorkStealingScheduler scheduler, Selectors selectors) {
        this.scheduler = scheduler;
        this.poller = new Poller(scheduler, this, selectors);
        this.ready = scheduler::ready;
    }

    Poller poller() {
        return poller;
    }

    /**
     * Readies {@code g} at {@code deadline}; the caller's processor is {@code p}, and it does not touch {@code g}
     * again.
     */
    void sleepUntil(Processor p, Goroutine g, long deadline) {
        if (p.timers.addSleeper(g, deadline)) {
            poller.deadlineAdded(deadline);
        }
    }

    /** Arms {@code task}, which belongs to {@code p} if it was never armed before. */
    boolean arm(Processor p, TimerTask task, long deadline) {
        TimerHeap heap = task.bindTo(p.timers);
        boolean wasActive = heap.arm(task, deadline);
        poller.deadlineAdded(deadline);
        return wasActive;
    }

    /** See {@link Scheduler#rearm}. */
    void rearm(TimerTask task, long deadline, int armings) {
        if (task.heap().rearm(task, deadline, armings)) {
            poller.deadlineAdded(deadline);
        }
    }

    boolean anyDue() {
        long earliest = earliest();
        return earliest != Long.MAX_VALUE && earliest <= scheduler.nanoTime();
    }

    long earliest() {
        long earliest = Long.MAX_VALUE;
        for (Processor p : scheduler.pool.processors()) {
            earliest = Math.min(earliest, p.timers.earliest);
        }
        return earliest;
    }

    /**
     * Readies what is due, at most {@code limit} of each heap; on a machine, behind its own processor. Returns how
     * many.
     */
    int run(long now, int limit) {
        int due = 0;
        for (Processor p : scheduler.pool.processors()) {
            if (p.timers.earliest <= now) {
                due += p.timers.popDue(now, limit, ready);
            }
        }
        return due;
    }

    boolean holdOffDeadlock() {
        for (Processor p : scheduler.pool.processors()) {
            if (p.timers.holdsOffDeadlock()) {
                return true;
            }
        }
        return false;
    }

    /** Drops the entries of {@code program}, which has ended. */
    static void dropEnded(Program program) {
        List<TimerShare> shares = program.timerShares();
        for (int i = 0; i < shares.size(); i++) { // without an iterator, for there may be no memory
            shares.get(i).heap.dropEnded(shares.get(i));
        }
    }

    /** Whether any heap has entries of ended programs. */
    boolean holdEnded() {
        for (Processor p : scheduler.pool.processors()) {
            if (p.timers.holdsEnded()) {
                return true;
            }
        }
        return false;
    }

    /** Drops the entries of ended programs, at a cost that grows with the heaps. */
    void removeEnded() {
        for (Processor p : scheduler.pool.processors()) {
            if (p.timers.holdsEnded()) {
                p.timers.removeEnded();
            }
        }
    }
}
