package io.gondola.testkit.run;

import io.gondola.dsl.FatalError;
import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.FiberProgram;
import io.gondola.dsl.engine.Frame;
import io.gondola.dsl.engine.Panicking;
import io.gondola.dsl.engine.Unwinding;
import org.jspecify.annotations.Nullable;

/**
 * The program of one execution. It does not end when its main goroutine does: the others run on until nothing happens.
 */
final class TestedProgram extends FiberProgram {
    private final Execution x;

    TestedProgram(Execution x) {
        super(x);
        this.x = x;
    }

    void finish() {
        end();
        release();
    }

    @Override
    public void print(String text) {
        x.print(text);
    }

    @Override
    protected boolean isFatal(Throwable thrown) {
        return thrown instanceof FatalError;
    }

    @Override
    protected void onFatal(Fiber f, Throwable thrown) {
        x.findings.fatal(thrown);
    }

    @Override
    protected void onUncaughtPanic(Fiber f, Panicking p) {
        x.findings.panicked(p);
    }

    @Override
    protected void onDeadlock() {
        throw new AssertionError("an execution judges this itself");
    }

    @Override
    protected void onAbort(Throwable cause) {
        finish();
    }

    /** The frame below all others of a goroutine that nobody started. */
    static final class Side extends Frame {
        @Override
        public Object resume(Fiber f, @Nullable Object value) {
            return f.end();
        }

        @Override
        public Object unwind(Fiber f, Unwinding u) {
            return f.end();
        }
    }

    /** The frame below all others of the main goroutine. */
    static final class Last extends Frame {
        private final Execution x;

        Last(Execution x) {
            this.x = x;
        }

        @Override
        public Object resume(Fiber f, @Nullable Object value) {
            x.mainReturned();
            return f.end();
        }

        @Override
        public Object unwind(Fiber f, Unwinding u) {
            if (u instanceof Panicking p) {
                x.findings.panicked(p);
            }
            return f.end(); // a goexit: the program goes on without its main goroutine
        }
    }
}
