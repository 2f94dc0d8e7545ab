package io.gondola.scheduler;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.file.Path;

/** Who observes a scheduler at this moment: nobody, a trace, Flight Recorder, or both. */
final class Observation {
    /*
     * What the run loop looks at for each event is one switch of the JVM, `anywhere`: whether any scheduler is
     * observed. It is an opaque read from an address that is a constant of the compiled code, without a load before it;
     * a field of the scheduler would need its address first. Only while somebody observes some scheduler do all of them
     * look at their own `current`.
     *
     * An observer's own fields are final, so it is complete for whoever reads it, and neither field needs an acquire.
     * Who begins to observe writes `current`, then the switch, and only then starts or goes on; a goroutine that is
     * queued after that is told of. A thread may go on telling an observer that was just taken away, which must bear
     * it.
     */
    @SuppressWarnings("unused") // through ANYWHERE
    private static boolean anywhere;

    /** How many schedulers are observed. Guarded by the class. */
    private static int observed;

    @SuppressWarnings("unused") // through CURRENT
    private Observer current;

    private Observer flight;
    private OpenTrace trace;

    /** Who observes {@code scheduler}; null if nobody does. */
    static Observer of(Scheduler scheduler) {
        return anywhere() ? (Observer) CURRENT.getOpaque(scheduler.observation) : null;
    }

    /** Whether anybody observes any scheduler. */
    static boolean anywhere() {
        return (boolean) ANYWHERE.getOpaque();
    }

    /** {@code flight} is null while nothing is recorded. */
    synchronized void flight(Observer flight) {
        this.flight = flight;
        publish();
    }

    /** Starts a trace of {@code scheduler}, of so many bytes in memory, until the result is closed. */
    synchronized OpenTrace trace(Scheduler scheduler, Path file, long bytes) throws IOException {
        if (trace != null) {
            throw new IllegalStateException("a trace of this runtime is being written already: file=" + trace.file());
        }
        trace = OpenTrace.of(scheduler, this, file, bytes);
        publish();
        return trace;
    }

    synchronized void ended(OpenTrace ended) {
        if (trace == ended) {
            trace = null;
            publish();
        }
    }

    /** Completes the trace that is being written, if there is one. */
    void close() {
        OpenTrace open;
        synchronized (this) {
            open = trace;
        }
        if (open != null) {
            open.closeQuietly();
        }
    }

    private void publish() {
        Observer before = (Observer) CURRENT.getVolatile(this);
        Observer after = Observer.both(trace, flight);
        CURRENT.setVolatile(this, after);
        count((after == null ? 0 : 1) - (before == null ? 0 : 1));
    }

    private static void count(int delta) {
        synchronized (Observation.class) {
            observed += delta;
            ANYWHERE.setVolatile(observed > 0);
        }
    }

    private static final VarHandle CURRENT;
    private static final VarHandle ANYWHERE;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            CURRENT = lookup.findVarHandle(Observation.class, "current", Observer.class);
            ANYWHERE = lookup.findStaticVarHandle(Observation.class, "anywhere", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
