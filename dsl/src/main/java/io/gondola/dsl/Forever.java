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
        return new Iteration(body).start(f);
    }

    @Override
    public void outline(Outline out) {
        out.line("forever");
        out.inner(body);
    }

    private static final class Iteration extends LoopFrame {
        private final Go<?> body;

        Iteration(Go<?> body) {
            this.body = body;
        }

        @Override
        Go<?> next() {
            return body;
        }
    }
}
