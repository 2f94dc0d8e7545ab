package io.gondola.dsl;

import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.Outline;
import io.gondola.dsl.engine.Returns;
import io.vavr.CheckedFunction1;
import java.util.Iterator;

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
        return new Iteration<T>(Returns.iterator(elements.iterator(), "forEach"), body).start(f);
    }

    @Override
    public Object site() {
        return body;
    }

    @Override
    public void outline(Outline out) {
        out.function("forEach", body);
    }

    private static final class Iteration<T> extends LoopFrame {
        private final Iterator<? extends T> rest;
        private final CheckedFunction1<? super T, ? extends Go<?>> body;

        Iteration(Iterator<? extends T> rest, CheckedFunction1<? super T, ? extends Go<?>> body) {
            this.rest = rest;
            this.body = body;
        }

        @Override
        Go<?> next() throws Throwable {
            return rest.hasNext() ? Checks.program(body.apply(rest.next()), "forEach") : null;
        }

        @Override
        public Object site() {
            return body;
        }
    }
}
