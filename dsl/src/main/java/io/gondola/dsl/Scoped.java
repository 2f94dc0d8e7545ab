package io.gondola.dsl;

import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.Frame;
import io.gondola.dsl.engine.Outline;
import io.gondola.dsl.engine.Signal;
import io.gondola.dsl.engine.Unwinding;
import io.vavr.CheckedFunction1;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;

/** A function's frame with its defers. */
final class Scoped<R> extends Shallow<R> {
    private final CheckedFunction1<? super Scope, ? extends Go<? extends R>> body;

    Scoped(CheckedFunction1<? super Scope, ? extends Go<? extends R>> body) {
        this.body = body;
    }

    @Override
    public Object exec(Fiber f) throws Throwable {
        Defers defers = new Defers(body);
        f.push(defers);
        return f.call(Checks.program(body.apply(defers), "scoped"));
    }

    @Override
    public Object site() {
        return body;
    }

    @Override
    public void outline(Outline out) {
        out.function("scoped", body);
    }

    private static final class Defers extends Frame implements Scope {
        private final Object body;
        private final Deque<Go<?>> cleanups = new ArrayDeque<>();
        private boolean bodyEnded;
        private Object result;
        private Unwinding pending;

        Defers(Object body) {
            this.body = body;
        }

        @Override
        public Object resume(Fiber f, Object value) {
            if (!bodyEnded) {
                bodyEnded = true;
                result = value;
            }
            Go<?> cleanup = cleanups.poll();
            if (cleanup != null) {
                return f.call(cleanup);
            }
            f.pop();
            return pending == null ? result : f.unwind(pending);
        }

        @Override
        public Object unwind(Fiber f, Unwinding u) {
            bodyEnded = true;
            pending = pending == null ? u : pending.interruptedBy(u);
            Go<?> cleanup = cleanups.poll();
            if (cleanup != null) {
                f.push(this);
                return f.call(cleanup);
            }
            return pending == u ? Signal.UNWIND : f.unwind(pending);
        }

        @Override
        public Go<Unit> defer(Go<?> cleanup) {
            Objects.requireNonNull(cleanup, "cleanup");
            return new Register(this, cleanup);
        }

        @Override
        public Object site() {
            return body;
        }

        @Override
        public boolean isCleanup() {
            return bodyEnded;
        }
    }

    private static final class Register extends Operation<Unit> {
        private final Defers defers;
        private final Go<?> cleanup;

        Register(Defers defers, Go<?> cleanup) {
            this.defers = defers;
            this.cleanup = cleanup;
        }

        @Override
        public Object exec(Fiber f) {
            if (!f.has(defers)) {
                throw new IllegalStateException(
                        "defer: the scope has ended, or belongs to another goroutine: goroutine=" + f.id());
            }
            defers.cleanups.push(cleanup);
            return Unit.UNIT;
        }
    }
}
