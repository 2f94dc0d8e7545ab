package io.gondola.dsl.engine;

import org.jspecify.annotations.Nullable;

/**
 * A cleanup runs above, because the goroutine leaves its frames; after the cleanup the goroutine goes on leaving. Its
 * waits are not given up.
 */
public final class UnwindAfter extends Frame {
    private final Unwinding pending;

    public UnwindAfter(Unwinding pending) {
        this.pending = pending;
    }

    @Override
    public Object resume(Fiber f, @Nullable Object ignored) {
        f.pop();
        return f.unwind(pending);
    }

    @Override
    public Object unwind(Fiber f, Unwinding later) {
        return f.unwind(pending.interruptedBy(later));
    }

    @Override
    public boolean isCleanup() {
        return true;
    }
}
