package io.gondola.dsl.engine;

import io.gondola.scheduler.Program;
import io.gondola.scheduler.Scheduler;

/** A program whose goroutines are {@linkplain Fiber fibers}. */
public abstract class FiberProgram extends Program {
    protected FiberProgram(Scheduler scheduler) {
        super(scheduler);
    }

    /** Writes {@code text} to the program's output, at once and undivided. */
    public abstract void print(String text);

    /** Whether {@code thrown} ends the program at once, past all defers and recovers. */
    protected abstract boolean isFatal(Throwable thrown);

    /** Tells that {@code f} threw something fatal. The program must {@link #end}. */
    protected abstract void onFatal(Fiber f, Throwable thrown);

    /** Ends the program because of {@code cause}, which can be reported in no other way. */
    final void abort(Throwable cause) {
        onAbort(cause);
    }

    /** Tells that a panic left the last frame of {@code f}. The program must {@link #end}. */
    protected abstract void onUncaughtPanic(Fiber f, Panicking p);
}
