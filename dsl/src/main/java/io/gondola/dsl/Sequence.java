package io.gondola.dsl;

import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.Outline;

/** Programs one after another; their values are dropped. */
final class Sequence extends Go<Unit> {
    private final Go<?>[] steps;

    Sequence(Go<?>[] steps) {
        this.steps = steps;
    }

    @Override
    public Object exec(Fiber f) throws Throwable {
        return new Iteration(steps).start(f);
    }

    @Override
    public void outline(Outline out) {
        if (steps.length == 0) {
            out.line("unit");
        }
        for (Go<?> step : steps) {
            out.step(step);
        }
    }

    private static final class Iteration extends LoopFrame {
        private final Go<?>[] steps;
        private int i;

        Iteration(Go<?>[] steps) {
            this.steps = steps;
        }

        @Override
        Go<?> next() {
            return i < steps.length ? steps[i++] : null;
        }
    }
}
