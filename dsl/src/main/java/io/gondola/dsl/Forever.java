package io.gondola.dsl;

import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.Outline;

/** {@code for { … }}. */
final class Forever<A> extends Go<A> {
    private final Go<?> body;

    Forever(Go<?> body) {
        this.body = body;
    }

    @Override
    public Object exec(Fiber f) throws Throwable {
        return new Repeat.Iteration(body, Repeat.Iteration.ENDLESS).start(f);
    }

    @Override
    public void outline(Outline out) {
        out.line("forever");
        out.inner(body);
    }
}
