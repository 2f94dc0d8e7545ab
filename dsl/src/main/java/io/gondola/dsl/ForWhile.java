package io.gondola.dsl;

import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.Outline;
import io.vavr.CheckedFunction0;
import org.jspecify.annotations.Nullable;

/** {@code for cond { … }}. */
final class ForWhile extends Go<Unit> {
    private final CheckedFunction0<Boolean> condition;
    private final Go<?> body;

    ForWhile(CheckedFunction0<Boolean> condition, Go<?> body) {
        this.condition = condition;
        this.body = body;
    }

    @Override
    public Object exec(Fiber f) throws Throwable {
        Iteration iteration = new Iteration(this);
        f.push(iteration);
        return iteration.rounds.forWhile(iteration, f, 0);
    }

    @Override
    public Object site() {
        return condition;
    }

    @Override
    public void outline(Outline out) {
        out.line("forWhile", condition);
        out.inner(body);
    }

    static final class Iteration extends HotLoop {
        final CheckedFunction0<Boolean> condition;
        final Go<?> body;

        Iteration(ForWhile loop) {
            this.condition = loop.condition;
            this.body = loop.body;
        }

        @Override
        public Object resume(Fiber f, @Nullable Object value) throws Throwable {
            return rounds.forWhile(this, f, 0);
        }

        @Override
        public Object site() {
            return condition;
        }
    }
}
