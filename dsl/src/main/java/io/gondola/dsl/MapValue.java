package io.gondola.dsl;

import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.Frame;
import io.gondola.dsl.engine.Outline;
import io.gondola.dsl.engine.Signal;
import io.vavr.CheckedFunction1;
import org.jspecify.annotations.Nullable;

/** One program, then a function of its value. */
final class MapValue<A, B> extends Shallow<B> {
    final Go<A> source;
    final CheckedFunction1<? super A, ? extends B> function;

    MapValue(Go<A> source, CheckedFunction1<? super A, ? extends B> function) {
        this.source = source;
        this.function = function;
    }

    @Override
    @SuppressWarnings("unchecked") // the source yields an A
    public Object exec(Fiber f) throws Throwable {
        Go<A> a = source;
        if (!(a instanceof Operation)) {
            f.push(new Continue<>(function));
            return f.call(a);
        }
        Object v = a.exec(f);
        if (v instanceof Signal) {
            f.push(new Continue<>(function));
            return v;
        }
        return function.apply((A) v);
    }

    @Override
    public Object site() {
        return function;
    }

    @Override
    public void outline(Outline out) {
        out.step(source);
        out.function("map", function);
    }

    static final class Continue<A, B> extends Frame {
        private final CheckedFunction1<? super A, ? extends B> function;

        Continue(CheckedFunction1<? super A, ? extends B> function) {
            this.function = function;
        }

        @Override
        public boolean isLeftSilently() {
            return true;
        }

        @Override
        @SuppressWarnings("unchecked") // the source yields an A
        public Object resume(Fiber f, @Nullable Object value) throws Throwable {
            Object mapped = function.apply((A) value);
            f.pop();
            return mapped;
        }

        @Override
        public Object site() {
            return function;
        }
    }
}
