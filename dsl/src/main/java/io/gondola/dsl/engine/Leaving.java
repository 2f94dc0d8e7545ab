package io.gondola.dsl.engine;

import org.jspecify.annotations.Nullable;

/**
 * The outermost frame of a goroutine for whose end others wait: they are told when its body returns or exits. Not on a
 * panic, which nobody recovers any more, and which ends the program: if they were told, main could return first, and
 * the panic would be lost.
 *
 * @go sync/waitgroup.go, {@code WaitGroup.Go}
 */
public abstract class Leaving extends Frame {
    protected Leaving() {}

    /** Tells the others, and then, if it {@code exits}, exits; to be returned. */
    protected abstract Object leave(Fiber f, boolean exits);

    @Override
    public final Object resume(Fiber f, @Nullable Object value) {
        f.pop();
        return leave(f, false);
    }

    @Override
    public final Object unwind(Fiber f, Unwinding u) {
        // Nothing but a goexit or a panic leaves a goroutine's outermost frame.
        return u instanceof Panicking ? Signal.UNWIND : leave(f, true);
    }
}
