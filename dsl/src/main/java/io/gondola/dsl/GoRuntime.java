package io.gondola.dsl;

import io.gondola.dsl.annotation.CanIgnoreReturnValue;
import io.gondola.dsl.annotation.CheckReturnValue;
import io.gondola.dsl.engine.Returned;
import io.gondola.scheduler.deterministic.RandomWalk;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
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
 * <p>When the main goroutine of a program returns, the program ends: its other goroutines are dropped, and their defers
 * do not run. An uncaught panic in any of them ends it, too. Several programs may run in one runtime, one after another
 * or side by side.
 *
 * @go runtime/proc.go
 */
@CheckReturnValue
public abstract class GoRuntime implements AutoCloseable {
    GoRuntime() {}

    /** Describes a runtime that runs goroutines on real threads. */
    public static Builder builder() {
        return new RealBuilder();
    }

    /**
     * Makes a runtime that runs goroutines on the caller's thread, with virtual time, in an order that {@code seed}
     * alone decides: at each operation that others can observe it may switch to any goroutine that can run. When all
     * wait, its clock moves on to the next timer. The clock begins at 2000-01-01 00:00:00 UTC.
     *
     * <p>{@link #start} then runs the program to its end before it returns. A goroutine must not be completed by
     * another thread.
     */
    public static GoRuntime deterministic(long seed) {
        return deterministic(seed, System.out);
    }

    /** As {@link #deterministic(long)}, with {@link Go#println} writing to {@code out}. */
    public static GoRuntime deterministic(long seed, PrintStream out) {
        Returned.show();
        return new SchedulerRuntime(new RandomWalk(seed), Objects.requireNonNull(out, "out"));
    }

    /**
     * Runs {@code program} in a new main goroutine, and waits for its end.
     *
     * @return what the program yields
     * @throws NullPointerException if {@code program} is null
     * @throws IllegalStateException {@code runtime is closed}; or if called inside a goroutine of this runtime, which
     *     would block its thread: there, use {@code flatMap} or {@code go}
     * @throws Panic if a goroutine panics and does not recover
     * @throws FatalError {@code all goroutines are asleep - deadlock!} and the like
     * @throws java.util.concurrent.CancellationException if the runtime is closed, or this thread interrupted, before
     *     the end; the program is ended then
     * @throws OutOfMemoryError if the program has used up the memory and this could not become a {@link Panic} of its
     *     goroutine
     */
    @CanIgnoreReturnValue
    public abstract <A> A run(Go<A> program);

    /**
     * Runs {@code program} in a new main goroutine, and returns at once. The future completes as {@link #run} returns
     * or throws; cancelling it ends the program.
     *
     * <p>What is chained to the future is no part of a goroutine, whichever thread completes it: it may call
     * {@link #run}, {@code start} and {@link #close}, and block, which holds up no goroutine, and no other future.
     *
     * <pre>{@code
     * rt.start(sleep(Duration.ofMillis(50))).thenCompose(v -> rt.start(pure(2)))
     * }</pre>
     *
     * <p>It runs on the thread on which the program ended, as code in {@link Go#blocking} does, and counts as one of
     * {@link Builder#maxThreads}; on a thread named {@code gondola-end-<n>} if the program was closed or is deadlocked.
     */
    @CanIgnoreReturnValue
    public abstract <A> CompletableFuture<A> start(Go<A> program);

    /** What the goroutines do at this moment. Any thread; takes no lock. */
    public abstract Dump dump();

    /**
     * How many goroutines do what at this moment, and where they were started; a runtime that is closed has none. Any
     * thread; takes no lock, and never parks. Go's goroutine profile stops the world instead.
     *
     * @go runtime/pprof/pprof.go, {@code writeGoroutine}
     */
    public abstract Census census();

    /** The counters at this moment. Any thread. */
    public abstract Stats stats();

    /**
     * Sets how many goroutines may run at once.
     *
     * @return the former number
     * @throws IllegalArgumentException {@code n must be from 1 to 1024: 0}
     * @go runtime/debug.go, {@code GOMAXPROCS}
     */
    @CanIgnoreReturnValue
    public abstract int setMaxProcs(int n);

    /**
     * Declares an outside party that may wake goroutines, such as a thread that completes an {@link Go#async} wait: no
     * deadlock is reported until the result is closed.
     *
     * <p>The goroutines of another runtime are an outside party, too. If they are to serve goroutines of this one,
     * through a channel or a lock that both use, declare it here, or call {@link Channel#blocking} of that channel:
     * otherwise a program of this runtime all of whose goroutines wait is deadlocked, whatever the other runtime would
     * do later.
     */
    public abstract AutoCloseable attach();

