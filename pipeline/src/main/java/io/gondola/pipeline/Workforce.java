package io.gondola.pipeline;

import io.gondola.dsl.engine.Fiber;
import io.gondola.scheduler.SpinLock;
import io.gondola.scheduler.WaitQueue;
import io.gondola.scheduler.Waiter;
import java.util.function.Consumer;

/** The workers of a boundary that wait for jobs, and those that may still be hired. */
final class Workforce extends SpinLock {
    /*
     * Algorithm. For a job one worker is called: one that waits, or a new one. Until it has looked for a job no other
     * is called; if it then finds that there is another job, it calls the next worker, before it begins with its own.
     * So as many work as there are jobs and workers, but no more are woken than find some.
     *
     * Invariants
     *   I1  `idle`, `hired` and `calling` are written under the lock, or `calling` by the worker that was called. No
     *       user code runs, and nobody is woken, under it.
     *   I2  If there is a job and a worker that waits or may be hired, then a worker was called that has not looked
     *       yet, or somebody is about to look for one. For who adds a job adds it, then reads `calling`; a worker that
     *       was called writes `calling`, then takes a job; a worker that waits counts itself in `waiting`, then looks
     *       for a job (Window.Fetch.commit).
     */
    private final int n;
    private final Jobs jobs;
    private final Consumer<Fiber> hire;
    private final WaitQueue idle = new WaitQueue();
    private volatile int waiting;
    private volatile int hired;
    private volatile boolean calling;

    Workforce(int n, Jobs jobs, Consumer<Fiber> hire) {
        this.n = n;
        this.jobs = jobs;
        this.hire = hire;
    }

    /** There is a job: calls a worker if that is of use. A goroutine of the crew. */
    void jobIsThere(Fiber f) {
        if (!calling && (waiting > 0 || hired < n) && jobs.isAny()) {
            call(f);
        }
    }

    private void call(Fiber f) {
        callIdle();
        if (!calling && hired < n && mayHire()) {
            hire.accept(f);
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // under the lock
    private boolean mayHire() {
        lock();
        boolean hires = !calling && hired < n;
        if (hires) {
            hired++;
            calling = true;
        }
        unlock();
        return hires;
    }

    /** The worker that was called is about to look for a job. */
    void callIsHeard() {
        calling = false;
    }

    /** Publishes a worker that waits. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // under the lock
    void await(Fiber f) {
        lock();
        idle.add(f);
        waiting++;
        unlock();
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // under the lock
    boolean withdraw(Fiber f) {
        lock();
        boolean there = idle.remove(f);
        if (there) {
            waiting--;
        }
        unlock();
        return there;
    }

    /** A worker that has just published itself sees a job: lets one that waits look for it, unless one was called. */
    void jobIsSeen() {
        if (!calling) {
            callIdle();
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // under the lock
    private void callIdle() {
        lock();
        Waiter worker = calling ? null : idle.take();
        if (worker != null) {
            waiting--;
            calling = true;
        }
        unlock();
        if (worker != null) {
            worker.wake();
        }
    }

    /** Lets all that wait look for jobs, or find that there are none. */
    void wakeAll() {
        lock();
        Waiter woken = null;
        for (Waiter w = idle.take(); w != null; w = idle.take()) {
            woken = WaitQueue.stack(w, woken);
        }
        waiting = 0;
        unlock();
        while (woken != null) {
            Waiter next = WaitQueue.unstack(woken);
            woken.wake();
            woken = next;
        }
    }
}
