package io.gondola.dsl;

import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.Frame;
import io.gondola.dsl.engine.Instruction;
import io.gondola.dsl.engine.Outline;
import io.gondola.dsl.engine.Returned;
import io.gondola.dsl.engine.Signal;
import io.vavr.CheckedFunction1;
import org.jspecify.annotations.Nullable;

/** One program, then another that depends on its value. */
final class FlatMap<A, B> extends Shallow<B> {
    final Go<A> source;
    final CheckedFunction1<? super A, ? extends Go<? extends B>> then;

    FlatMap(Go<A> source, CheckedFunction1<? super A, ? extends Go<? extends B>> then) {
        this.source = source;
        this.then = then;
    }

    @Override
    @SuppressWarnings("unchecked") // the source yields an A
    public @Nullable Object exec(Fiber f) throws Throwable {
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
            return goOn(next, f);
        }
        Instruction before = f.at();
        try {
            v = next.exec(f);
        } catch (Throwable t) {
            threw(next, before, f);
            throw t;
        }
        return v instanceof Signal s ? stopped(s, f) : v;
    }

    /** Goes on with {@code next}, which the function has returned; to be returned. */
    Object goOn(Go<?> next, Fiber f) {
        Returned.by(then, f);
        return f.call(next);
    }

    /** What was executed in place, what the function has returned or this program, has thrown; for the report. */
    void threw(Go<?> executed, Instruction before, Fiber f) {
        f.threwIn(executed, before);
        if (executed != this) {
            f.push(new Continue<>(then));
        }
    }

    /** What the function has returned was executed in place and answers with {@code signal}; to be returned. */
    Object stopped(Signal signal, Fiber f) {
        if (signal == Signal.UNWIND) {
            f.unwindingIn(then);
        } else {
            Returned.by(then, f);
        }
        return signal;
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

    static final class Continue<A> extends Frame {
        private final CheckedFunction1<? super A, ? extends Go<?>> then;

        Continue(CheckedFunction1<? super A, ? extends Go<?>> then) {
            this.then = then;
        }

        @Override
        public boolean isLeftSilently() {
            return true;
        }

        @Override
        @SuppressWarnings("unchecked") // the source yields an A
        public @Nullable Object resume(Fiber f, @Nullable Object value) throws Throwable {
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
