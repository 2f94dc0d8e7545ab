package io.gondola.scheduler;

import org.jspecify.annotations.Nullable;

/**
 * Something to do at a time of the scheduler's clock, once or periodically.
 *
 * <p>A task belongs to the heap where it was first armed. All its fields are guarded by that heap's lock, under which
 * {@link #fire} runs too: after {@link Scheduler#disarm} returned, the task does not fire any more.
 *
 * @go runtime/time.go, {@code timer}
 */
public abstract class TimerTask {
    private volatile @Nullable TimerHeap heap;
    long deadline;
    boolean armed;

    /** Counts armings and disarmings: an entry in the heap is stale unless it has the latest number. */
    int generation;

    protected TimerTask() {}

    /** The heap where the task was first armed; null before. */
    final @Nullable TimerHeap heap() {
        return heap;
    }

    /**
     * Settles on {@code candidate} unless the task has a heap already. The first arming must not race with another one.
     */
    final TimerHeap bindTo(TimerHeap candidate) {
        TimerHeap bound = heap;
        if (bound == null) {
            bound = candidate;
            heap = bound;
        }
        return bound;
    }

    /**
     * Does what is due. Runs under a lock, on a thread of the scheduler: it must be short, run no user code and not
     * park.
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

    /**
     * Whether firing may ready a goroutine: if not, a program whose goroutines all wait is deadlocked in spite of this
     * task.
     */
    protected boolean holdsOffDeadlock() {
        return true;
    }

    /**
     * Whether nobody can see it fire any more, so that it may be dropped before its time. Once true it stays so. Runs
     * under the same lock.
     */
    protected boolean abandoned() {
        return false;
    }

    /** The program that ends this task with it; null if none. */
    protected abstract Program program();

    /** The time for which the task is or was armed, in nanoseconds of the scheduler's clock. */
    protected final long deadline() {
        return deadline;
    }

    /** What a {@link #fire} may put something into, for the explorer; null if there is no such object. */
    public @Nullable Object target() {
        return null;
    }

    // for schedulers on one thread, which keep their timers themselves

    /** Whether the task waits for its deadline. */
    public final boolean isArmed() {
        return armed;
    }

    /** Counts armings and disarmings: what was noted at an earlier number is void. */
    public final int armings() {
        return generation;
    }

    /** Notes that the task was armed for {@code newDeadline}. */
    public final void markArmed(long newDeadline) {
        armed = true;
        deadline = newDeadline;
    }

    /** Notes that the task was disarmed, and forgets what it delivered. Returns what {@link Scheduler#disarm} does. */
    public final boolean markDisarmed() {
        boolean active = armed;
        armed = false;
        generation++;
        boolean retracted = retract();
        return active || retracted;
    }

    /**
     * Whether nothing was armed or disarmed since {@link #armings} was {@code then}, and the task does not wait for a
     * deadline.
     */
    public final boolean restsSince(int then) {
        return !armed && generation == then;
    }

    /** Fires. Returns the next deadline, or {@link Long#MAX_VALUE} if there is none. */
    public final long markFired(long now) {
        armed = false;
        generation++;
        return fire(now);
    }

    /**
     * It could not fire. Its program would wait for it for ever, so it ends; a task without one is the runtime's own.
     */
    final void failedToFire(Throwable failure) {
        Program owner = program();
        if (owner == null) {
            throw new IllegalStateException("a timer of the runtime failed: " + failure, failure);
        }
        owner.onAbort(failure);
    }

    /** Whether firing may ready a goroutine. */
    public final boolean mayReady() {
        return holdsOffDeadlock();
    }

    /** Whether the program that this task belongs to has ended. */
    public final boolean isOrphan() {
        Program owner = program();
        return owner != null && owner.ended();
    }
}
