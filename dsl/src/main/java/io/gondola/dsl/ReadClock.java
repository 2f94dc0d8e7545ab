package io.gondola.dsl;

import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.OpKind;
import io.gondola.dsl.engine.Visible;

/** Reads the runtime's clock, in nanoseconds. */
final class Clock extends Operation<Long> implements Visible {
    static final Clock INSTANCE = new Clock();

    private Clock() {}

    @Override
    public Object exec(Fiber f) {
        return f.step() ? f.scheduler().nanoTime() : f.yieldThen(this);
    }

    @Override
    public OpKind kind() {
        return OpKind.CLOCK;
    }
}
