package io.gondola.dsl;

import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.Frame;
import io.gondola.dsl.engine.Goexit;
import io.gondola.dsl.engine.Outline;
import io.gondola.dsl.engine.Panicking;
import io.gondola.dsl.engine.Signal;
import io.gondola.dsl.engine.Unwinding;
import io.vavr.control.Try;
import org.jspecify.annotations.Nullable;

/** One program, whose value or panic becomes a value. */
final class Attempt<A> extends Shallow<Try<A>> {
    private final Go<A> body;

    Attempt(Go<A> body) {
        this.body = body;
    }

    @Override
    public Object exec(Fiber f) {
        f.push(new Guard());
        return f.call(body);
    }

    @Override
    public void outline(Outline out) {
        out.line("attempt");
        out.inner(body);
    }

    private static final class Guard extends Frame {
        @Override
        public Object resume(Fiber f, @Nullable Object value) {
            f.pop();
            return Try.success(value);
        }

        @Override
        public Object unwind(Fiber f, Unwinding u) {
            if (!(u instanceof Panicking p)) {
                return Signal.UNWIND;
            }
            p.markRecovered();
            return p.goexiting() ? f.unwind(Goexit.INSTANCE) : failure(p);
        }

        /** Vavr refuses to hold some exceptions, which then travel inside a Panic. */
        private static Try<Object> failure(Panicking p) {
            Throwable thrown = p.thrown();
            boolean refused = thrown instanceof InterruptedException
                    || thrown instanceof LinkageError
                    || thrown instanceof VirtualMachineError;
            return Try.failure(refused || thrown instanceof Panic ? Panic.of(p) : thrown);
        }
    }
}
