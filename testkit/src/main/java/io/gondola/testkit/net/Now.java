package io.gondola.testkit.net;

import io.gondola.dsl.Operation;
import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.OpKind;
import io.gondola.dsl.engine.Visible;
import org.jspecify.annotations.Nullable;

/**
 * An operation of the virtual network that never waits.
 *
 * @param <A> the type of its value
 */
final class Now<A> extends Operation<A> implements Visible {
    private final OpKind kind;
    private final @Nullable Object subject;
    private final Action<? extends A> action;

    interface Action<A> {
        A perform(Fiber f) throws Exception;
    }

    Now(OpKind kind, @Nullable Object subject, Action<? extends A> action) {
        this.kind = kind;
        this.subject = subject;
        this.action = action;
    }

    @Override
    public Object exec(Fiber f) throws Throwable {
        return f.step() ? action.perform(f) : f.yieldThen(this);
    }

    @Override
    public OpKind kind() {
        return kind;
    }

    @Override
    public @Nullable Object subject() {
        return subject;
    }
}
