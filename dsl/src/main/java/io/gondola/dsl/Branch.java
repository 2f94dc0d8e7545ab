package io.gondola.dsl;

import io.gondola.dsl.engine.Adapter;
import io.gondola.dsl.engine.Outline;
import io.vavr.CheckedFunction1;

/** {@code if} on a value that a program yields. */
final class Branch<A> implements CheckedFunction1<Boolean, Go<? extends A>>, Adapter {
    private static final long serialVersionUID = 1;

    private final transient Go<? extends A> then;
    private final transient Go<? extends A> otherwise;

    Branch(Go<? extends A> then, Go<? extends A> otherwise) {
        this.then = then;
        this.otherwise = otherwise;
    }

    @Override
    public Go<? extends A> apply(Boolean condition) {
        return condition ? then : otherwise;
    }

    @Override
    public Object original() {
        return null;
    }

    @Override
    public void outline(Outline out, String name) {
        out.line("when");
        out.inner(then);
        out.line("otherwise");
        out.inner(otherwise);
    }
}
