package io.gondola.dsl;

import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.Goexit;
import io.gondola.dsl.engine.Outline;

/** Ends the goroutine. */
final class RaiseGoexit<A> extends Operation<A> {
    static final RaiseGoexit<?> INSTANCE = new RaiseGoexit<>();

    private RaiseGoexit() {}

    @Override
    public Object exec(Fiber f) {
        return f.unwind(Goexit.INSTANCE);
    }

    @Override
    public void outline(Outline out) {
        out.line("goexit");
    }
}
