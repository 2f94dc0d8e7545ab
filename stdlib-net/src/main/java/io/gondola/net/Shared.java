package io.gondola.net;

import io.gondola.dsl.Operation;
import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.OpKind;
import io.gondola.dsl.engine.Visible;

/**
 * A step on something that goroutines share, which never parks: the explorer may switch before it, and knows what it
 * depends on.
 *
 * @param <A> the type of its value
 */
final class Shared<A> extends Operation<A> implements Visible {
    private final Object subject;
    private final Step<A> step;

    interface Step<A> {
        A perform(Fiber f) throws Exception;
    }

    Shared(Object subject, Step<A> step) {
        this.subject = subject;
        this.step = step;
    }

    @Override
    public Object exec(Fiber f) throws Throwable {
        return f.step() ? step.perform(f) : f.yieldThen(this);
    }

    @Override
    public OpKind kind() {
        return OpKind.USE;
    }

    @Override
    public Object subject() {
        return subject;
    }
}
