package io.gondola.dsl;

import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.Outline;
import io.gondola.dsl.engine.Returned;
import io.vavr.CheckedFunction0;

/** A description that is built when it is reached. */
final class Suspend<A> extends Shallow<A> {
    private final CheckedFunction0<? extends Go<? extends A>> build;

    Suspend(CheckedFunction0<? extends Go<? extends A>> build) {
        this.build = build;
    }

    @Override
    public Object exec(Fiber f) throws Throwable {
        Go<?> program = Checks.program(build.apply(), "suspend");
        if (program instanceof Raise<?> panic) {
            return f.call(panic.returnedBy(build));
        }
        Returned.by(build, f);
        return f.call(program);
    }

    @Override
    public Object site() {
        return build;
    }

    @Override
    public void outline(Outline out) {
        out.function("suspend", build);
    }
}
