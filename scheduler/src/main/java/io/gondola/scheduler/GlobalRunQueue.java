package io.gondola.scheduler;

import org.jctools.queues.varhandle.MpscUnboundedVarHandleArrayQueue;

/**
 * Runnable goroutines that belong to no processor: in one queue those that have arrived, readied by the poller, by an outside
 * thread or by the end of blocking code; in the other one those that were preempted, or did not fit elsewhere. Both are FIFO.
 *
 * @go runtime/proc.go, {@code globrunqput}, {@code globrunqget}
 */
final class GlobalRunQueue extends SpinLock {
    /*
     * They are taken from in turn. What has arrived has waited for something, mostly needs little time, and somebody waits for it;
     * what was preempted has just had a whole time slice. Yet neither starves, however much there is of the other.
     *
     * Any thread adds, without a lock. The queues have a single consumer: whoever holds the lock, which is only ever tried. A
     * machine that finds it taken goes on as if the queue were empty; before it parks it looks at isEmpty() again, so it
     * does not park while goroutines are left here. The same goes for a place that a producer has claimed but not filled yet.
     */
    private static final int CHUNK = 512;
    private static final int MAX_BATCH = RunQueue.CAPACITY / 2; // Go: globrunqget

    private final MpscUnboundedVarHandleArrayQueue<Goroutine> arrived = new MpscUnboundedVarHandleArrayQueue<>(CHUNK);
    private final MpscUnboundedVarHandleArrayQueue<Goroutine> others = new MpscUnboundedVarHandleArrayQueue<>(CHUNK);

    /** Whose turn it is. Guarded by the lock. */
    private boolean othersFirst;

    void add(Goroutine g) {
        others.offer(g);
    }

    void addArrived(Goroutine g) {
        arrived.offer(g);
    }

    boolean isEmpty() {
        return arrived.isEmpty() && others.isEmpty();
    }

    boolean hasArrived() {
        return !arrived.isEmpty();
    }

    int size() {
        return arrived.size() + others.size();
    }

    /** Takes the oldest of the queue whose turn it is; null if there is none or another machine is taking. */
    Goroutine take() {
        if (isEmpty() || !tryLock()) {
            return null;
        }
        try {
            return poll();
        } finally {
            unlock();
        }
    }

    /** Takes the one that arrived first; null if there is none or another machine is taking. */
    Goroutine takeArrived() {
        if (arrived.isEmpty() || !tryLock()) {
            return null;
        }
        try {
            return arrived.relaxedPoll();
        } finally {
            unlock();
        }
    }

    private Goroutine poll() {
        boolean turn = othersFirst;
        othersFirst = !turn;
        Goroutine g = (turn ? others : arrived).relaxedPoll();
        return g != null ? g : (turn ? arrived : others).relaxedPoll();
    }

    /** Takes a fair share: the first to return, the others into the empty run queue of {@code p}. */
    Goroutine takeBatch(Processor p, int processors) {
        if (isEmpty() || !tryLock()) {
            return null;
        }
        try {
            int n = Math.min(size() / processors + 1, MAX_BATCH);
            Goroutine first = poll();
            for (int i = 1; i < n; i++) {
                Goroutine g = poll();
                if (g == null) {
                    break;
                }
                if (!p.queue.offer(g)) {
                    others.offer(g);
                    break;
                }
            }
            return first;
        } finally {
            unlock();
        }
    }
}
