package io.gondola.dsl;

import io.gondola.dsl.engine.Closings;
import io.gondola.dsl.engine.Nanos;
import io.gondola.scheduler.Scheduler;
import io.gondola.scheduler.StackRoom;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A runtime over any scheduler. */
final class SchedulerRuntime extends GoRuntime {
    /** How many programs run in all runtimes with real threads. A number only, which keeps no runtime alive. */
    private static final AtomicInteger LIVE = new AtomicInteger();

    private final Scheduler scheduler;
    private final PrintStream output;
    private final @Nullable VirtualThreads virtualThreads;
    private final Set<ProgramRun<?>> runs = ConcurrentHashMap.newKeySet();
    private final CompletionThreads completionThreads = new CompletionThreads();
    private final AtomicReference<ManagedRuntime> registration = new AtomicReference<>();

    /**
     * Written before shutdown looks at {@code runs}; read after a new run was added there: one of the two sees the
     * other.
     */
    private volatile boolean shuttingDown;

    SchedulerRuntime(Scheduler scheduler, PrintStream output) {
        this(scheduler, output, null);
    }

    /** {@code virtualThreads} is where blocking code runs; null if on the goroutines' own threads. */
    SchedulerRuntime(Scheduler scheduler, PrintStream output, @Nullable VirtualThreads virtualThreads) {
        this.scheduler = scheduler;
        this.output = output;
        this.virtualThreads = virtualThreads;
    }

    /** Where blocking code runs; null if on the goroutines' own threads. */
    @Nullable
    VirtualThreads virtualThreads() {
        return virtualThreads;
    }

    Scheduler scheduler() {
        return scheduler;
    }

    PrintStream output() {
        return output;
    }

    CompletionThreads completionThreads() {
        return completionThreads;
    }

    void forget(ProgramRun<?> run) {
        if (runs.remove(run) && !scheduler.deterministic()) {
            LIVE.decrementAndGet();
        }
    }

    private void remember(ProgramRun<?> run) {
        runs.add(run);
        if (!scheduler.deterministic()) {
            LIVE.incrementAndGet();
        }
    }

    /**
     * Whether programs run in other runtimes with real threads: at this moment, so that it may be wrong about one that
     * just ends.
     */
    boolean othersRun() {
        return !scheduler.deterministic() && LIVE.get() > runs.size();
    }

    @Override
    public <A> A run(Go<A> program) {
        return begin(program, "run", false).await();
    }

    @Override
    public <A> CompletableFuture<A> start(Go<A> program) {
        return begin(program, "start", true).result();
    }

    private <A> ProgramRun<A> begin(Go<A> program, String call, boolean withFuture) {
        Objects.requireNonNull(program, "program");
        if (scheduler.onOwnThread()) {
            throw new IllegalStateException(call + " must not be called inside a goroutine of the same runtime:"
                    + " it would block the thread that runs it; use flatMap, then or go");
        }
        if (scheduler.closed()) {
            throw scheduler.refusal();
        }
        StackRoom.checkForMuch();
        ProgramRun<A> run = new ProgramRun<>(this, withFuture);
        remember(run);
        try {
            if (shuttingDown) {
                throw new IllegalStateException("runtime is shutting down");
            }
            scheduler.start(run, run.main(program));
        } catch (Throwable t) {
            run.abort(t); // shutdown may have found it already, and wait for its end
            throw t;
        }
        scheduler.drive(run);
        return run;
    }

    @Override
    public Dump dump() {
        StackRoom.checkForMuch();
        return ProgramDump.of(runs);
    }

    @Override
    public Census census() {
        StackRoom.checkForMuch();
        Count count = new Count();
        runs.forEach(run -> run.visit(count::add));
        return count.census();
    }

    @Override
    public Stats stats() {
        StackRoom.checkForMuch();
        return Snapshot.of(scheduler);
    }

    @Override
    public String toString() {
        return "GoRuntime[" + (scheduler.closed() ? "closed" : stats().toString()) + "]";
    }

    @Override
    public int setMaxProcs(int n) {
        StackRoom.checkForMuch();
        return scheduler.setMaxProcs(n);
    }

    @Override
    public AutoCloseable trace(Path file) {
        Objects.requireNonNull(file, "file");
        if (scheduler.closed()) {
            throw new IllegalStateException("runtime is closed");
        }
        StackRoom.checkForMuch();
        try {
            AutoCloseable trace = scheduler.trace(file, RuntimeProperties.traceMemory());
            return () -> {
                StackRoom.checkForMuch();
                trace.close();
            };
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the trace: file=" + file, e);
        }
    }

    @Override
    public void writeFlight(Path file) {
        Objects.requireNonNull(file, "file");
        StackRoom.checkForMuch();
        try {
            scheduler.writeFlight(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the flight recording: file=" + file, e);
        }
    }

    @Override
    public AutoCloseable attach() {
        StackRoom.checkForMuch();
        AtomicBoolean open = new AtomicBoolean(true);
        scheduler.outsiders(1);
        return () -> {
            StackRoom.checkToStart(); // a deadlock may be told, which ends programs
            if (open.getAndSet(false)) {
                scheduler.outsiders(-1);
            }
        };
    }

    @Override
    public boolean shutdown(Duration timeout) {
        Checks.notNegative(Objects.requireNonNull(timeout, "timeout"), "timeout");
        if (scheduler.onOwnThread()) {
            throw new IllegalStateException(
                    "shutdown must not be called inside a goroutine of the same runtime: it would wait for itself; use"
                            + " close");
        }
        StackRoom.checkToStart();
        shuttingDown = true;
        long start = System.nanoTime();
        long nanos = Nanos.of(timeout);
        boolean ended = true;
        for (ProgramRun<?> run : runs) {
            ended &= run.awaitEnd(nanos - (System.nanoTime() - start));
        }
        close();
        return ended;
    }

    @Override
    public void close() {
        StackRoom.checkForMuch();
        try {
            scheduler.close();
        } finally {
            Closings.run(scheduler);
            completionThreads.close();
            if (virtualThreads != null) {
                virtualThreads.close();
            }
            ManagedRuntime registered = registration.getAndSet(null);
            if (registered != null) {
                registered.close();
            }
        }
    }

    /** Registers it with JMX. If that fails, it is closed. */
    SchedulerRuntime register() {
        try {
            registration.set(ManagedRuntime.register(this));
            return this;
        } catch (Throwable t) {
            close(); // nobody else can
            throw t;
        }
    }
}
