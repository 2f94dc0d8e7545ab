package io.gondola.dsl;

import io.gondola.dsl.engine.Fiber;

/** Reads the runtime's clock, in nanoseconds. */
final class Clock extends Operation<Long> {
    static final Clock INSTANCE = new Clock();

    private Clock() {}

    @Override
    public Object exec(Fiber f) {
        return f.step() ? f.scheduler().nanoTime() : f.yieldThen(this);
    }
}
