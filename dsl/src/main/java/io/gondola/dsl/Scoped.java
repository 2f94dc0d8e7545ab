package io.gondola.dsl;

import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.Frame;
import io.gondola.dsl.engine.Outline;
import io.gondola.dsl.engine.Signal;
import io.gondola.dsl.engine.Sites;
import io.gondola.dsl.engine.Unwinding;
import io.vavr.CheckedFunction1;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A function's frame with its defers. */
final class Scoped<R> extends Shallow<R> {
    private final CheckedFunction1<? super Scope, ? extends Go<? extends R>> body;

    Scoped(CheckedFunction1<? super Scope, ? extends Go<? extends R>> body) {
        this.body = body;
    }

    @Override
    public Object exec(Fiber f) throws Throwable {
        Defers defers = new Defers(f, Sites.token(body));
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
        private final @Nullable Object site;
        private final Deque<Go<?>> cleanups = new ArrayDeque<>();

        /** The goroutine on whose stack this frame is; null once it is on none. */
        private @Nullable Fiber owner;

        private boolean bodyEnded;
        private @Nullable Object result;
        private @Nullable Unwinding pending;

        Defers(Fiber owner, @Nullable Object site) {
            this.owner = owner;
            this.site = site;
        }

        @Override
        @SuppressWarnings("NullAway") // there is no other outcome than that
        public @Nullable Object resume(Fiber f, @Nullable Object value) {
            if (!bodyEnded) {
                bodyEnded = true;
                result = value;
            }
            Go<?> cleanup = cleanups.poll();
            if (cleanup != null) {
                return f.call(cleanup);
            }
            f.pop();
            return pending == null ? leave(result) : f.unwind(leave(pending));
        }

        /** The frame is off the stack; the user may still have the scope, which must not keep what it yielded. */
        private <T extends @Nullable Object> T leave(T outcome) {
            detach();
            owner = null;
            result = null;
            pending = null;
            return outcome;
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
            Unwinding goesOn = leave(pending);
            return goesOn == u ? Signal.UNWIND : f.unwind(goesOn);
        }

        @Override
        public Go<Unit> defer(Go<?> cleanup) {
            Objects.requireNonNull(cleanup, "cleanup");
            return new Register(this, cleanup);
        }

        @Override
        public @Nullable Object site() {
            return site;
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
            if (defers.owner != f) {
                throw new IllegalStateException(
                        "defer: the scope has ended, or belongs to another goroutine: goroutine=" + f.id());
            }
            defers.cleanups.push(cleanup);
            return Unit.UNIT;
        }
    }
}
