package io.gondola.dsl;

import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.Goexit;
import io.gondola.dsl.engine.Outline;

/** Ends the goroutine. */
final class End<A> extends Operation<A> {
    static final End<?> INSTANCE = new End<>();

    private End() {}

    @Override
    public Object exec(Fiber f) {
        return f.unwind(Goexit.INSTANCE);
    }

    @Override
    public void outline(Outline out) {
        out.line("goexit");
    }
}
