package io.gondola.scheduler;

import java.util.concurrent.locks.LockSupport;

/** A thread that works for an open trace now and then, and exists as long as that. */
abstract class TraceThread extends Thread {
    TraceThread() {
        super(null, null, "gondola-trace", 0, false);
        setDaemon(true);
    }

    /** Waits for the thread's end, which it has been told to come to; keeps an interrupt for the caller. */
    final void awaitEnd() {
        LockSupport.unpark(this);
        awaitEnd(this);
    }

    /** As {@link #awaitEnd()}, of a thread that comes to its end by itself. */
    static void awaitEnd(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
