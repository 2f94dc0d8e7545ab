package io.gondola.scheduler;

import org.jctools.queues.varhandle.SpmcVarHandleArrayQueue;

/**
 * Bounded FIFO of runnable goroutines, owned by one {@link Processor}.
 *
 * @go runtime/proc.go, {@code runqput}, {@code runqget}, {@code runqgrab}
 */
final class RunQueue {
    /*
     * A single-producer multi-consumer ring. Only the machine that owns the processor adds; it and thieves take. A
     * thief claims its half with one compare-and-set. offer releases, poll acquires: what was written before a
     * goroutine was queued is visible to the machine that runs it.
     *
     * A thief that has claimed a slot but not emptied it yet makes the ring look full. The owner does not wait for it:
     * it tries a few times, then answers that the ring is full, and the processor spills to the global queue.
     */
    static final int CAPACITY = 256; // Go: runtime2.go, p.runq
    private static final int OFFER_ATTEMPTS = 8;

    private final SpmcVarHandleArrayQueue<Goroutine> ring = new SpmcVarHandleArrayQueue<>(CAPACITY);

    /** Owner only. Returns false if there is no room. */
    boolean offer(Goroutine g) {
        if (ring.relaxedOffer(g)) {
            return true;
        }
        for (int i = 0; i < OFFER_ATTEMPTS && ring.size() < CAPACITY; i++) {
            Thread.onSpinWait();
            if (ring.relaxedOffer(g)) {
                return true;
            }
        }
        return false;
    }

    /** Takes the oldest goroutine; null if there is none. */
    Goroutine poll() {
        return ring.poll();
    }

    /** Takes the older half, rounded up, in one step, and returns how many those were. */
    int takeHalf(Taker taker) {
        int size = ring.size();
        return size == 0 ? 0 : ring.drain(taker::take, size - size / 2);
    }

    boolean isEmpty() {
        return ring.isEmpty();
    }

    int size() {
        return ring.size();
    }

    /** Changes whenever a goroutine is taken. Any thread. */
    long taken() {
        return ring.currentConsumerIndex();
    }

    /** What {@link #taken} is at least once all that are queued now were taken. Any thread. */
    long added() {
        return ring.currentProducerIndex();
    }

    /** Gets the goroutines that were taken. */
    interface Taker {
        void take(Goroutine g);
    }
}
