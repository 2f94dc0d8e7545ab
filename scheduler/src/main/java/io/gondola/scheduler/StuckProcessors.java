package io.gondola.scheduler;

import java.util.Arrays;

/**
 * Hands on what waits behind a long step of plain Java code, so that it runs on other processors. Belongs to sysmon.
 *
 * @go runtime/proc.go, {@code retake}, {@code preemptone}, which stop the code itself, so that nothing waits behind it
 */
final class StuckProcessors {
    /*
     * Algorithm. A processor is stuck if it was asked to yield NOTICE ago, and has not switched to another goroutine
     * between two looks. Then all that is queued there, and what it would run next, moves to the global queue, where
     * the machines of other processors look: at each 61st goroutine, a millisecond after they noticed that something
     * arrived, and before they search. If somebody is free, what would run next moves at once, and half of a short
     * queue: who is free steals from long queues, from runNext late, and from short queues not at all.
     *
     * Safety. Sysmon takes as a thief does: each goroutine by one atomic step, which only one of the owner, the thieves
     * and sysmon wins. So it does not matter whether the processor is still stuck, or whose it is by then: a wrong
     * guess moves goroutines, and loses none. The owner alone adds.
     *   K1  Between two queues a goroutine is nowhere. Meanwhile sysmon counts as active, so that it does not look like
     *       a deadlock.
     *   K2  It queues, then looks for idle processors, as all do: Waker, W1. So what is moved does not wait for the
     *       next look. At the end of each patrol sysmon looks once more.
     *
     * With one processor there is nobody to hand on to, unless one is lent: see Lending.
     */
    static final long NOTICE_NANOS = 1_000_000;

    private final ProcessorPool pool;
    private final Waker waker;
    private final DeadlockDetector deadlocks;

    /** Sysmon's alone, and empty between two looks. */
    private final Goroutine[] batch = new Goroutine[RunQueue.CAPACITY + 1];

    private boolean pending;

    StuckProcessors(ProcessorPool pool, Waker waker, DeadlockDetector deadlocks) {
        this.pool = pool;
        this.waker = waker;
        this.deadlocks = deadlocks;
    }

    /**
     * Whether a processor was asked to yield, with others queued there, so that it pays to look again in {@link
     * #NOTICE_NANOS}.
     */
    boolean pending() {
        return pending;
    }

    void beginLook() {
        pending = false;
    }

    /** Looks at {@code p}, which runs. Returns whether there was anything to do. */
    boolean look(Processor p, long now) {
        moveFromShortQueue(p);
        int switches = p.switches();
        if (p.seenSwitches != switches) {
            p.seenSwitches = switches;
            pending |= p.preempt && handsOn(p);
            return false;
        }
        if (p.preempt && handsOn(p)) {
            if (now - p.askedAt >= NOTICE_NANOS) {
                return moveAll(p);
            }
            pending = true;
        }
        return p.hasNext() && pool.othersFree() && moveNext(p);
    }

    /**
     * Moves half of a short queue from which nothing was taken since the last look, if somebody is free: behind a long
     * step, or behind goroutines that ready each other. The other half is moved at later looks. Sysmon does not look
     * sooner because of this: programs that keep a few goroutines waiting would keep it awake.
     */
    private void moveFromShortQueue(Processor p) {
        long taken = p.queue.taken();
        if (p.seenTaken == taken && !p.queue.isEmpty() && !p.sharesQueue() && pool.othersFree()) {
            move(p, (p.queue.size() + 1) / 2);
        }
        p.seenTaken = taken;
    }

    private boolean handsOn(Processor p) {
        return p.hasWork() && pool.maxProcs() > 1 && !pool.othersFree();
    }

    private boolean moveNext(Processor p) {
        deadlocks.started(); // K1
        try {
            Goroutine next = p.takeNext();
            if (next != null) {
                waker.inject(next); // K2
            }
            return next != null;
        } finally {
            deadlocks.stopped();
        }
    }

    private boolean moveAll(Processor p) {
        deadlocks.started(); // K1
        try {
            Goroutine next = p.takeNext();
            if (next != null) {
                waker.inject(next); // K2
            }
            return move(p, batch.length) || next != null;
        } finally {
            deadlocks.stopped();
        }
    }

    private boolean move(Processor p, int atMost) {
        deadlocks.started(); // K1
        int n = 0;
        try {
            while (n < atMost) {
                Goroutine g = p.queue.poll();
                if (g == null) {
                    break;
                }
                batch[n++] = g;
            }
            if (n > 0) {
                waker.injectAll(batch, n); // K2
            }
            return n > 0;
        } finally {
            Arrays.fill(batch, 0, n, null);
            deadlocks.stopped();
        }
    }
}
