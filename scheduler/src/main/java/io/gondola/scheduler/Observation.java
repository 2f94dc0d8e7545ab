package io.gondola.scheduler;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Who observes a scheduler at this moment: nobody, or a trace, the JDK's Flight Recorder, our own, or all of these. */
final class Observation {
    /*
     * What the run loop looks at for each event is one switch of the JVM, `anywhere`: whether any scheduler is
     * observed. It is an opaque read from an address that is a constant of the compiled code, without a load before it;
     * a field of the scheduler would need its address first. Only while somebody observes some scheduler do all of them
     * look at their own `current`.
     *
     * An observer's own fields are final, so it is complete for every thread that reads it, and neither field needs an
     * acquire. Who begins to observe writes `current`, then the switch, and only then starts or goes on; a goroutine
     * that is queued after that is told of. A thread may go on telling an observer that was just taken away, which must
     * bear it.
     *
     * A recorder or a trace may pause, and then only it is not told: see Pause.
     */
    @SuppressWarnings("unused") // through ANYWHERE
    private static boolean anywhere;

    /** How many schedulers are observed. Guarded by the class. */
    private static int observed;

    @SuppressWarnings("unused") // through CURRENT
    private @Nullable Observer current;

    final ReentrantLock lock = new ReentrantLock();

    // guarded by the lock
    private @Nullable Observer flight;
    private @Nullable OpenTrace trace;
    private @Nullable Observer recorder;
    private @Nullable Pause recorderPause;

    /** Who observes {@code scheduler}; null if nobody does. */
    static @Nullable Observer of(Scheduler scheduler) {
        return anywhere() ? (Observer) CURRENT.getOpaque(scheduler.observation) : null;
    }

    /** As above. Static, so that nothing of {@code observation} is loaded while nobody observes any scheduler. */
    static @Nullable Observer of(Observation observation) {
        return anywhere() ? (Observer) CURRENT.getOpaque(observation) : null;
    }

    /** Whether anybody observes any scheduler. */
    static boolean anywhere() {
        return (boolean) ANYWHERE.getOpaque();
    }

    /** {@code flight} is null while nothing is recorded. */
    void flight(@Nullable Observer flight) {
        lock.lock();
        try {
            this.flight = flight;
            publish();
        } finally {
            lock.unlock();
        }
    }

    /** {@code recorder} is null while there is none; {@code pause} is when it is not told. */
    void recorder(@Nullable Observer recorder, @Nullable Pause pause) {
        lock.lock();
        try {
            this.recorder = recorder;
            recorderPause = pause;
            publish();
        } finally {
            lock.unlock();
        }
    }

    /** Starts a trace of {@code scheduler}, of so many bytes in memory, until the result is closed. */
    OpenTrace trace(Scheduler scheduler, Path file, long bytes) throws IOException {
        lock.lock();
        try {
            if (trace != null) {
                throw new IllegalStateException(
                        "a trace of this runtime is being written already: file=" + trace.file());
            }
            trace = OpenTrace.of(scheduler, this, file, bytes);
            publish();
            return trace;
        } finally {
            lock.unlock();
        }
    }

    void ended(OpenTrace ended) {
        lock.lock();
        try {
            if (trace == ended) {
                trace = null;
                publish();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Completes the trace that is being written, if there is one. */
    void close() {
        OpenTrace open;
        lock.lock();
        try {
            open = trace;
        } finally {
            lock.unlock();
        }
        if (open != null) {
            open.closeQuietly();
        }
    }

    /** Under the lock. */
    void publish() {
        Observer before = (Observer) CURRENT.getVolatile(this);
        Observer traced = trace == null ? null : unlessPaused(trace.observer(), trace.pause());
        Observer after = Observer.both(traced, Observer.both(flight, unlessPaused(recorder, recorderPause)));
        CURRENT.setVolatile(this, after);
        count((after == null ? 0 : 1) - (before == null ? 0 : 1));
    }

    private static @Nullable Observer unlessPaused(@Nullable Observer observer, @Nullable Pause pause) {
        return pause != null && pause.lasts() ? null : observer;
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
