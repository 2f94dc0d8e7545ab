package io.gondola.scheduler;

/**
 * Something to do at a time of the scheduler's clock, once or periodically.
 *
 * <p>A task belongs to the heap where it was first armed. All its fields are guarded by that heap's lock, under which
 * {@link #fire} runs too: after {@link Scheduler#disarm} returned, the task does not fire any more.
 *
 * @go runtime/time.go, {@code timer}
 */
public abstract class TimerTask {
    private volatile TimerHeap heap;
    long deadline;
    boolean armed;

    /** Counts armings and disarmings: an entry in the heap is stale unless it has the latest number. */
    int generation;

    protected TimerTask() {}

    /** The heap where the task was first armed; null before. */
    final TimerHeap heap() {
        return heap;
    }

    /** Settles on {@code candidate} unless the task has a heap already. The first arming must not race with another one. */
    final TimerHeap bindTo(TimerHeap candidate) {
        TimerHeap bound = heap;
        if (bound == null) {
            bound = candidate;
            heap = bound;
        }
        return bound;
    }

    /**
     * Does what is due. Runs under a lock, on a thread of the scheduler: it must be short, run no user code and not park.
     *
     * @param now the scheduler's clock in nanoseconds, not before the deadline
     * @return the next deadline, or {@link Long#MAX_VALUE} if there is none
     */
    protected abstract long fire(long now);

    /**
     * Forgets what an earlier {@link #fire} delivered and nobody has taken yet. Runs under the same lock.
     *
     * @return whether there was something to forget
     */
    protected boolean retract() {
        return false;
    }

    /** Whether firing may ready a goroutine: if not, a program whose goroutines all wait is deadlocked in spite of this task. */
    protected boolean holdsOffDeadlock() {
        return true;
    }

    /** The program that ends this task with it; null if none. */
    protected abstract Program program();

    /** The time for which the task is or was armed, in nanoseconds of the scheduler's clock. */
    protected final long deadline() {
        return deadline;
    }
}
