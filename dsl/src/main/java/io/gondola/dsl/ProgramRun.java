package io.gondola.dsl;

import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.FiberProgram;
import io.gondola.dsl.engine.Frame;
import io.gondola.dsl.engine.Panicking;
import io.gondola.dsl.engine.Unwinding;
import io.gondola.scheduler.Goroutine;
import io.gondola.scheduler.StackRoom;
import io.gondola.scheduler.Trouble;
import java.io.PrintStream;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One run of a program: its end, whichever it is, is told to the thread that waits for it, or completes a future. */
final class ProgramRun<A> extends FiberProgram {
    /*
     * The end. A program ends in one of two ways.
     *
     *   finish   Its own goroutines end it, or a deadlock does: claim, wait for a print under way, end, flush the
     *            output, release, decide, complete. Only the first one that claims does all that.
     *   abort    The runtime, the caller or the want of memory ends it, perhaps while it is being finished: end,
     *            decide, release, complete. It waits for nobody and runs no code of the user's before it has decided,
     *            so that it succeeds although an output hangs; and up to there it allocates nothing.
     *
     * decide takes effect once: the first one decides the result. So a program that finishes and whose
     * output hangs can still be aborted; the flush that fails later is nobody's business. Each step of the two can be
     * done twice without harm: an abort that failed for want of memory is tried again.
     *
     * Code of the user's runs in four places: the output's print, its flush, what was chained to the future, and what
     * the release makes due (runUsersCode). What flush throws becomes the result of a program that returned, and is
     * suppressed by the failure of another one. What the release makes due runs on a thread of CompletionThreads. What
     * was chained to the future runs where nobody waits for it. That is the goroutine's thread, if a goroutine ended
     * the program, after that has left its processor (Scheduler.runOutside); a thread of CompletionThreads, if a thread
     * of the runtime did, or one that has more programs to end; else the thread that closed the runtime, if
     * nothing is chained yet. A future completes before it runs what was chained to it, so a thread that waits for it
     * never waits for that. run() makes no future.
     *
     * Monitors in place of compare-and-set: the first use of a VarHandle at a place needs memory, which may be what
     * there is none of.
     */
    private static final String DEADLOCK = "all goroutines are asleep - deadlock!";
    private static final String NO_GOROUTINES = "no goroutines (main called runtime.Goexit) - deadlock!";
    private static final String OTHERS_RUN =
            "Programs run in other runtimes of this JVM. If one of them was to let these goroutines go on:"
                    + " open rt.attach() on this runtime, or call blocking() on the channel once.";
    private static final long NO_MEMORY_PAUSE_NANOS = 10_000_000;

    private final SchedulerRuntime runtime;

    /** Held while text is written, and while the program ends. */
    private final Object printing = new Object();

    private final CountDownLatch over = new CountDownLatch(1);

    // guarded by `over`; the last two are read by those who have seen it open, too
    private boolean claimed;
    private boolean decided;
    private @Nullable A value;
    private @Nullable Throwable cause;

    /** Null if the caller waits in {@link #await}. */
    private final @Nullable Result result;

    private final class Result extends CompletableFuture<A> implements Runnable {
        /** Completes it, and does what was chained to it. */
        @Override
        public void run() {
            while (true) {
                try {
                    if (cause == null) {
                        complete(value);
                    } else {
                        completeExceptionally(cause);
                    }
                    return;
                } catch (OutOfMemoryError e) {
                    LockSupport.parkNanos(this, NO_MEMORY_PAUSE_NANOS); // what has ended leaves memory
                }
            }
        }

        @Override
        public boolean cancel(boolean mayInterrupt) {
            StackRoom.checkForMuch();
            boolean cancelled = super.cancel(mayInterrupt);
            if (cancelled) {
                abort(new CancellationException("the run was cancelled"));
            }
            return cancelled;
        }

        /** What {@link CompletableFuture#thenApply} and the like make is an ordinary future. */
        @Override
        public <U> CompletableFuture<U> newIncompleteFuture() {
            return new CompletableFuture<>();
        }
    }

    ProgramRun(SchedulerRuntime runtime, boolean withFuture) {
        super(runtime.scheduler());
        this.runtime = runtime;
        this.result = withFuture ? new Result() : null;
    }

    /** Shows {@code visitor} the goroutines that have not ended, in no order. */
    void visit(Consumer<Goroutine> visitor) {
        forEach(visitor);
    }

    /** Where blocking code runs; null if on the goroutines' own threads. */
    @Nullable
    VirtualThreads virtualThreads() {
        return runtime.virtualThreads();
    }

    /** Of a run that was made with one. */
    @SuppressWarnings("NullAway") // its caller has asked for one
    CompletableFuture<A> result() {
        return result;
    }

    Fiber main(Go<A> program) {
        return Fiber.main(this, program, new Main(this));
    }

    /**
     * Writes text at once, unless the program has ended: after its run nothing more appears, but what is being written
     * when it is aborted.
     */
    @Override
    public void print(String text) {
        PrintStream out = runtime.output();
        synchronized (printing) {
            if (!ended()) {
                out.print(text);
            }
        }
    }

    @Override
    protected void elsewhere(Runnable code) {
        if (scheduler().deterministic()) {
            code.run();
        } else {
            runtime.completionThreads().execute(code);
        }
    }

    // the end

    /** By {@code f}, or by nobody's goroutine if that is null. */
    private void finish(@Nullable Fiber f, @Nullable A yielded, @Nullable Throwable failure) {
        if (!claim()) {
            return;
        }
        if (f == null && scheduler().onServingThread()) {
            runtime.completionThreads().execute(() -> finishClaimed(null, yielded, failure));
        } else {
            finishClaimed(f, yielded, failure);
        }
    }

