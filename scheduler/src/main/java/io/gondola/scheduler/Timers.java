package io.gondola.scheduler;

import java.util.List;
import java.util.function.Function;

/**
 * The deadlines of all processors, and the poller that waits for the earliest.
 *
 * @go runtime/time.go
 */
final class Timers {
    private final ProcessorPool pool;
    private final Uptime uptime;
    private final TimerHeap.Woken ready;
    private final Poller poller;

    /**
     * Those of {@code pool}.
     *
     * @param ready told of each goroutine whose deadline has come
     * @param poller makes the poller that waits for the deadlines of the timers it is given
     */
    Timers(ProcessorPool pool, Uptime uptime, TimerHeap.Woken ready, Function<Timers, Poller> poller) {
        this.pool = pool;
        this.uptime = uptime;
        this.ready = ready;
        this.poller = poller.apply(this); // last: all else is there
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
    @SuppressWarnings("NullAway") // what is armed again was armed before
    void rearm(TimerTask task, long deadline, int armings) {
        if (task.heap().rearm(task, deadline, armings)) {
            poller.deadlineAdded(deadline);
        }
    }

    boolean anyDue() {
        long earliest = earliest();
        return earliest != Long.MAX_VALUE && earliest <= uptime.nanos();
    }

    long earliest() {
        long earliest = Long.MAX_VALUE;
        for (Processor p : pool.processors()) {
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
        for (Processor p : pool.processors()) {
            if (p.timers.earliest <= now) {
                due += p.timers.popDue(now, limit, ready);
            }
        }
        return due;
    }

    boolean holdOffDeadlock() {
        for (Processor p : pool.processors()) {
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
        for (Processor p : pool.processors()) {
            if (p.timers.holdsEnded()) {
                return true;
            }
        }
        return false;
    }

    /** Drops the entries of ended programs, at a cost that grows with the heaps. */
    void removeEnded() {
        for (Processor p : pool.processors()) {
            if (p.timers.holdsEnded()) {
                p.timers.removeEnded();
            }
        }
    }
}
