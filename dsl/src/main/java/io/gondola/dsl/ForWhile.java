package io.gondola.dsl;

import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.Outline;
import io.gondola.dsl.engine.Returns;
import io.vavr.CheckedFunction0;

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
        return new Iteration(this).start(f);
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

    private static final class Iteration extends LoopFrame {
        private final ForWhile loop;

        Iteration(ForWhile loop) {
            this.loop = loop;
        }

        @Override
        Go<?> next() throws Throwable {
            return Returns.condition(loop.condition.apply(), "forWhile") ? loop.body : null;
        }

        @Override
        public Object site() {
            return loop.condition;
        }
    }
}
