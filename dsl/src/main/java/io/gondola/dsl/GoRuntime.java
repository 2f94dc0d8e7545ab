package io.gondola.dsl;

import io.gondola.scheduler.deterministic.RandomWalk;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/**
 * Runs programs: a scheduler with its threads, clock and output.
 *
 * <pre>{@code
 * try (GoRuntime rt = GoRuntime.builder().maxProcs(4).build()) {
 *     int answer = rt.run(Go.pure(42));
 * }
 * }</pre>
 *
 * <p>When the main goroutine of a program returns, the program ends: its other goroutines are dropped, and their defers do
 * not run. An uncaught panic in any of them ends it, too. Several programs may run in one runtime, one after another or side
 * by side.
 *
 * @go runtime/proc.go
 */
public abstract class GoRuntime implements AutoCloseable {
    GoRuntime() {}

    /** Describes a runtime that runs goroutines on real threads. */
    public static Builder builder() {
        return new SchedulerRuntime.RealBuilder();
    }

    /**
     * Makes a runtime that runs goroutines on the caller's thread, with virtual time, in an order that {@code seed} alone
     * decides: at each operation that others can observe it may switch to any goroutine that can run. When all wait, its clock
     * moves on to the next timer. The clock begins at 2000-01-01 00:00:00 UTC.
     *
     * <p>{@link #start} then runs the program to its end before it returns. A goroutine must not be completed by another
     * thread.
     */
    public static GoRuntime deterministic(long seed) {
        return deterministic(seed, System.out);
    }

    /** As {@link #deterministic(long)}, with {@link Go#println} writing to {@code out}. */
    public static GoRuntime deterministic(long seed, PrintStream out) {
        return new SchedulerRuntime(new RandomWalk(seed), Objects.requireNonNull(out, "out"));
    }

    /**
     * Runs {@code program} in a new main goroutine, and waits for its end.
     *
     * @return what the program yields
     * @throws NullPointerException if {@code program} is null
     * @throws IllegalStateException {@code runtime is closed}; or if called inside a goroutine of this runtime, which would
     *     block its thread: there, use {@code flatMap} or {@code go}
     * @throws Panic if a goroutine panics and does not recover
     * @throws FatalError {@code all goroutines are asleep - deadlock!} and the like
     * @throws java.util.concurrent.CancellationException if the runtime is closed, or this thread interrupted, before the end;
     *     the program is ended then
     */
    public abstract <A> A run(Go<A> program);

    /**
     * Runs {@code program} in a new main goroutine, and returns at once. The future completes as {@link #run} returns or
     * throws; cancelling it ends the program.
     */
    public abstract <A> CompletableFuture<A> start(Go<A> program);

    /** What the goroutines do at this moment. Any thread; takes no lock. */
    public abstract Dump dump();

    /** The counters at this moment. Any thread. */
    public abstract Stats stats();

    /**
     * Sets how many goroutines may run at once.
     *
     * @return the former number
     * @throws IllegalArgumentException {@code n must be from 1 to 1024: 0}
     * @go runtime/debug.go, {@code GOMAXPROCS}
     */
    public abstract int setMaxProcs(int n);

    /**
     * Declares an outside party that may wake goroutines, such as a thread that completes an {@link Go#async} wait: no deadlock
     * is reported until the result is closed.
     */
    public abstract AutoCloseable attach();

    /**
     * Refuses new programs, waits until those that run have ended, but no longer than {@code timeout}, then {@linkplain #close
     * closes} the runtime.
     *
     * <pre>{@code
     * if (!rt.shutdown(Duration.ofSeconds(5))) {
     *     log.warn("some programs had to be cut short");
     * }
     * }</pre>
     *
     * <p>An interrupt of the waiting thread counts as the end of the timeout; the thread stays interrupted.
     *
     * @param timeout how long to wait; zero closes at once
     * @return whether all programs had ended by themselves, however they ended, before the runtime was closed
     * @throws NullPointerException if {@code timeout} is null
     * @throws IllegalArgumentException {@code timeout must not be negative: PT-1S}
     * @throws IllegalStateException if called inside a goroutine of this runtime, which would wait for itself: there, use {@link
     *     #close}
     */
    public abstract boolean shutdown(Duration timeout);

    /**
     * Ends all programs, whose runs throw a {@link java.util.concurrent.CancellationException}, interrupts code in {@link
     * Go#blocking}, and stops the threads. Closing it again does nothing.
     */
    @Override
    public abstract void close();

    /** Describes a runtime. */
    public abstract static class Builder {
        Builder() {}

        /**
         * Sets how many goroutines may run at once. The default is {@code -Dgondola.maxprocs}, or the number of available
         * processors.
         *
         * @throws IllegalArgumentException {@code maxProcs must be from 1 to 1024: 0}
         */
        public abstract Builder maxProcs(int n);

        /**
         * Sets how many threads may run goroutines or their {@link Go#blocking} code at once; 10 000 by default. A runtime that
         * needs one more ends all its programs with {@code fatal error: thread exhaustion}.
         *
         * @throws IllegalArgumentException {@code maxThreads must be at least 1: 0}
         * @go runtime/debug/garbage.go, {@code SetMaxThreads}
         */
        public abstract Builder maxThreads(int n);

        /** Sets where {@link Go#println} writes; the standard output by default. */
        public abstract Builder output(PrintStream out);

        /** Makes the runtime and starts its threads. */
        public abstract GoRuntime build();
    }
}
