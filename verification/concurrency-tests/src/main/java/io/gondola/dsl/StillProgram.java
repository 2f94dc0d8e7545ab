package io.gondola.dsl;

import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.FiberProgram;
import io.gondola.dsl.engine.Frame;
import io.gondola.dsl.engine.Instruction;
import io.gondola.dsl.engine.Panicking;
import io.gondola.scheduler.Scheduler;

/** A program whose goroutines a test runs itself, by {@link Fiber#run}. They stop at their end instead of ending. */
public final class StillProgram extends FiberProgram {
    public StillProgram(Scheduler scheduler) {
        super(scheduler);
    }

    /** Makes a goroutine. */
    public Fiber fiber(Go<?> body, Last last) {
        return Fiber.main(this, body, last);
    }

    /** Remembers whether its goroutine has come to its end. */
    public static final class Last extends Frame {
        private static final Instruction STOP = new Instruction() {
            @Override
            public Object exec(Fiber f) {
                return f.park(this);
            }

            @Override
            public void commit(Fiber f) {}
        };

        public boolean reached;

        @Override
        public Object resume(Fiber f, Object v) {
            reached = true;
            return f.park(STOP);
        }
    }

    @Override
    public void print(String text) {
        throw new AssertionError("prints " + text);
    }

    @Override
    protected boolean isFatal(Throwable thrown) {
        return true;
    }

    @Override
    protected void onFatal(Fiber f, Throwable thrown) {
        throw new AssertionError(thrown);
    }

    @Override
    protected void onUncaughtPanic(Fiber f, Panicking p) {
        throw new AssertionError(p.thrown());
    }

    @Override
    protected void onDeadlock() {}

    @Override
    protected void onAbort(Throwable cause) {}
}
