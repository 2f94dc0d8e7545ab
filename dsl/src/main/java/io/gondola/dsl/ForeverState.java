package io.gondola.dsl;

import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.Outline;
import io.vavr.CheckedFunction1;
import org.jspecify.annotations.Nullable;

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
        Iteration<S> iteration = new Iteration<>(initial, step);
        f.push(iteration);
        return iteration.rounds.forever(iteration, f, 0);
    }

    @Override
    public Object site() {
        return step;
    }

    @Override
    public void outline(Outline out) {
        out.function("forever from " + out.shown(initial), step);
    }

    static final class Iteration<S> extends HotLoop {
        final CheckedFunction1<? super S, ? extends Go<? extends S>> step;

        @Nullable
        S state;

        Iteration(S initial, CheckedFunction1<? super S, ? extends Go<? extends S>> step) {
            this.state = initial;
            this.step = step;
        }

        @Override
        public Object resume(Fiber f, @Nullable Object value) throws Throwable {
            yielded(value);
            return rounds.forever(this, f, 0);
        }

        @SuppressWarnings("unchecked") // the step yields an S
        void yielded(@Nullable Object value) {
            state = (S) value;
        }

        @Override
        public Object site() {
            return step;
        }
    }
}
