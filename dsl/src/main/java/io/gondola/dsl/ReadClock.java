package io.gondola.dsl;

import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.OpKind;
import io.gondola.dsl.engine.Visible;

/** Reads the runtime's clock, in nanoseconds. */
final class ReadClock extends Operation<Long> implements Visible {
    static final ReadClock INSTANCE = new ReadClock();

    private ReadClock() {}

    @Override
    public Object exec(Fiber f) {
        return f.step() ? f.scheduler().nanoTime() : f.yieldThen(this);
    }

    @Override
    public OpKind kind() {
        return OpKind.CLOCK;
    }
}
