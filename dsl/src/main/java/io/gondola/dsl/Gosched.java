package io.gondola.dsl;

import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.OpKind;
import io.gondola.dsl.engine.Visible;

/**
 * Lets other goroutines run.
 *
 * @go runtime/proc.go, {@code Gosched}
 */
final class Gosched extends Operation<Unit> implements Visible {
    static final Gosched INSTANCE = new Gosched();

    private Gosched() {}

    @Override
    public Object exec(Fiber f) {
        return f.park(this);
    }

    @Override
    public void commit(Fiber f) {
        f.scheduler().yielded(f);
    }

    @Override
    public Object resumed(Fiber f) {
        return Unit.UNIT;
    }

    @Override
    public OpKind kind() {
        return OpKind.YIELD;
    }
}
