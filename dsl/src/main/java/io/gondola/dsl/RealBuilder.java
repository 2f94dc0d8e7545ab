package io.gondola.dsl;

import io.gondola.dsl.engine.Returned;
import io.gondola.scheduler.Monitoring;
import io.gondola.scheduler.RecorderOptions;
import io.gondola.scheduler.Scheduler;
import io.gondola.scheduler.SchedulerOptions;
import io.gondola.scheduler.StackRoom;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Objects;

/** Builds a runtime with real threads. */
final class RealBuilder extends GoRuntime.Builder {
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
    public GoRuntime.Builder maxProcs(int n) {
        maxProcs = Scheduler.checkMaxProcs(n, "maxProcs");
        return this;
    }

    @Override
    public GoRuntime.Builder maxThreads(int n) {
        maxThreads = SchedulerOptions.checkMaxThreads(n, "maxThreads");
        return this;
    }

    @Override
    public GoRuntime.Builder lendProcessors(int n) {
        lendProcessors = SchedulerOptions.checkLentProcessors(n, "lendProcessors");
        return this;
    }

    @Override
    public GoRuntime.Builder blockingOnVirtualThreads(boolean on) {
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
                throw new IllegalArgumentException("-D" + BLOCKING_PROPERTY + " must be threads or virtual: " + text);
        };
    }

    @Override
    public GoRuntime.Builder output(PrintStream out) {
        output = Objects.requireNonNull(out, "out");
        return this;
    }

    @Override
    public GoRuntime.Builder schedTrace(Duration interval) {
        schedTrace = monitoring(interval, longStep).schedTrace();
        return this;
    }

    @Override
    public GoRuntime.Builder jmx(boolean registered) {
        jmx = registered;
        return this;
    }

    @Override
    public GoRuntime.Builder flightRecorder(Duration last) {
        return flightRecorder(FlightRecorder.lasting(RecorderOptions.checkLast(last, "last")));
    }

    @Override
    public GoRuntime.Builder flightRecorder(FlightRecorder recorder) {
        flightRecorder = Objects.requireNonNull(recorder, "recorder");
        return this;
    }

    @Override
    public GoRuntime.Builder longStep(Duration threshold) {
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
        return SchedulerOptions.checkLentProcessors(RuntimeProperties.number(LEND_PROPERTY, 0), "-D" + LEND_PROPERTY);
    }
}