    /**
     * Refuses new programs, waits until those that run have ended, but no longer than {@code timeout}, then
     * {@linkplain #close closes} the runtime.
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
     * @throws IllegalStateException if called inside a goroutine of this runtime, which would wait for itself: there,
     *     use {@link #close}
     */
    public abstract boolean shutdown(Duration timeout);

    /**
     * Writes what the goroutines do from here on to {@code file}, until the result is closed: when they are created,
     * run, wait and why, are readied and by whom; and when processors steal them or are handed off.
     *
     * <pre>{@code
     * try (AutoCloseable trace = rt.trace(Path.of("trace.html"))) {
     *     rt.run(program);
     * }
     * }</pre>
     *
     * <p>If the name ends in {@code .html}, the file is a page that any browser shows without a network: what was
     * waited for, where and how long, and a drawing of who ran when. Its events are kept in memory until it is closed.
     * There is room for {@code -Dgondola.trace.memory} mebibytes of them, 64 if nothing else is said, in equal shares
     * for the processors and for all other threads; then the oldest are dropped, and the page says how many. From then
     * on at most 5000 events of each processor are written down in 10 ms, so that what an open trace costs is
     * bounded, and of what goes beyond that the page says that it is missing.
     *
     * <p>Any other file is JSON in the Trace Event Format, which {@code https://ui.perfetto.dev} and
     * {@code chrome://tracing} show: a lane for each processor, a slice for each time that a goroutine ran, and an
     * arrow from who readied it. Events that come faster than they are written are dropped, and their number stands at
     * the end of the file.
     *
     * <p>If the name ends in {@code .gz}, as {@code trace.json.gz} does, the file is packed.
     *
     * <p>The file is complete once the result is closed, which throws an {@link IOException} if it could not be
     * written; closing the runtime completes it, too. Goroutines never wait for the file. Under the deterministic
     * runtime nothing is dropped, and times are virtual.
     *
     * @throws IllegalArgumentException
     *     {@code -Dgondola.trace.memory must be a number of mebibytes from 1 to 1048576: 0}
     * @throws UncheckedIOException {@code cannot write the trace: file=...}
     * @throws IllegalStateException {@code runtime is closed}; or
     *     {@code a trace of this runtime is being written already: file=...}
     * @go runtime/trace/trace.go, {@code Start}
     */
    @CanIgnoreReturnValue
    public abstract AutoCloseable trace(Path file);

    /**
     * Writes what goroutines did in the last seconds to {@code file}, as the same page that {@link #trace} writes;
     * packed if the name ends in {@code .gz}. What happens is kept all the time if the runtime was built with
     * {@link Builder#flightRecorder(Duration)}, and goes on to be kept. A file that is there is overwritten.
     *
     * <p>Any thread; it does not park, but blocks the thread until the file is written, after others that are being
     * written. So a goroutine calls it in {@link Go#blocking}. Where two want a file at once, Go's recorder refuses the
     * second one.
     *
     * @throws NullPointerException {@code file}
     * @throws UncheckedIOException {@code cannot write the flight recording: file=...}
     * @throws IllegalStateException {@code runtime has no flight recorder: build it with flightRecorder(...)}; {@code
     *     the deterministic runtime has no flight recorder: use trace}; or {@code runtime is closed}
     * @go runtime/trace/flightrecorder.go, {@code WriteTo}
     */
    public abstract void writeFlight(Path file);

    /**
     * Ends all programs, whose runs throw a {@link java.util.concurrent.CancellationException}, interrupts code in
     * {@link Go#blocking}, and stops the threads. Closing it again does nothing.
     */
    @Override
    public abstract void close();

    /** Describes a runtime. */
    public abstract static class Builder {
        Builder() {}

        /**
         * Sets how many goroutines may run at once. The default is {@code -Dgondola.maxprocs}, or the number of
         * available processors.
         *
         * @throws IllegalArgumentException {@code maxProcs must be from 1 to 1024: 0}
         */
        @CanIgnoreReturnValue
        public abstract Builder maxProcs(int n);

        /**
         * Sets how many threads may run goroutines or their {@link Go#blocking} code at once; 10 000 by default. A
         * runtime that needs one more ends all its programs with {@code fatal error: thread exhaustion}.
         *
         * @throws IllegalArgumentException {@code maxThreads must be at least 1: 0}
         * @go runtime/debug/garbage.go, {@code SetMaxThreads}
         */
        @CanIgnoreReturnValue
        public abstract Builder maxThreads(int n);

        /**
         * Lets up to {@code n} more goroutines run while steps of plain Java code, which nothing can interrupt, hold
         * processors for too long, that is for more than about 20 ms, and others wait. Each is taken back within about
         * a millisecond of the end of such a step. The default is {@code -Dgondola.lendprocessors}, or 0.
         *
         * <p>Code that blocks its thread belongs in {@link Go#blocking}, which costs other goroutines no time at all.
         *
         * @throws IllegalArgumentException {@code lendProcessors must be from 0 to 1024: -1}
         */
        @CanIgnoreReturnValue
        public abstract Builder lendProcessors(int n);

