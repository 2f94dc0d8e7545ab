package io.gondola.dsl;

import io.gondola.dsl.engine.Fiber;
import io.vavr.CheckedFunction0;

/** An operation on something that goroutines share, which never parks: the scheduler may switch before it. */
final class Immediate<A> extends Operation<A> {
    private final CheckedFunction0<? extends A> action;

    Immediate(CheckedFunction0<? extends A> action) {
        this.action = action;
    }

    @Override
    public Object exec(Fiber f) throws Throwable {
        return f.step() ? action.apply() : f.yieldThen(this);
    }
}
