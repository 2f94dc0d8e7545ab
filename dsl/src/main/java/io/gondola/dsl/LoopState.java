package io.gondola.dsl;

import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.Outline;
import io.vavr.CheckedFunction1;
import org.jspecify.annotations.Nullable;

/** A loop that carries a state from step to step. */
final class LoopState<S, R> extends Go<R> {
    private final S initial;
    private final CheckedFunction1<? super S, ? extends Go<? extends Loop<S, R>>> step;

    LoopState(S initial, CheckedFunction1<? super S, ? extends Go<? extends Loop<S, R>>> step) {
        this.initial = initial;
        this.step = step;
    }

    @Override
    public @Nullable Object exec(Fiber f) throws Throwable {
        Iteration<S, R> iteration = begin();
        f.push(iteration);
        return iteration.rounds.loop(iteration, f, 0);
    }

    /** The frame of one execution. */
    Iteration<S, R> begin() {
        return new Iteration<>(initial, step);
    }

    @Override
    public Object site() {
        return step;
    }

    @Override
    public void outline(Outline out) {
        out.function("loop from " + out.shown(initial), step);
    }

    static final class Iteration<S, R> extends HotLoop {
        final CheckedFunction1<? super S, ? extends Go<? extends Loop<S, R>>> step;
        private @Nullable S state;

        @Nullable
        R result;

        boolean done;

        Iteration(S initial, CheckedFunction1<? super S, ? extends Go<? extends Loop<S, R>>> step) {
            this.state = initial;
            this.step = step;
        }

        /** The state for the next step, which has it from then on: the loop does not keep it meanwhile. */
        @SuppressWarnings("NullAway") // it has one until it is taken, and the step says the next one
        S takeState() {
            S current = state;
            state = null;
            return current;
        }

        @Override
        public @Nullable Object resume(Fiber f, @Nullable Object value) throws Throwable {
            yielded(value);
            return rounds.loop(this, f, 0);
        }

        @SuppressWarnings("unchecked") // the step yields a Loop<S, R>
        void yielded(@Nullable Object value) {
            if (value instanceof Loop.Next<?, ?> next) {
                state = (S) next.state;
            } else if (value instanceof Loop.Done<?, ?> end) {
                result = (R) end.result;
                done = true;
            } else {
                throw new NullPointerException("loop: the step yielded null in place of Loop.next or Loop.done");
            }
        }

        @Override
        public Object site() {
            return step;
        }
    }
}
