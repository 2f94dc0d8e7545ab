package io.gondola.dsl;

import io.gondola.dsl.engine.Meters;
import io.gondola.dsl.engine.Nanos;
import io.gondola.dsl.engine.Returned;
import io.gondola.scheduler.Monitoring;
import io.gondola.scheduler.RecorderOptions;
import io.gondola.scheduler.Scheduler;
import io.gondola.scheduler.SchedulerOptions;
import io.gondola.scheduler.SchedulerStats;
import io.gondola.scheduler.Sockets;
import io.gondola.scheduler.StackRoom;
import io.vavr.collection.Map;
import io.vavr.collection.Seq;
import io.vavr.collection.TreeMap;
import io.vavr.collection.Vector;
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

/** A runtime over any scheduler. */
final class SchedulerRuntime extends GoRuntime {
    /** How many programs run in all runtimes with real threads. A number only, which keeps no runtime alive. */
    private static final AtomicInteger LIVE = new AtomicInteger();

    /** Mebibytes for the events of a trace. */
    private static final int TRACE_MEMORY = 64;

    private final Scheduler scheduler;
    private final PrintStream output;
    private final VirtualThreads virtualThreads;
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

    private SchedulerRuntime(Scheduler scheduler, PrintStream output, VirtualThreads virtualThreads) {
        this.scheduler = scheduler;
        this.output = output;
        this.virtualThreads = virtualThreads;
    }

    /** Where blocking code runs; null if on the goroutines' own threads. */
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
        return new Snapshot(
                scheduler.stats(),
                scheduler.pendingTimers(),
                NetworkCounts.of(scheduler.sockets()),
                TreeMap.ofAll(Meters.read(scheduler)).mapValues(MeterReading::new));
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
            AutoCloseable trace =
                    scheduler.trace(file, RuntimeProperties.mebibytes("gondola.trace.memory", TRACE_MEMORY));
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

    private SchedulerRuntime register() {
        try {
            registration.set(ManagedRuntime.register(this));
            return this;
        } catch (Throwable t) {
            close(); // nobody else can
            throw t;
        }
    }

    private record NetworkCounts(long listeners, long connections, long readWaits, long writeWaits) {
        static NetworkCounts of(Sockets s) {
            return new NetworkCounts(s.listeners(), s.connections(), s.readWaits(), s.writeWaits());
        }
    }

    private record Snapshot(SchedulerStats counters, long timers, NetworkCounts network, Map<String, Meter> meters)
            implements Stats {
        @Override
        public long listeners() {
            return network.listeners();
        }

        @Override
        public long connections() {
            return network.connections();
        }

        @Override
        public long readWaits() {
            return network.readWaits();
        }

        @Override
        public long writeWaits() {
            return network.writeWaits();
        }

        @Override
        public long goroutines() {
            return counters.goroutines();
        }

        @Override
        public long spawned() {
            return counters.spawned();
        }

        @Override
        public long parked() {
            return counters.parked();
        }

        @Override
        public long steals() {
            return counters.steals();
        }

        @Override
        public long handoffs() {
            return counters.handoffs();
        }

        @Override
        public long polls() {
            return counters.polls();
        }

        @Override
        public long preemptions() {
            return counters.preemptions();
        }

        @Override
        public long longSteps() {
            return counters.longSteps();
        }

        @Override
        public int queued() {
            return counters.queued();
        }

        @Override
        public int machines() {
            return counters.machines();
        }

        @Override
        public int maxProcs() {
            return counters.maxProcs();
        }

        @Override
        public Seq<ProcessorStats> processors() {
            return Vector.ofAll(counters.processors()).map(ProcessorStats::of);
        }

        @Override
        public String toString() {
            return "goroutines=" + goroutines() + " spawned=" + spawned() + " parked=" + parked() + " steals="
                    + steals()
                    + " handoffs=" + handoffs() + " polls=" + polls() + " preemptions=" + preemptions() + " longSteps="
                    + longSteps() + " timers=" + timers() + " machines=" + machines() + " maxProcs=" + maxProcs();
        }
    }

    /** Builds a runtime with real threads. */
    static final class RealBuilder extends Builder {
        private static final String MAX_PROCS_PROPERTY = "gondola.maxprocs";
        private static final String LEND_PROPERTY = "gondola.lendprocessors";
        private static final String BLOCKING_PROPERTY = "gondola.blocking";

