package io.gondola.scheduler;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.file.Path;

/** Who observes a scheduler at this moment: nobody, a trace, Flight Recorder, or both. */
final class Observation {
    /*
     * `current` is what the run loop looks at: one opaque read of a field that hardly ever changes, per event. An observer's own
     * fields are final, so it is complete for whoever reads it, and the field needs no acquire. A thread may go on telling an
     * observer that was just taken away, which must bear it.
     */
    @SuppressWarnings("unused") // through CURRENT
    private Observer current;

    private Observer flight;
    private Trace trace;

    /** Null if nobody observes. */
    Observer current() {
        return (Observer) CURRENT.getOpaque(this);
    }

    /** {@code flight} is null while nothing is recorded. */
    synchronized void flight(Observer flight) {
        this.flight = flight;
        publish();
    }

    /** Starts to write a trace of {@code scheduler} to {@code file}, until the result is closed. */
    synchronized Trace trace(Scheduler scheduler, Path file) throws IOException {
        if (trace != null) {
            throw new IllegalStateException("a trace of this runtime is being written already: file=" + trace.file());
        }
        trace = new Trace(scheduler, this, file);
        publish();
        return trace;
    }

    synchronized void ended(Trace ended) {
        if (trace == ended) {
            trace = null;
            publish();
        }
    }

    /** Completes the trace that is being written, if there is one. */
    void close() {
        Trace open;
        synchronized (this) {
            open = trace;
        }
        if (open != null) {
            open.closeQuietly();
        }
    }

    private void publish() {
        CURRENT.setVolatile(this, Observer.both(trace, flight));
    }

    private static final VarHandle CURRENT;

    static {
        try {
            CURRENT = MethodHandles.lookup().findVarHandle(Observation.class, "current", Observer.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
