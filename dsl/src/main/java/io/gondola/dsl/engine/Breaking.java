package io.gondola.dsl.engine;

import org.jspecify.annotations.Nullable;

/** The goroutine leaves an enclosing block, running the defers between: Go's {@code break} with a label. */
public final class Breaking extends Unwinding {
    private final Frame target;
    private final @Nullable Object result;

    public Breaking(Frame target, @Nullable Object result) {
        this.target = target;
        this.result = result;
    }

    /** The frame of the block to leave. */
    public Frame target() {
        return target;
    }

    public @Nullable Object result() {
        return result;
    }
}
