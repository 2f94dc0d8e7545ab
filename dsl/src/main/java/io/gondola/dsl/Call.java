package io.gondola.dsl;

import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.Outline;
import io.vavr.CheckedFunction0;

/** Java code that yields a value. */
final class Call<A> extends Operation<A> {
    private final CheckedFunction0<? extends A> function;

    Call(CheckedFunction0<? extends A> function) {
        this.function = function;
    }

    @Override
    public Object exec(Fiber f) throws Throwable {
        return f.javaStep() ? function.apply() : f.yieldThen(this);
    }

    @Override
    public Object site() {
        return function;
    }

    @Override
    public void outline(Outline out) {
        out.line("call", function);
    }
}
