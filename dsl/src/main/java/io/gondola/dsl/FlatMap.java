package io.gondola.dsl;

import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.Frame;
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
        return execOperation(Checks.program(then.apply((A) v), "flatMap"), f);
    }

    @Override
    public Object site() {
        return then;
    }

    private static final class Continue<A> extends Frame {
        private final CheckedFunction1<? super A, ? extends Go<?>> then;

        Continue(CheckedFunction1<? super A, ? extends Go<?>> then) {
            this.then = then;
        }

        @Override
        @SuppressWarnings("unchecked") // the source yields an A
        public Object resume(Fiber f, Object value) throws Throwable {
            f.pop();
            return execShallow(Checks.program(then.apply((A) value), "flatMap"), f);
        }

        @Override
        public Object site() {
            return then;
        }
    }
}
