package io.gondola.dsl;

import io.gondola.dsl.engine.Fiber;
import io.vavr.CheckedFunction0;

/** A description that is built when it is reached. */
final class Suspend<A> extends Shallow<A> {
    private final CheckedFunction0<? extends Go<? extends A>> build;

    Suspend(CheckedFunction0<? extends Go<? extends A>> build) {
        this.build = build;
    }

    @Override
    public Object exec(Fiber f) throws Throwable {
        return f.call(Checks.program(build.apply(), "suspend"));
    }

    @Override
    public Object site() {
        return build;
    }
}
