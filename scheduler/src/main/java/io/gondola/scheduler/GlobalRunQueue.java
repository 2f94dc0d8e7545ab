package io.gondola.scheduler;

import org.jctools.queues.varhandle.MpscUnboundedVarHandleArrayQueue;

/**
 * FIFO of runnable goroutines that belong to no processor: those that yielded, that an outside thread readied, or that did
 * not fit elsewhere.
 *
 * @go runtime/proc.go, {@code globrunqput}, {@code globrunqget}
 */
final class GlobalRunQueue extends SpinLock {
    /*
     * Any thread adds, without a lock. The queue has a single consumer: whoever holds the lock, which is only ever tried. A
     * machine that finds it taken goes on as if the queue were empty; before it parks it looks at isEmpty() again, so it
     * does not park while goroutines are left here. The same goes for a place that a producer has claimed but not filled yet.
     */
    private static final int CHUNK = 512;
    private static final int MAX_BATCH = RunQueue.CAPACITY / 2; // Go: globrunqget

    private final MpscUnboundedVarHandleArrayQueue<Goroutine> queue = new MpscUnboundedVarHandleArrayQueue<>(CHUNK);

    void add(Goroutine g) {
        queue.offer(g);
    }

    boolean isEmpty() {
        return queue.isEmpty();
    }

    int size() {
        return queue.size();
    }

    /** Takes the oldest; null if there is none or another machine is taking. */
    Goroutine take() {
        if (queue.isEmpty() || !tryLock()) {
            return null;
        }
        try {
            return queue.relaxedPoll();
        } finally {
            unlock();
        }
    }

    /** Takes a fair share: the first to return, the others into the empty run queue of {@code p}. */
    Goroutine takeBatch(Processor p, int processors) {
        if (queue.isEmpty() || !tryLock()) {
            return null;
        }
        try {
            int n = Math.min(queue.size() / processors + 1, MAX_BATCH);
            Goroutine first = queue.relaxedPoll();
            for (int i = 1; i < n; i++) {
                Goroutine g = queue.relaxedPoll();
                if (g == null) {
                    break;
                }
                if (!p.queue.offer(g)) {
                    queue.offer(g);
                    break;
                }
            }
            return first;
        } finally {
            unlock();
        }
    }
}
