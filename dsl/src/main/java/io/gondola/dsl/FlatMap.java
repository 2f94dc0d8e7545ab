package io.gondola.dsl;

import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.Frame;
import io.gondola.dsl.engine.Outline;
import io.gondola.dsl.engine.Returned;
import io.gondola.dsl.engine.Signal;
import io.vavr.CheckedFunction1;

/** One program, then another that depends on its value. */
final class FlatMap<A, B> extends Shallow<B> {
    private final Go<A> source;
    private final CheckedFunction1<? super A, ? extends Go<? extends B>> then;

    FlatMap(Go<A> source, CheckedFunction1<? super A, ? extends Go<? extends B>> then) {
        this.source = source;
        this.then = then;
    }

    @Override
    @SuppressWarnings("unchecked") // the source yields an A
    public Object exec(Fiber f) throws Throwable {
        Go<A> a = source;
        if (!(a instanceof Operation)) {
            f.push(new Continue<>(then));
            return f.call(a);
        }
        Object v = a.exec(f);
        if (v instanceof Signal) {
            f.push(new Continue<>(then));
            return v;
        }
        Go<?> next = Checks.program(then.apply((A) v), "flatMap");
        if (!(next instanceof Operation)) {
            Returned.by(then, f);
            return f.call(next);
        }
        try {
            v = inPlace(next, f);
        } catch (Throwable t) {
            f.push(new Continue<>(then)); // for the report
            throw t;
        }
        if (v == Signal.UNWIND) {
            f.unwindingIn(then);
        } else if (v == Signal.PARK || v == Signal.CALL) {
            Returned.by(then, f);
        }
        return v;
    }

    @Override
    public Object site() {
        return then;
    }

    @Override
    public void outline(Outline out) {
        out.step(source);
        out.function("flatMap", then);
    }

    private static final class Continue<A> extends Frame {
        private final CheckedFunction1<? super A, ? extends Go<?>> then;

        Continue(CheckedFunction1<? super A, ? extends Go<?>> then) {
            this.then = then;
        }

        @Override
        @SuppressWarnings("unchecked") // the source yields an A
        public Object resume(Fiber f, Object value) throws Throwable {
            Go<?> next = Checks.program(then.apply((A) value), "flatMap");
            if (!(next instanceof Operation)) {
                f.pop();
                Returned.by(then, f);
                return execShallow(next, f);
            }
            Object v = inPlace(next, f); // an operation pushes nothing, and what it throws shows this function
            f.pop();
            if (v == Signal.PARK || v == Signal.CALL) {
                Returned.by(then, f);
            }
            return v;
        }

        @Override
        public Object site() {
            return then;
        }
    }
}
