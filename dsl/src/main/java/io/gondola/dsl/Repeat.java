package io.gondola.dsl;

import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.Outline;
import org.jspecify.annotations.Nullable;

/** A program several times. */
final class Repeat extends Go<Unit> {
    private final Go<?> body;
    private final int n;

    Repeat(Go<?> body, int n) {
        this.body = body;
        this.n = n;
    }

    @Override
    public Object exec(Fiber f) throws Throwable {
        return begin().start(f);
    }

    /** The frame of one execution. */
    Iteration begin() {
        return new Iteration(body, n);
    }

    @Override
    public void outline(Outline out) {
        out.line("repeat " + n);
        out.inner(body);
    }

    /** The rounds of a loop over one program, with an end or without. */
    static final class Iteration extends HotLoop {
        static final int ENDLESS = -1;

        final Go<?> body;
        private int left;

        Iteration(Go<?> body, int n) {
            this.body = body;
            this.left = n;
        }

        Object start(Fiber f) throws Throwable {
            f.push(this);
            return rounds.repeat(this, f, 0);
        }

        /** Counts a round; returns false if there is none any more. */
        boolean begins() {
            if (left == 0) {
                return false;
            }
            if (left > 0) {
                left--;
            }
            return true;
        }

        @Override
        public Object resume(Fiber f, @Nullable Object value) throws Throwable {
            return rounds.repeat(this, f, 0);
        }

        /** The first of the user's functions in the body, or the body, whose class at least says what it is. */
        @Override
        Object function() {
            Object function = Outline.firstSubject(body);
            return function == null ? body : function;
        }
    }
}
