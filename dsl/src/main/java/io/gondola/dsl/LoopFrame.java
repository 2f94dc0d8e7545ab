package io.gondola.dsl;

import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.Frame;
import org.jspecify.annotations.Nullable;

/** The one frame of a few programs one after another: it stays on the stack for all of them. */
abstract class LoopFrame extends Frame {
    /** The next one to execute; null after the last. */
    abstract @Nullable Go<?> next() throws Throwable;

    /** The value of the whole. */
    Object result() throws Throwable {
        return Unit.UNIT;
    }

    /** Takes the value of the one before. */
    void yielded(@Nullable Object value) throws Throwable {}

    final Object start(Fiber f) throws Throwable {
        f.push(this);
        return HotRounds.SHARED.parts(this, f, 0);
    }

    @Override
    public boolean isLeftSilently() {
        return true;
    }

    @Override
    public final Object resume(Fiber f, @Nullable Object value) throws Throwable {
        yielded(value);
        return HotRounds.SHARED.parts(this, f, 0);
    }
}
