package io.gondola.scheduler;

import java.util.concurrent.locks.LockSupport;

/**
 * Waits for the earliest deadline on a thread of its own, and readies in batches what is due.
 *
 * <p>Machines that run out of work look at the timers, too; the poller makes sure that a deadline is met when all of them
 * sleep, or are busy.
 *
 * @go runtime/proc.go, {@code findRunnable} (its wait in {@code netpoll}), {@code injectglist}
 */
final class Poller extends Thread {
    /*
     * `target` is the time until which the poller sleeps; MIN_VALUE while it is awake. A thread that adds a deadline writes
     * the heap's `earliest`, then reads `target`; the poller writes `target`, then reads every heap's `earliest`. All four
     * are volatile, so one of the two sees the other, and no deadline is slept through.
     */
    private static final int BATCH = 1024;

    private final WorkStealingScheduler scheduler;
    private final Timers timers;
    private volatile long target = Long.MIN_VALUE;

    /** How often something was due. Written by the poller only. */
    volatile long polls;

    Poller(WorkStealingScheduler scheduler, Timers timers) {
        super(null, null, "gondola-poller", 0, false);
        setDaemon(true);
        this.scheduler = scheduler;
        this.timers = timers;
    }

    /** Called after {@code deadline} became the earliest of some heap. */
    void deadlineAdded(long deadline) {
        if (deadline < target) {
            LockSupport.unpark(this);
        }
    }

    @Override
    public void run() {
        try {
            poll();
        } catch (Throwable t) {
            Log.LOG.error("Poller failed, the runtime stops", t);
            scheduler.fail(t);
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // polls has one writer
    private void poll() {
        while (!scheduler.closed()) {
            long earliest = timers.earliest();
            long now = scheduler.nanoTime();
            if (earliest <= now) {
                scheduler.deadlocks.started();
                int readied = timers.run(now, BATCH);
                if (readied > 0) {
                    polls++;
                    scheduler.polled(readied);
                }
                scheduler.deadlocks.stopped();
                continue;
            }
            target = earliest;
            if (timers.earliest() >= earliest && !scheduler.closed()) {
                if (earliest == Long.MAX_VALUE) {
                    LockSupport.park(this);
                } else {
                    LockSupport.parkNanos(this, earliest - now);
                }
            }
            target = Long.MIN_VALUE;
            Thread.interrupted(); // a callback of the user's may have set it; it would keep the thread awake
        }
    }
}
