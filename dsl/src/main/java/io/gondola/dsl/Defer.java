package io.gondola.dsl;

import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.Frame;
import io.gondola.dsl.engine.Outline;
import io.gondola.dsl.engine.Signal;
import io.gondola.dsl.engine.UnwindAfter;
import io.gondola.dsl.engine.Unwinding;
import org.jspecify.annotations.Nullable;

/** One program, then a cleanup whatever became of it. */
final class Defer<A> extends Shallow<A> {
    final Go<A> body;
    final Go<?> cleanup;

    Defer(Go<A> body, Go<?> cleanup) {
        this.body = body;
        this.cleanup = cleanup;
    }

    @Override
    public @Nullable Object exec(Fiber f) throws Throwable {
        Deferred deferred = new Deferred(cleanup);
        if (!(body instanceof Operation)) {
            f.push(deferred);
            return f.call(body);
        }
        Object v;
        try {
            v = inPlace(body, f);
        } catch (Throwable t) {
            f.push(deferred);
            throw t;
        }
        if (v instanceof Signal) {
            f.push(deferred);
            return v;
        }
        return cleanUp(f, v);
    }

    private @Nullable Object cleanUp(Fiber f, @Nullable Object value) throws Throwable {
        Object ignored = execOperation(cleanup, f);
        if (ignored instanceof Signal) {
            f.push(new Returning(value));
            return ignored;
        }
        return value;
    }

    @Override
    public void outline(Outline out) {
        out.line("do");
        out.inner(body);
        out.line("defer");
        out.inner(cleanup);
    }

    /** The cleanup is still to come. */
    static final class Deferred extends Frame {
        private final Go<?> cleanup;

        Deferred(Go<?> cleanup) {
            this.cleanup = cleanup;
        }

        @Override
        public Object resume(Fiber f, @Nullable Object value) {
            f.pop();
            f.push(new Returning(value));
            return f.call(cleanup);
        }

        @Override
        public Object unwind(Fiber f, Unwinding u) {
            f.push(new UnwindAfter(u));
            return f.call(cleanup);
        }
    }

    /** The cleanup runs; after it the value of the body goes on. */
    static final class Returning extends Frame {
        private final @Nullable Object value;

        Returning(@Nullable Object value) {
            this.value = value;
        }

        @Override
        public @Nullable Object resume(Fiber f, @Nullable Object ignored) {
            f.pop();
            return value;
        }

        @Override
        public boolean isCleanup() {
            return true;
        }
    }
}
