package io.gondola.scheduler;

import java.util.function.Consumer;

/**
 * How a scheduler with real threads is made. Immutable; each {@code with} method returns a changed copy.
 *
 * @param maxProcs how many goroutines run at once, from 1 to 1024
 * @param maxThreads how many threads may run goroutines or their blocking code, at least 1; needing more ends all
 *     programs
 * @param lentProcessors how many more goroutines may run while steps of plain Java code hold processors for too long, 0
 *     to 1024
 * @param retireAfterNanos how long a thread stays without work before it ends, positive
 * @param starter starts each thread that the scheduler makes; may throw as {@link Thread#start} does
 * @param monitoring what it tells about itself
 */
public record SchedulerOptions(
        int maxProcs,
        int maxThreads,
        int lentProcessors,
        long retireAfterNanos,
        Consumer<Thread> starter,
        Monitoring monitoring) {
    private static final int MAX_THREADS = 10_000; // Go: proc.go, sched.maxmcount
    private static final long RETIRE_AFTER_NANOS = 10_000_000_000L;

    public SchedulerOptions {
        Scheduler.checkMaxProcs(maxProcs, "maxProcs");
        checkMaxThreads(maxThreads, "maxThreads");
        checkLentProcessors(lentProcessors, "lentProcessors");
        if (retireAfterNanos < 1) {
            throw new IllegalArgumentException("retireAfterNanos must be positive: " + retireAfterNanos);
        }
    }

    /** The usual options. */
    public static SchedulerOptions processors(int maxProcs) {
        return new SchedulerOptions(maxProcs, MAX_THREADS, 0, RETIRE_AFTER_NANOS, Thread::start, Monitoring.DEFAULT);
    }

    /** Refuses what is no number of threads. */
    public static int checkMaxThreads(int n, String name) {
        if (n < 1) {
            throw new IllegalArgumentException(name + " must be at least 1: " + n);
        }
        return n;
    }

    /** Refuses what is no number of processors to lend. */
    public static int checkLentProcessors(int n, String name) {
        if (n < 0 || n > Scheduler.MAX_PROCS) {
            throw new IllegalArgumentException(name + " must be from 0 to " + Scheduler.MAX_PROCS + ": " + n);
        }
        return n;
    }

    public SchedulerOptions withMaxThreads(int n) {
        return new SchedulerOptions(maxProcs, n, lentProcessors, retireAfterNanos, starter, monitoring);
    }

    public SchedulerOptions withLentProcessors(int n) {
        return new SchedulerOptions(maxProcs, maxThreads, n, retireAfterNanos, starter, monitoring);
    }

    public SchedulerOptions withRetireAfterNanos(long nanos) {
        return new SchedulerOptions(maxProcs, maxThreads, lentProcessors, nanos, starter, monitoring);
    }

    public SchedulerOptions withStarter(Consumer<Thread> startsThreads) {
        return new SchedulerOptions(maxProcs, maxThreads, lentProcessors, retireAfterNanos, startsThreads, monitoring);
    }

    public SchedulerOptions withMonitoring(Monitoring m) {
        return new SchedulerOptions(maxProcs, maxThreads, lentProcessors, retireAfterNanos, starter, m);
    }
}
