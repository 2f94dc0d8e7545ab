package io.gondola.dsl;

import io.gondola.dsl.engine.Fiber;

/** Waits for ever. */
final class Never<A> extends Operation<A> {
    private final String reason;

    Never(String reason) {
        this.reason = reason;
    }

    @Override
    public Object exec(Fiber f) {
        return f.step() ? f.park(this) : f.yieldThen(this);
    }

    @Override
    public void commit(Fiber f) {
        // Nobody knows the goroutine now, and so nobody readies it.
    }

    @Override
    public String waitReason() {
        return reason;
    }
}
