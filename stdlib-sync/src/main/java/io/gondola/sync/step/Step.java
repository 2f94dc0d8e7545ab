package io.gondola.sync.step;

import io.gondola.dsl.Operation;
import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.OpKind;
import io.gondola.dsl.engine.Visible;
import org.jspecify.annotations.Nullable;

/**
 * An operation on something that goroutines share, which never parks: the scheduler may switch before it.
 *
 * @param <A> the type of its value
 */
public class Step<A> extends Operation<A> implements Visible {
    private final OpKind kind;
    private final @Nullable Object subject;
    private final long operand;
    private final Action<? extends A> action;

    /** An operation of which the explorer knows nothing, so that it takes it to depend on everything. */
    public Step(Action<? extends A> action) {
        this(OpKind.OTHER, null, action);
    }

    public Step(OpKind kind, @Nullable Object subject, Action<? extends A> action) {
        this(kind, subject, 0, action);
    }

    public Step(OpKind kind, @Nullable Object subject, long operand, Action<? extends A> action) {
        this.kind = kind;
        this.subject = subject;
        this.operand = operand;
        this.action = action;
    }

    @Override
    public final @Nullable Object exec(Fiber f) throws Throwable {
        return f.step(this) ? action.perform(f) : f.yieldThen(this);
    }

    @Override
    public final OpKind kind() {
        return kind;
    }

    @Override
    public final @Nullable Object subject() {
        return subject;
    }

    @Override
    public final long operand() {
        return operand;
    }

    /** What to do; it must not block. What it throws is a panic. */
    @FunctionalInterface
    public interface Action<A> {
        @Nullable
        A perform(Fiber f) throws Throwable;
    }
}
