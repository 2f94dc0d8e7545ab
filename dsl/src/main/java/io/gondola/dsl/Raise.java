package io.gondola.dsl;

import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.Outline;
import org.jspecify.annotations.Nullable;

/** Panics. */
final class Raise<A> extends Operation<A> {
    private final @Nullable Object value;

    /**
     * The user's function that returned this program and is not on the stack any more; null if it is, or is not known.
     */
    private final @Nullable Object returnedBy;

    Raise(@Nullable Object value) {
        this(value, null);
    }

    private Raise(@Nullable Object value, @Nullable Object returnedBy) {
        this.value = value;
        this.returnedBy = returnedBy;
    }

    Raise<A> returnedBy(Object function) {
        return new Raise<>(value, function);
    }

    @Override
    public Object exec(Fiber f) {
        Object unwinding = f.panic(this, raised());
        if (returnedBy != null) {
            f.unwindingIn(returnedBy);
        }
        return unwinding;
    }

    /**
     * A panic that a handler was given is raised as it is: around it another one would tell nothing more, at a cost
     * that adds up.
     */
    private Panic raised() {
        return value instanceof Panic known && known.isPlain() ? known : new Panic.Raised(value);
    }

    @Override
    public void outline(Outline out) {
        out.line("panic " + out.shown(value));
    }
}
