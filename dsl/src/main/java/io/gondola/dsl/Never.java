package io.gondola.dsl;

import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.OpKind;
import io.gondola.dsl.engine.Outline;
import io.gondola.dsl.engine.Visible;

/** Waits for ever. */
final class Never<A> extends Operation<A> implements Visible {
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
    public boolean withdraw(Fiber f) {
        return true;
    }

    @Override
    public String waitReason() {
        return reason;
    }

    @Override
    public OpKind kind() {
        return OpKind.NEVER;
    }

    @Override
    public void outline(Outline out) {
        out.line(reason);
    }
}
