package io.gondola.scheduler;

import java.util.concurrent.locks.LockSupport;

/** The thread that writes a trace, so that nobody else waits for a disk. It exists while the trace is open. */
final class TraceWriter extends Thread {
    private static final long PERIOD_NANOS = 2_000_000;

    private final Trace trace;

    TraceWriter(Trace trace) {
        super(null, null, "gondola-trace", 0, false);
        setDaemon(true);
        this.trace = trace;
    }

    @Override
    public void run() {
        while (!trace.closed()) {
            trace.drain();
            LockSupport.parkNanos(this, PERIOD_NANOS);
        }
    }

    /** Waits for its end; the trace says that it is closed. */
    void end() {
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
