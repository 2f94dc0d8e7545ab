package io.gondola.sync.step;

import io.gondola.dsl.Operation;
import io.gondola.dsl.engine.Fiber;

/**
 * An operation on something that goroutines share, which never parks: the scheduler may switch before it.
 *
 * @param <A> the type of its value
 */
public final class Step<A> extends Operation<A> {
    private final Action<? extends A> action;

    public Step(Action<? extends A> action) {
        this.action = action;
    }

    @Override
    public Object exec(Fiber f) throws Throwable {
        return f.step() ? action.perform(f) : f.yieldThen(this);
    }

    /** What to do; it must not block. What it throws is a panic. */
    @FunctionalInterface
    public interface Action<A> {
        A perform(Fiber f) throws Throwable;
    }
}
