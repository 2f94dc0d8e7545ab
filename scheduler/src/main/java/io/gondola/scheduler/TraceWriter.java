package io.gondola.scheduler;

import java.util.concurrent.locks.LockSupport;

/** The thread that writes a trace, so that nobody else waits for a disk. It exists while the trace is open. */
final class TraceWriter extends TraceThread {
    private static final long PERIOD_NANOS = 2_000_000;

    private final Trace trace;

    TraceWriter(Trace trace) {
        this.trace = trace;
    }

    @Override
    public void run() {
        while (!trace.closed()) {
            trace.drain();
            LockSupport.parkNanos(this, PERIOD_NANOS);
        }
    }
}