        /**
         * Sets whether {@link Go#blocking} runs its code on virtual threads, a new one for each call, instead of the
         * goroutine's thread. The default is {@code -Dgondola.blocking=virtual}, or {@code threads}, which means not
         * to.
         *
         * <p>It pays where hundreds of calls and more block at once and what they block in lets a virtual thread go
         * (sockets, locks, queues, {@link Thread#sleep(long)}): each then costs a few hundred bytes instead of a thread
         * of the operating system. It does not where calls are few or short, for the goroutine is parked and woken for
         * each; nor in files and native code, which hold a thread of the JDK's pool meanwhile. Code that asks for its
         * thread sees another one in each call; goroutines that are {@linkplain Go#locked locked} to a thread use that
         * one all the same.
         *
         * @throws UnsupportedOperationException {@code blockingOnVirtualThreads needs Java 21 or later: 17}
         */
        @CanIgnoreReturnValue
        public abstract Builder blockingOnVirtualThreads(boolean on);

        /** Sets where {@link Go#println} writes; the standard output by default. */
        @CanIgnoreReturnValue
        public abstract Builder output(PrintStream out);

        /**
         * Prints the state of the scheduler at a fixed interval, in the format of {@code GODEBUG=schedtrace=1000}:
         *
         * <pre>
         * SCHED 1004ms: gomaxprocs=2 idleprocs=0 threads=3 spinningthreads=0 needspinning=0 idlethreads=1 runqueue=7 [
         * 5 6 ] schedticks=[ 412 409 ] </pre>
         *
         * <p>The default is {@code -Dgondola.schedtrace=<milliseconds>}, or none. With {@code -Dgondola.scheddetail=1}
         * a line for every processor, machine and goroutine follows each of them.
         *
         * <p>The lines go to the logger {@code io.gondola.scheduler.schedtrace} at level INFO. If it does not take
         * them, since no Log4j backend is on the path, or none that was told to log that level, they go to standard
         * error.
         *
         * @param interval at least 1 ms, or zero for none
         * @throws IllegalArgumentException {@code schedTrace must be zero or at least PT0.001S: PT-1S}
         * @go runtime/proc.go, {@code schedtrace}
         */
        @CanIgnoreReturnValue
        public abstract Builder schedTrace(Duration interval);

        /**
         * Sets how long a goroutine may hold its processor in plain Java code before that counts as a long step: {@link
         * Stats#longSteps} counts it, and the logger {@code io.gondola.scheduler} gets a warning with the thread's
         * stack, once for each place in the code. Code in {@link Go#blocking} does not count.
         *
         * <p>The default is {@code -Dgondola.longstep=<milliseconds>}, or 100 ms. It is noticed 10 to 30 ms after the
         * time is over.
         *
         * @param threshold at least 10 ms, or zero to watch none
         * @throws IllegalArgumentException {@code longStep must be zero or at least PT0.01S: PT0.001S}
         */
        @CanIgnoreReturnValue
        public abstract Builder longStep(Duration threshold);

        /**
         * Keeps what goroutines do, of the {@code last} seconds, at all times, and writes it as a page when something
         * goes wrong, or when {@link GoRuntime#writeFlight} asks for it. See {@link FlightRecorder}, which has more to
         * set. The default is {@code -Dgondola.flightrecorder=<milliseconds>}, or none.
         *
         * @param last from 100 ms to an hour, or zero for none
         * @throws IllegalArgumentException {@code last must be zero or from PT0.1S to PT1H: PT-1S}
         */
        @CanIgnoreReturnValue
        public abstract Builder flightRecorder(Duration last);

        /**
         * As {@link #flightRecorder(Duration)}, with more to set.
         *
         * @throws NullPointerException {@code recorder}
         */
        @CanIgnoreReturnValue
        public abstract Builder flightRecorder(FlightRecorder recorder);

        /**
         * Sets whether the runtime is registered with JMX, as a {@link GoRuntimeMXBean}, until it is closed. The
         * default is {@code -Dgondola.jmx=1}, or not to be.
         *
         * <p>It needs the module {@code java.management}, which Gondola does not ask for: a program on the module path
         * starts with {@code --add-modules java.management} unless it requires that module itself. Without it
         * {@link #build} throws an {@link IllegalStateException}: {@code jmx needs the module java.management}.
         */
        @CanIgnoreReturnValue
        public abstract Builder jmx(boolean registered);

        /** Makes the runtime and starts its threads. */
        public abstract GoRuntime build();
    }
}
