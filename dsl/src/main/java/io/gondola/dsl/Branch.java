package io.gondola.dsl;

import io.gondola.dsl.engine.Adapter;
import io.gondola.dsl.engine.Outline;
import io.gondola.dsl.engine.Returns;
import io.vavr.CheckedFunction1;
import org.jspecify.annotations.Nullable;

/** {@code if} on a value that a program yields. */
final class Branch<A> implements CheckedFunction1<Boolean, Go<? extends A>>, Adapter {
    private static final long serialVersionUID = 1;

    /** The combinator, for messages. */
    private final String name;

    private final transient Go<? extends A> then;
    private final transient Go<? extends A> otherwise;

    Branch(String name, Go<? extends A> then, Go<? extends A> otherwise) {
        this.name = name;
        this.then = then;
        this.otherwise = otherwise;
    }

    @Override
    public Go<? extends A> apply(Boolean condition) {
        return Returns.condition(condition, name) ? then : otherwise;
    }

    @Override
    public @Nullable Object original() {
        return null;
    }

    @Override
    public void outline(Outline out, String combinator) {
        out.line("when");
        out.inner(then);
        out.line("otherwise");
        out.inner(otherwise);
    }
}
