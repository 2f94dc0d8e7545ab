package io.gondola.dsl.engine;

import org.jspecify.annotations.Nullable;

/**
 * A part of a goroutine's work on whose end others wait that do not end with its program. If the program ends before
 * the goroutine leaves this frame, something is run in its place. See {@link FiberProgram#atEnd}.
 */
public final class AtEnd extends Frame implements Runnable {
    private final FiberProgram program;
    private final Runnable end;

    private AtEnd(FiberProgram program, Runnable end) {
        this.program = program;
        this.end = end;
    }

    /**
     * Puts such a frame on top of those of {@code f}.
     *
     * @param end runs at most once but for a program that ends at this very moment; on any thread, without a lock
     * @return false if the program has ended, and {@code end} has run: the goroutine must not go on, but yield
     */
    public static boolean enter(Fiber f, Runnable end) {
        AtEnd frame = new AtEnd(f.program(), end);
        if (!frame.program.atEnd(frame)) {
            end.run();
            return false;
        }
        f.push(frame);
        return true;
    }

    @Override
    public void run() {
        end.run();
    }

    @Override
    public @Nullable Object resume(Fiber f, @Nullable Object value) {
        program.forgetAtEnd(this);
        f.pop();
        return value;
    }

    @Override
    public Object unwind(Fiber f, Unwinding u) {
        program.forgetAtEnd(this);
        return Signal.UNWIND;
    }
}
