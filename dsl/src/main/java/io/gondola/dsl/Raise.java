package io.gondola.dsl;

import io.gondola.dsl.engine.Fiber;

/** Panics. */
final class Raise<A> extends Operation<A> {
    private final Object value;

    Raise(Object value) {
        this.value = value;
    }

    @Override
    public Object exec(Fiber f) {
        return f.panic(new Panic.Raised(value));
    }
}