    private boolean claim() {
        synchronized (over) {
            boolean first = !claimed;
            claimed = true;
            return first;
        }
    }

    private void finishClaimed(@Nullable Fiber f, @Nullable A yielded, @Nullable Throwable failure) {
        synchronized (printing) {
            end();
        }
        Throwable why = failure;
        try {
            runtime.output().flush();
        } catch (Throwable t) {
            why = worst(why, t);
        } finally {
            try {
                drop();
            } finally {
                decide(yielded, why);
                complete(f);
            }
        }
    }

    /** {@code first}, with {@code second} suppressed in it; or {@code second} alone. */
    private static Throwable worst(@Nullable Throwable first, Throwable second) {
        if (first == null) {
            return second;
        }
        if (first != second) {
            try {
                first.addSuppressed(second);
            } catch (OutOfMemoryError e) {
                // the first one tells more
            }
        }
        return first;
    }

    /** Ends the program because of {@code why}, if it has not ended. Any thread, any number of times. */
    void abort(Throwable why) {
        var unused = claim(); // if another thread was first, this one still sees to it that the program ends
        end();
        decide(null, why);
        try {
            drop();
        } finally {
            complete(null);
        }
    }

    private void drop() {
        runtime.forget(this);
        release();
    }

    private void decide(@Nullable A yielded, @Nullable Throwable why) {
        synchronized (over) {
            if (!decided) {
                decided = true;
                value = yielded;
                cause = why;
                over.countDown();
            }
        }
    }

    private void complete(@Nullable Fiber f) {
        if (result == null || result.isDone()) {
            return;
        }
        boolean chained = result.getNumberOfDependents() > 0;
        if (f != null) {
            scheduler().runOutside(f, chained, result);
        } else if (chained || scheduler().onServingThread()) {
            runtime.completionThreads().execute(result);
        } else {
            result.run();
        }
    }

    /** Waits for the end. Returns what the program yielded, or throws what ended it. */
    @SuppressWarnings("NullAway") // what the program yielded, which may be null
    A await() {
        try {
            over.await();
        } catch (InterruptedException e) {
            abort(new CancellationException("the thread that waited in run was interrupted"));
            Thread.currentThread().interrupt();
        }
        if (cause != null) {
            throw rethrown(cause);
        }
        return value;
    }

    /** What a run threw, seen from the thread that asked for it. */
    private static RuntimeException rethrown(Throwable cause) {
        if (cause instanceof Error error) {
            if (error instanceof FatalError fatal) {
                fatal.ranFrom(new Throwable().getStackTrace());
            }
            throw error;
        }
        return cause instanceof RuntimeException e
                ? e
                : new IllegalStateException(
                        "the output failed: " + cause, cause); // nothing else throws what is checked
    }

    /**
     * Waits for the end, but no longer than {@code nanos}. Returns whether it has come. An interrupt ends the wait, and
     * stays.
     */
    boolean awaitEnd(long nanos) {
        try {
            return over.await(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return over.getCount() == 0;
        }
    }

    @SuppressWarnings("unchecked") // the program yields an A
    private void returned(Fiber f, @Nullable Object yielded) {
        finish(f, (A) yielded, null);
    }

    @Override
    protected boolean isFatal(Throwable thrown) {
        return thrown instanceof FatalError;
    }

    @Override
    protected void onFatal(Fiber f, Throwable thrown) {
        scheduler().trouble(Trouble.FATAL_ERROR, thrown);
        finish(f, null, ((FatalError) thrown).withGoroutines(GoroutineReport.of(this)));
    }

    @Override
    protected void onUncaughtPanic(Fiber f, Panicking p) {
        Throwable failure = panic(f, p);
        scheduler().trouble(Trouble.PANIC, failure);
        finish(f, null, failure);
    }

    /**
     * What the run throws; if the panic cannot be told, what was thrown as it is, or what was thrown while it was told.
     */
    private static Throwable panic(Fiber f, Panicking p) {
        try {
            return Panic.of(p).in(f).uncaught();
        } catch (Throwable t) {
            Throwable thrown = p.thrown();
            return thrown instanceof Error || thrown instanceof RuntimeException ? thrown : t;
        }
    }

    @Override
    protected void onDeadlock() {
        if (ended()) {
            return;
        }
        GoroutineReport goroutines = GoroutineReport.of(this);
        String text = goroutines.some().isEmpty() ? NO_GOROUTINES : DEADLOCK;
        scheduler().trouble(Trouble.DEADLOCK, text);
        finish(null, null, new FatalError("", text, runtime.othersRun() ? goroutines.then(OTHERS_RUN) : goroutines));
    }

    @Override
    protected void onFatal(String notice, String message) {
        scheduler().trouble(Trouble.FATAL_ERROR, message);
        abort(new FatalError(notice, message, GoroutineReport.of(this)));
    }

    @Override
    protected void onAbort(Throwable why) {
        abort(why);
    }

    /** The frame below all others of the main goroutine: when main returns, the program ends. */
    private static final class Main extends Frame {
        private final ProgramRun<?> run;

        Main(ProgramRun<?> run) {
            this.run = run;
        }

        @Override
        public Object resume(Fiber f, @Nullable Object value) {
            run.returned(f, value);
            return f.end();
        }

        @Override
        public Object unwind(Fiber f, Unwinding u) {
            if (u instanceof Panicking p) {
                run.onUncaughtPanic(f, p);
            }
            return f.end();
        }
    }
}
