package io.gondola.scheduler;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;

/**
 * A mutual exclusion lock for critical sections of a few dozen instructions that run no user code.
 *
 * <p>It is a superclass rather than a field, so that a channel is one object. It is not reentrant and not owned: the
 * thread that unlocks may be another one than the thread that locked, as long as the critical section is one.
 *
 * @go runtime/lock_futex.go, {@code lock2}, {@code unlock2}
 */
public abstract class SpinLock {
    /*
     * Ordering. acquire is a compare-and-set (volatile semantics), release a setRelease: whatever the holder wrote is
     * visible to the next holder.
     *
     * Contention. Every look at the lock takes its cache line from the holder, who then pays for getting it back. So a
     * waiter looks seldom: it pauses for longer and longer, meanwhile the holder takes and releases the lock several
     * times at full speed.
     *
     * Progress. The holder may lose its core. A waiter therefore pauses for some ten microseconds, then yields its
     * core, then sleeps for times that grow to 1 ms: an oversubscribed machine slows down, it does not burn.
     */
    private static final int PAUSES = 8;
    private static final int FIRST_PAUSE_SPINS = 16;
    private static final int LAST_PAUSE_SPINS = 256;
    private static final int YIELDS = 64;
    private static final long MAX_PARK_NANOS = 1_000_000;

    @SuppressWarnings("unused") // through LOCKED
    private int locked;

    protected SpinLock() {}

    /** Waits until the lock is free, then takes it. */
    public final void lock() {
        if (!LOCKED.compareAndSet(this, 0, 1)) {
            lockContended();
        }
    }

    /** Takes the lock if it is free at this moment. */
    public final boolean tryLock() {
        return LOCKED.compareAndSet(this, 0, 1);
    }

    /** Releases the lock. */
    public final void unlock() {
        LOCKED.setRelease(this, 0);
    }

    @SuppressWarnings("ThreadPriorityCheck") // gives the core to the holder, which may have lost its own
    private void lockContended() {
        int spins = FIRST_PAUSE_SPINS;
        long parkNanos = 1_000;
        for (int i = 0; ; i++) {
            if (i < PAUSES) {
                pause(spins);
                spins = Math.min(2 * spins, LAST_PAUSE_SPINS);
            } else if (i < PAUSES + YIELDS) {
                Thread.yield();
            } else {
                LockSupport.parkNanos(this, parkNanos);
                parkNanos = Math.min(2 * parkNanos, MAX_PARK_NANOS);
            }
            if ((int) LOCKED.getOpaque(this) == 0 && LOCKED.compareAndSet(this, 0, 1)) {
                return;
            }
        }
    }

    private static void pause(int spins) {
        for (int i = 0; i < spins; i++) {
            Thread.onSpinWait();
        }
    }

    private static final VarHandle LOCKED;

    static {
        try {
            LOCKED = MethodHandles.lookup().findVarHandle(SpinLock.class, "locked", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
