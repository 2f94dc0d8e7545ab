package io.gondola.sync.step;

import io.gondola.dsl.Go;
import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.Frame;
import io.gondola.dsl.engine.Outline;
import io.gondola.dsl.engine.UnwindAfter;
import io.gondola.dsl.engine.Unwinding;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A program, then a cleanup if the goroutine leaves it without a value: by a panic, a goexit, a break, or because its
 * wait was given up.
 *
 * @param <A> the type of the value
 */
public final class OnUnwind<A> extends Go<A> {
    private final Go<? extends A> body;
    private final Function<Unwinding, Go<?>> cleanup;

    /** {@code cleanup} neither waits nor panics. */
    public OnUnwind(Go<? extends A> body, Function<Unwinding, Go<?>> cleanup) {
        this.body = body;
        this.cleanup = cleanup;
    }

    @Override
    public Object exec(Fiber f) {
        f.push(new Guard(cleanup));
        return f.call(body);
    }

    @Override
    public void outline(Outline out) {
        out.step(body);
    }

    private static final class Guard extends Frame {
        private final Function<Unwinding, Go<?>> cleanup;

        Guard(Function<Unwinding, Go<?>> cleanup) {
            this.cleanup = cleanup;
        }

        @Override
        public @Nullable Object resume(Fiber f, @Nullable Object value) {
            f.pop();
            return value;
        }

        @Override
        public Object unwind(Fiber f, Unwinding u) {
            f.push(new UnwindAfter(u));
            return f.call(cleanup.apply(u));
        }
    }
}
