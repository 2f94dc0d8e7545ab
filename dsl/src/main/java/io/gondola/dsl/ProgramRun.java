package io.gondola.dsl;

import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.FiberProgram;
import io.gondola.dsl.engine.Frame;
import io.gondola.dsl.engine.Panicking;
import io.gondola.dsl.engine.Unwinding;
import java.io.PrintStream;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One run of a program: its end, whichever it is, completes a future. */
final class ProgramRun<A> extends FiberProgram {
    private static final String DEADLOCK = "all goroutines are asleep - deadlock!";
    private static final String NO_GOROUTINES = "no goroutines (main called runtime.Goexit) - deadlock!";

    private final SchedulerRuntime runtime;

    /** Held while text is written, and while the program ends. */
    private final Object printing = new Object();

    private final CompletableFuture<A> result = new CompletableFuture<>() {
        @Override
        public boolean cancel(boolean mayInterrupt) {
            boolean cancelled = super.cancel(mayInterrupt);
            if (cancelled) {
                onAbort(new CancellationException("the run was cancelled"));
            }
            return cancelled;
        }
    };

    ProgramRun(SchedulerRuntime runtime) {
        super(runtime.scheduler());
        this.runtime = runtime;
    }

    /** Where blocking code runs; null if on the goroutines' own threads. */
    VirtualThreads virtualThreads() {
        return runtime.virtualThreads();
    }

    CompletableFuture<A> result() {
        return result;
    }

    Fiber main(Go<A> program) {
        return Fiber.main(this, program, new Main(this));
    }

    /** Writes text at once, unless the program has ended: after its run nothing more appears. */
    @Override
    public void print(String text) {
        PrintStream out = runtime.output();
        synchronized (printing) {
            if (!ended()) {
                out.print(text);
            }
        }
    }

    private boolean endFirst() {
        synchronized (printing) {
            if (ended()) {
                return false;
            }
            end();
        }
        runtime.output().flush();
        runtime.forget(this);
        release();
        return true;
    }

    @SuppressWarnings("unchecked") // the program yields an A
    private void returned(Object value) {
        if (endFirst()) {
            result.complete((A) value);
        }
    }

    private void failed(Throwable cause) {
        if (endFirst()) {
            result.completeExceptionally(cause);
        }
    }

    /** Waits for the end, but no longer than {@code nanos}. Returns whether it has come. An interrupt ends the wait, and stays. */
    boolean awaitEnd(long nanos) {
        try {
            result.get(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException | ExecutionException | CancellationException e) {
            // what became of the program is for those who run it
        }
        return result.isDone();
    }

    @Override
    protected boolean isFatal(Throwable thrown) {
        return thrown instanceof FatalError;
    }

    @Override
    protected void onFatal(Fiber f, Throwable thrown) {
        failed(((FatalError) thrown).withGoroutines(GoroutineReport.of(this)));
    }

    @Override
    protected void onUncaughtPanic(Fiber f, Panicking p) {
        failed(Panic.of(p).in(f).uncaught());
    }

    @Override
    protected void onDeadlock() {
        GoroutineReport goroutines = GoroutineReport.of(this);
        failed(new FatalError("", goroutines.some().isEmpty() ? NO_GOROUTINES : DEADLOCK, goroutines));
    }

    @Override
    protected void onFatal(String notice, String message) {
        failed(new FatalError(notice, message, GoroutineReport.of(this)));
    }

    @Override
    protected void onAbort(Throwable cause) {
        failed(cause);
    }

    /** The frame below all others of the main goroutine: when main returns, the program ends. */
    private static final class Main extends Frame {
        private final ProgramRun<?> run;

        Main(ProgramRun<?> run) {
            this.run = run;
        }

        @Override
        public Object resume(Fiber f, Object value) {
            run.returned(value);
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
