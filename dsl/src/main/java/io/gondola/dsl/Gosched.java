package io.gondola.dsl;

import io.gondola.dsl.engine.Fiber;

/**
 * Lets other goroutines run.
 *
 * @go runtime/proc.go, {@code Gosched}
 */
final class Gosched extends Operation<Unit> {
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
}
