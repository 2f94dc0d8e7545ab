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
        boolean interrupted = false;
        while (isAlive()) {
            try {
                join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
