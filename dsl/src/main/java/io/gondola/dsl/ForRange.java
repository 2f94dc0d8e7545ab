package io.gondola.dsl;

import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.Outline;
import io.vavr.CheckedFunction1;

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
        return new Iteration(this).start(f);
    }

    @Override
    public Object site() {
        return body;
    }

    @Override
    public void outline(Outline out) {
        out.function("forRange " + lo + ", " + hi, body);
    }

    private static final class Iteration extends LoopFrame {
        private final ForRange loop;
        private int i;

        Iteration(ForRange loop) {
            this.loop = loop;
            this.i = loop.lo;
        }

        @Override
        Go<?> next() throws Throwable {
            return i < loop.hi ? Checks.program(loop.body.apply(i++), "forRange") : null;
        }

        @Override
        public Object site() {
            return loop.body;
        }
    }
}
