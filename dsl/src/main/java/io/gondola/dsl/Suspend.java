package io.gondola.dsl;

import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.Outline;
import io.gondola.dsl.engine.Returned;
import io.vavr.CheckedFunction0;

/** A description that is built when it is reached. */
class Suspend<A> extends Shallow<A> {
    final CheckedFunction0<? extends Go<? extends A>> build;

    Suspend(CheckedFunction0<? extends Go<? extends A>> build) {
        this.build = build;
    }

    /** The combinator, for messages. */
    String name() {
        return "suspend";
    }

    @Override
    public final Object exec(Fiber f) throws Throwable {
        Go<?> program = Checks.program(build.apply(), name());
        if (program instanceof Raise<?> panic) {
            return f.call(panic.returnedBy(build));
        }
        Returned.by(build, f);
        return f.call(program);
    }

    @Override
    public final Object site() {
        return build;
    }

    @Override
    public final void outline(Outline out) {
        out.function(name(), build);
    }

    /** The function given to then. */
    static final class Next<A> extends Suspend<A> {
        Next(CheckedFunction0<? extends Go<? extends A>> build) {
            super(build);
        }

        @Override
        String name() {
            return "then";
        }
    }

    /** A function given to sequence. */
    static final class Step<A> extends Suspend<A> {
        Step(CheckedFunction0<? extends Go<? extends A>> build) {
            super(build);
        }

        @Override
        String name() {
            return "sequence";
        }
    }
}
