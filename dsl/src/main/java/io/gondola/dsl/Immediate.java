package io.gondola.dsl;

import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.OpKind;
import io.gondola.dsl.engine.Visible;
import io.vavr.CheckedFunction0;
import org.jspecify.annotations.Nullable;

/** An operation on something that goroutines share, which never parks: the scheduler may switch before it. */
final class Immediate<A> extends Operation<A> implements Visible {
    private final OpKind kind;
    private final @Nullable Object subject;
    private final CheckedFunction0<? extends A> action;

    Immediate(OpKind kind, @Nullable Object subject, CheckedFunction0<? extends A> action) {
        this.kind = kind;
        this.subject = subject;
        this.action = action;
    }

    @Override
    public Object exec(Fiber f) throws Throwable {
        return f.step(this) ? action.apply() : f.yieldThen(this);
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
