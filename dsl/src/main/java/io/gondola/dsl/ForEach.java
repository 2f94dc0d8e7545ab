package io.gondola.dsl;

import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.Outline;
import io.gondola.dsl.engine.Returns;
import io.vavr.CheckedFunction1;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** {@code for _, x := range xs}. */
final class ForEach<T> extends Go<Unit> {
    private final Iterable<? extends T> elements;
    private final CheckedFunction1<? super T, ? extends Go<?>> body;

    ForEach(Iterable<? extends T> elements, CheckedFunction1<? super T, ? extends Go<?>> body) {
        this.elements = elements;
        this.body = body;
    }

    @Override
    public Object exec(Fiber f) throws Throwable {
        Iteration<T> iteration = begin();
        f.push(iteration);
        return iteration.rounds.forEach(iteration, f, 0);
    }

    /** The frame of one execution. */
    Iteration<T> begin() {
        return new Iteration<>(Returns.iterator(elements.iterator(), "forEach"), body);
    }

    @Override
    public Object site() {
        return body;
    }

    @Override
    public void outline(Outline out) {
        out.function("forEach", body);
    }

    static final class Iteration<T> extends HotLoop {
        final Iterator<? extends T> rest;
        final CheckedFunction1<? super T, ? extends Go<?>> body;

        Iteration(Iterator<? extends T> rest, CheckedFunction1<? super T, ? extends Go<?>> body) {
            this.rest = rest;
            this.body = body;
        }

        @Override
        public Object resume(Fiber f, @Nullable Object value) throws Throwable {
            return rounds.forEach(this, f, 0);
        }

        @Override
        public Object site() {
            return body;
        }
    }
}
