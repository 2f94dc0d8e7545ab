package io.gondola.dsl.channel;

import io.gondola.scheduler.Waiter;
import java.util.concurrent.locks.LockSupport;

/** A plain or virtual thread, outside any scheduler, that waits on a channel. */
public final class ThreadWaiter extends Waiter {
    private final Thread thread = Thread.currentThread();
    private volatile boolean woken;

    private ThreadWaiter() {}

    /** Makes an entry for the queue of {@code locked}, whose lock is held; or releases that, if there is no memory. */
    public static ThreadWaiter orUnlock(ChannelCore locked) {
        try {
            return new ThreadWaiter();
        } catch (Throwable noMemory) {
            locked.unlock();
            throw noMemory;
        }
    }

    @Override
    public void wake() {
        woken = true;
        LockSupport.unpark(thread);
    }

    private boolean interrupted;

    /**
     * Waits for {@link #wake}. Returns false if the thread was interrupted before that; its interrupt flag is then
     * clear.
     */
    public boolean await(Object blocker) {
        while (!woken) {
            if (Thread.interrupted()) {
                interrupted = true;
                return false;
            }
            LockSupport.park(blocker);
        }
        return true;
    }

    /**
     * Waits for {@link #wake} for a time. Returns false if the time was up, or the thread was interrupted before that;
     * its interrupt flag is then clear.
     */
    public boolean await(Object blocker, long nanos) {
        long start = System.nanoTime();
        while (!woken) {
            if (Thread.interrupted()) {
                interrupted = true;
                return false;
            }
            long left = Math.max(0, nanos) - (System.nanoTime() - start);
            if (left <= 0) {
                return false;
            }
            LockSupport.parkNanos(blocker, left);
        }
        return true;
    }

    /** Throws if it was an interrupt that ended the wait. */
    public void throwIfInterrupted(String message) throws InterruptedException {
        if (interrupted) {
            throw new InterruptedException(message);
        }
    }

    /** Waits for a {@link #wake} that is certain to come soon, and restores the interrupt that {@link #await} took. */
    public void awaitAfterInterrupt(Object blocker) {
        while (!woken) {
            LockSupport.park(blocker);
            interrupted |= Thread.interrupted();
        }
        if (interrupted) {
            thread.interrupt();
        }
    }
}
