package io.gondola.dsl;

import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.Outline;
import io.vavr.CheckedFunction1;

/** A loop without an end that carries a state from step to step. */
final class ForeverState<S, A> extends Go<A> {
    private final S initial;
    private final CheckedFunction1<? super S, ? extends Go<? extends S>> step;

    ForeverState(S initial, CheckedFunction1<? super S, ? extends Go<? extends S>> step) {
        this.initial = initial;
        this.step = step;
    }

    @Override
    public Object exec(Fiber f) throws Throwable {
        return new Iteration<>(initial, step).start(f);
    }

    @Override
    public Object site() {
        return step;
    }

    @Override
    public void outline(Outline out) {
        out.function("forever from " + Outline.text(initial), step);
    }

    private static final class Iteration<S> extends LoopFrame {
        private final CheckedFunction1<? super S, ? extends Go<? extends S>> step;
        private S state;

        Iteration(S initial, CheckedFunction1<? super S, ? extends Go<? extends S>> step) {
            this.state = initial;
            this.step = step;
        }

        @Override
        Go<?> next() throws Throwable {
            return Checks.program(step.apply(state), "forever");
        }

        @Override
        @SuppressWarnings("unchecked") // the step yields an S
        void yielded(Object value) {
            state = (S) value;
        }

        @Override
        public Object site() {
            return step;
        }
    }
}
