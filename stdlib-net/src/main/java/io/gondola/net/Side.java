package io.gondola.net;

import io.gondola.dsl.engine.Fiber;
import io.gondola.scheduler.IoWait;
import io.gondola.scheduler.Scheduler;
import io.gondola.scheduler.SpinLock;
import io.gondola.scheduler.WaitQueue;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One direction of a {@link Descriptor}: the goroutine that works there, those that queue behind it, and the deadline.
 *
 * @go internal/poll/fd_mutex.go, {@code fdMutex}
 * @go internal/poll/fd_poll_runtime.go, {@code pollDesc}
 */
final class Side extends SpinLock {
    /*
     * Who works here. `holder` is the goroutine that reads (or writes). It enters by a compare-and-set and leaves by
     * another one, as long as nobody queues; that is all that a read costs here. A goroutine that finds the side held
     * takes the lock, sets `queued`, looks at `holder` again and queues. The holder that leaves clears `holder`, then
     * looks at `queued`. Both are volatile, so one of the two sees the other: no goroutine queues behind nobody. The
     * side is handed to the first in the queue, not thrown open.
     *
     * Invariants
     *   I1  `queue` and writes of `queued` are guarded by the lock. `queued` holds while the queue is not empty.
     *   I2  Only the holder clears `holder`, or a thread that finds that the holder's program has ended. So leaving is
     *       a compare-and-set: a goroutine of an ended program that still runs must not throw out its successor.
     *   I3  `current`, `from` and `misses` are the holder's: the compare-and-set with which one enters sees what the
     *       one before it has written.
     *
     * How a wait is told of news (a deadline, the close). The holder writes `waiting`, then reads the deadline and
     * whether the descriptor is closed, and only then parks. A thread that brings news writes the deadline or `closed`,
     * then reads `waiting` and cancels the wait that it finds. All are volatile: the holder reads the news, or the wait
     * is cancelled. IoWait takes a cancel before, during and after the parking. A cancelled holder looks at everything
     * again and waits again if there is nothing new.
     *
     * Waiting first. Who reads requests, or accepts, mostly comes back before there is something: the system call that
     * finds that out is for nothing. After MISSES operations in a row that had to wait, those that follow wait without
     * having tried; every PERIOD-th tries all the same, and if it need not wait all try first again. Nothing is lost by
     * that: the selector is level-triggered, so what was there before the wait ends it at the next look.
     *
     * Ended programs. A holder that waits when its program ends never leaves. A goroutine that comes to a held side
     * looks whether that is so, and takes its place. Those that queue already, goroutines of other programs, are let in
     * by `passOn`: one that queues behind a goroutine, and one that is let in before others, marks the holder's program
     * as one whose end others wait for, see FiberProgram.endedInLine.
     */
    static final long NEVER = Long.MAX_VALUE;

    private static final int MISSES = 4;
    private static final int PERIOD = 16;

    /** Of the scheduler's clock. */
    volatile long deadline = NEVER;

    /** What the holder waits in. */
    volatile @Nullable IoWait waiting;

    /** What the holder writes; null between writes. */
    @Nullable
    ByteBuffer current;

    /** Where {@code current} began. */
    int from;

    /** How many operations in a row had to wait, or did not try; beyond {@link #MISSES}, those of a period. */
    private int misses;

    private volatile @Nullable Fiber holder;
    private volatile boolean queued;
    /** Made by the first that queues. */
    private @Nullable WaitQueue queue;

    /** Enters if nobody works here. */
    boolean enter(Fiber f) {
        return HOLDER.compareAndSet(this, null, f);
    }

    /** Enters; or else returns false, and holds the lock until {@link #enqueue} or {@link #unlock}. */
    boolean enterOrLock(Fiber f) {
        lock();
        queued = true;
        while (true) {
            Fiber other = holder;
            if (other != null && !isAbandonedBy(other)) {
                return false;
            }
            if (HOLDER.compareAndSet(this, other, f)) {
                queued = hasQueue();
                unlock();
                return true;
            }
        }
    }

    private boolean hasQueue() {
        return queue != null && !queue.isEmpty();
    }

    /**
     * Whether {@code other}, which works here, never leaves. It must be asked after the caller has made itself known.
     */
    private static boolean isAbandonedBy(Fiber other) {
        return other.program().endedInLine();
    }

    /** Queues {@code f}, which has parked, and releases the lock. */
    void enqueue(Fiber f) {
        if (queue == null) {
            queue = new WaitQueue();
        }
        queue.addWhereSomeAreGone(f);
        unlock();
    }

    /** Takes {@code f} out of the queue. Returns false if it was let in. */
    @SuppressWarnings("NullAway") // f has queued, so there is a queue
    boolean withdraw(Fiber f) {
        lock();
        boolean there = queue.remove(f);
        queued = hasQueue();
        unlock();
        return there;
    }

    /** Lets the next one in. {@code f} works here, or has been replaced since its program has ended. */
    void leave(Fiber f) {
        if (HOLDER.compareAndSet(this, f, null) && queued) {
            letIn();
        }
    }

    /** The holder, which begins: whether it waits without having tried. */
    boolean waitsFirst() {
        if (misses < MISSES) {
            return false;
        }
        if (misses < MISSES + PERIOD - 1) {
            misses++;
            return true;
        }
        misses = MISSES - 1; // if this one has to wait, too, another period begins
        return false;
    }

    /** The holder, which has begun by trying: whether it has to wait. */
    void tried(boolean waits) {
        misses = waits ? misses + 1 : 0;
    }

    /** The holder, which is the current goroutine, leaves. */
    @SuppressWarnings("NullAway") // of who holds it, so there is one
    void leave() {
        leave(holder);
    }

    /** Whether somebody works here. */
    boolean isHeld() {
        return holder != null;
    }

    /** Lets the first of the queue in if nobody works here who will leave. Any thread. */
    @SuppressWarnings("NullAway") // hasQueue says that there is one
    void letIn() {
        Fiber next = null;
        lock();
        try {
            while (hasQueue()) {
                Fiber other = holder;
                if (other != null && !isAbandonedBy(other)) {
                    break;
                }
                Fiber first = (Fiber) queue.peekLive();
                if (first == null) {
                    break;
                }
                if (HOLDER.compareAndSet(this, other, first)) {
                    queue.remove(first);
                    next = first;
                    if (hasQueue()) {
                        continue; // marks its program
                    }
                    break;
                }
            }
            queued = hasQueue();
        } finally {
            unlock();
        }
        if (next != null) {
            next.wake();
        }
    }

    /** How long it is to the deadline, not positive if that has passed; {@link #NEVER} if there is none. */
    long timeLeft(Scheduler clock) {
        long at = deadline;
        return at == NEVER ? NEVER : at - clock.nanoTime(); // neither is negative
    }

    /** Lets the goroutine that waits here look at the news. Any thread. */
    void news() {
        IoWait wait = waiting;
        if (wait != null) {
            wait.cancel();
        }
    }

    private static final VarHandle HOLDER;

    static {
        try {
            HOLDER = MethodHandles.lookup().findVarHandle(Side.class, "holder", Fiber.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