        private int maxProcs;
        private int maxThreads;
        private int lendProcessors = -1;
        private boolean blockingOnVirtualThreads = defaultBlocking();
        private PrintStream output = System.out;
        private Duration schedTrace = RuntimeProperties.millis("gondola.schedtrace", Duration.ZERO);
        private boolean jmx = RuntimeProperties.flag("gondola.jmx");
        private FlightRecorder flightRecorder = FlightRecorder.byProperty();
        private Duration longStep = RuntimeProperties.millis("gondola.longstep", Monitoring.LONG_STEP);

        @Override
        public Builder maxProcs(int n) {
            maxProcs = Scheduler.checkMaxProcs(n, "maxProcs");
            return this;
        }

        @Override
        public Builder maxThreads(int n) {
            maxThreads = SchedulerOptions.checkMaxThreads(n, "maxThreads");
            return this;
        }

        @Override
        public Builder lendProcessors(int n) {
            lendProcessors = SchedulerOptions.checkLentProcessors(n, "lendProcessors");
            return this;
        }

        @Override
        public Builder blockingOnVirtualThreads(boolean on) {
            if (on) {
                VirtualThreads.check("blockingOnVirtualThreads");
            }
            blockingOnVirtualThreads = on;
            return this;
        }

        private static boolean defaultBlocking() {
            String text = System.getProperty(BLOCKING_PROPERTY, "threads").trim();
            return switch (text) {
                case "threads" -> false;
                case "virtual" -> {
                    VirtualThreads.check("-D" + BLOCKING_PROPERTY + "=virtual");
                    yield true;
                }
                default ->
                    throw new IllegalArgumentException(
                            "-D" + BLOCKING_PROPERTY + " must be threads or virtual: " + text);
            };
        }

        @Override
        public Builder output(PrintStream out) {
            output = Objects.requireNonNull(out, "out");
            return this;
        }

        @Override
        public Builder schedTrace(Duration interval) {
            schedTrace = monitoring(interval, longStep).schedTrace();
            return this;
        }

        @Override
        public Builder jmx(boolean registered) {
            jmx = registered;
            return this;
        }

        @Override
        public Builder flightRecorder(Duration last) {
            return flightRecorder(FlightRecorder.lasting(RecorderOptions.checkLast(last, "last")));
        }

        @Override
        public Builder flightRecorder(FlightRecorder recorder) {
            flightRecorder = Objects.requireNonNull(recorder, "recorder");
            return this;
        }

        @Override
        public Builder longStep(Duration threshold) {
            longStep = monitoring(schedTrace, threshold).longStep();
            return this;
        }

        private static Monitoring monitoring(Duration schedTrace, Duration longStep) {
            return new Monitoring(schedTrace, RuntimeProperties.flag("gondola.scheddetail"), longStep, System.err);
        }

        @Override
        public GoRuntime build() {
            StackRoom.checkToStart();
            var unused = RuntimeProperties.flag("gondola.debug"); // read when the first program is built; checked here
            if (RuntimeProperties.flag("gondola.callers")) {
                Returned.show();
            }
            SchedulerOptions options = SchedulerOptions.processors(maxProcs == 0 ? defaultMaxProcs() : maxProcs)
                    .withMonitoring(monitoring(schedTrace, longStep).withRecorder(flightRecorder.options()))
                    .withLentProcessors(lendProcessors < 0 ? defaultLendProcessors() : lendProcessors);
            if (maxThreads > 0) {
                options = options.withMaxThreads(maxThreads);
            }
            if (jmx && !isReadable("java.management")) {
                throw new IllegalStateException(
                        "jmx needs the module java.management: start with --add-modules java.management");
            }
            SchedulerRuntime runtime = new SchedulerRuntime(
                    Scheduler.workStealing(options), output, blockingOnVirtualThreads ? new VirtualThreads() : null);
            return jmx ? runtime.register() : runtime;
        }

        private static boolean isReadable(String module) {
            Module own = GoRuntime.class.getModule();
            return ModuleLayer.boot().findModule(module).filter(own::canRead).isPresent();
        }

        private static int defaultMaxProcs() {
            int n = RuntimeProperties.number(
                    MAX_PROCS_PROPERTY, Runtime.getRuntime().availableProcessors());
            return Scheduler.checkMaxProcs(n, "-D" + MAX_PROCS_PROPERTY);
        }

        private static int defaultLendProcessors() {
            return SchedulerOptions.checkLentProcessors(
                    RuntimeProperties.number(LEND_PROPERTY, 0), "-D" + LEND_PROPERTY);
        }
    }
}
