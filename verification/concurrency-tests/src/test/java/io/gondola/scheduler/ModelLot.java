package io.gondola.scheduler;

/** A semaphore for goroutines, made as channels are: a spin lock, a wait queue, and waking after unlocking. */
final class ModelLot extends SpinLock {
    private final WaitQueue waiters = new WaitQueue();
    private int permits;

    /** Before any thread runs: {@code g} has parked here. */
    void parkedAtStart(ModelGoroutine g) {
        g.state(Goroutine.WAITING);
        waiters.add(g);
    }

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
