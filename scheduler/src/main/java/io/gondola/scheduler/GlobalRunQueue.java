package io.gondola.scheduler;

import org.jctools.queues.varhandle.MpscUnboundedVarHandleArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * Runnable goroutines that belong to no processor: in one queue those that have arrived, readied by the poller, by an
 * outside thread or by the end of blocking code; in the other one those that were preempted, or did not fit elsewhere.
 * Both are FIFO.
 *
 * @go runtime/proc.go, {@code globrunqput}, {@code globrunqget}
 */
final class GlobalRunQueue extends SpinLock {
    /*
     * They are taken from in turn. What has arrived has waited for something, mostly needs little time, and somebody
     * waits for it; what was preempted has just had a whole time slice. Yet neither starves, however much there is of
     * the other.
     *
     * Any thread adds, without a lock. The queues have a single consumer: the thread that holds the lock, which is only
     * ever tried. A machine that finds it taken goes on as if the queue were empty; before it parks it looks at
     * isEmpty() again, so it does not park while goroutines are left here. The same goes for a place that a producer
     * has claimed but not filled yet.
     */
    private static final int CHUNK = 512;
    private static final int MAX_BATCH = RunQueue.CAPACITY / 2; // Go: globrunqget

    private final MpscUnboundedVarHandleArrayQueue<Goroutine> arrived = new MpscUnboundedVarHandleArrayQueue<>(CHUNK);
    private final MpscUnboundedVarHandleArrayQueue<Goroutine> others = new MpscUnboundedVarHandleArrayQueue<>(CHUNK);

    /** Whose turn it is. Guarded by the lock. */
    private boolean othersFirst;

    void add(Goroutine g) {
        offer(others, g);
    }

    void addArrived(Goroutine g) {
        offer(arrived, g);
    }

    /**
     * A goroutine that cannot be queued, for there is no memory for the queue's next chunk, would wait for ever: its
     * program ends.
     */
    private static void offer(MpscUnboundedVarHandleArrayQueue<Goroutine> queue, Goroutine g) {
        try {
            queue.offer(g);
        } catch (OutOfMemoryError e) {
            g.program().onAbort(e);
        }
    }

    boolean isEmpty() {
        return arrived.isEmpty() && others.isEmpty();
    }

    boolean hasArrived() {
        return !arrived.isEmpty();
    }

    /** How many that have arrived were taken. Any thread. */
    long takenOfArrived() {
        return arrived.currentConsumerIndex();
    }

    /** What {@link #takenOfArrived} is at least once all that have arrived now were taken. Any thread. */
    long allArrived() {
        return arrived.currentProducerIndex();
    }

    /** As {@link #takenOfArrived}, of the others. */
    long takenOfOthers() {
        return others.currentConsumerIndex();
    }

    /** As {@link #allArrived}, of the others. */
    long allOthers() {
        return others.currentProducerIndex();
    }

    int size() {
        return arrived.size() + others.size();
    }

    /** Takes the oldest of the queue whose turn it is; null if there is none or another machine is taking. */
    @Nullable
    Goroutine take() {
        if (isEmpty() || !tryLock()) {
            return null;
        }
        try {
            return nextTurn().relaxedPoll();
        } finally {
            unlock();
        }
    }

    /** Takes the one that arrived first; null if there is none or another machine is taking. */
    @Nullable
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

    /**
     * Takes a fair share of the queue whose turn it is: the first to return, the others into the empty run queue of
     * {@code p}. Never of both: behind a preempted goroutine, in a queue that nobody looks at before it stops, one that
     * has arrived would wait for its whole time slice.
     */
    @Nullable
    Goroutine takeBatch(Processor p, int processors) {
        if (isEmpty() || !tryLock()) {
            return null;
        }
        try {
            MpscUnboundedVarHandleArrayQueue<Goroutine> queue = nextTurn();
            int n = Math.min(queue.size() / processors + 1, MAX_BATCH);
            Goroutine first = queue.relaxedPoll();
            for (int i = 1; i < n; i++) {
                Goroutine g = queue.relaxedPoll();
                if (g == null) {
                    break;
                }
                if (!p.queue.offer(g)) {
                    add(g);
                    break;
                }
            }
            return first;
        } finally {
            unlock();
        }
    }

    /** The queue whose turn it is, or the other one if that is empty. */
    private MpscUnboundedVarHandleArrayQueue<Goroutine> nextTurn() {
        boolean turn = othersFirst;
        othersFirst = !turn;
        return turn ? (others.isEmpty() ? arrived : others) : (arrived.isEmpty() ? others : arrived);
    }
}
