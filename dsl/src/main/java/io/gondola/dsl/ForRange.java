package io.gondola.dsl;

import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.Outline;
import io.vavr.CheckedFunction1;
import org.jspecify.annotations.Nullable;

/** {@code for i := lo; i < hi; i++}. */
final class ForRange extends Go<Unit> {
    private final int lo;
    private final int hi;
    private final CheckedFunction1<? super Integer, ? extends Go<?>> body;

    ForRange(int lo, int hi, CheckedFunction1<? super Integer, ? extends Go<?>> body) {
        this.lo = lo;
        this.hi = hi;
        this.body = body;
    }

    @Override
    public Object exec(Fiber f) throws Throwable {
        Iteration iteration = new Iteration(this);
        f.push(iteration);
        return iteration.rounds.forRange(iteration, f, 0);
    }

    @Override
    public Object site() {
        return body;
    }

    @Override
    public void outline(Outline out) {
        out.function("forRange " + lo + ", " + hi, body);
    }

    static final class Iteration extends HotLoop {
        final CheckedFunction1<? super Integer, ? extends Go<?>> body;
        final int hi;
        int i;

        Iteration(ForRange loop) {
            this.body = loop.body;
            this.hi = loop.hi;
            this.i = loop.lo;
        }

        @Override
        public Object resume(Fiber f, @Nullable Object value) throws Throwable {
            return rounds.forRange(this, f, 0);
        }

        @Override
        public Object site() {
            return body;
        }
    }
}
