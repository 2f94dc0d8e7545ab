package io.gondola.scheduler;

/** A semaphore for goroutines, made as channels are: a spin lock, a wait queue, and waking after unlocking. */
final class ParkingLot extends SpinLock {
    private final WaitQueue waiters = new WaitQueue();
    private int permits;

    /** As the last act of {@code g}'s run. */
    void park(Goroutine g) {
        lock();
        if (permits == 0) {
            waiters.add(g);
            unlock();
            return;
        }
        permits--;
        unlock();
        g.wake();
    }

    /** Lets one goroutine go on, now or when it comes. */
    void release() {
        lock();
        Waiter w = waiters.take();
        if (w == null) {
            permits++;
        }
        unlock();
        if (w != null) {
            w.wake();
        }
    }
}
