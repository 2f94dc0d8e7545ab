package io.gondola.testkit.run;

import io.gondola.dsl.Operation;
import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.OpKind;
import io.gondola.dsl.engine.Visible;

/** Draws a number from 0 to bound - 1: a choice of the schedule. */
public final class Choice extends Operation<Integer> implements Visible {
    private final int bound;

    public Choice(int bound) {
        this.bound = bound;
    }

    @Override
    public Object exec(Fiber f) {
        return f.step() ? f.scheduler().random(bound) : f.yieldThen(this);
    }

    @Override
    public OpKind kind() {
        return OpKind.CHOOSE;
    }

    @Override
    public long operand() {
        return bound;
    }
}
