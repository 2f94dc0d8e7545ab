package io.gondola.context;

import io.gondola.dsl.Go;
import io.gondola.dsl.annotation.CanIgnoreReturnValue;
import io.gondola.dsl.engine.CancelScope;
import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.OpKind;
import io.gondola.dsl.engine.Outline;
import io.gondola.dsl.engine.Visible;
import io.gondola.scheduler.Program;
import io.vavr.control.Try;
import org.jspecify.annotations.Nullable;

/** A program whose waits end with a context. */
final class Bounded<A> extends Go<Try<A>> implements Visible {
    private final Cancellable ctx;
    private final Go<? extends Try<? extends A>> body;
    private final @Nullable Object family;

    private Bounded(Cancellable ctx, @Nullable Object family, Go<? extends Try<? extends A>> body) {
        this.ctx = ctx;
        this.family = family;
        this.body = body;
    }

    @SuppressWarnings("unchecked") // Go and Try are covariant
    static <A> Go<Try<A>> run(Context ctx, Go<? extends A> body) {
        Go<Try<A>> attempt = ((Go<A>) body).attempt();
        Cancellable above = Lookup.cancellable(ctx);
        return above == null ? attempt : new Bounded<>(above, Lookup.family(ctx), attempt);
    }

    @Override
    public @Nullable Object exec(Fiber f) {
        if (!f.step()) {
            return f.yieldThen(this);
        }
        Watch watch = new Watch(ctx, f.program());
        watch.scope.enter(f);
        if (ctx.add(watch)) {
            return f.call(body);
        }
        return watch.scope.resume(f, failure(ctx.ended()));
    }

    @Override
    public OpKind kind() {
        return OpKind.CONTEXT;
    }

    @Override
    public @Nullable Object subject() {
        return family;
    }

    @Override
    public long operand() {
        return 1; // it writes: it joins the children
    }

    @Override
    public void outline(Outline out) {
        out.line("ctx.run");
        out.inner(body);
    }

    private static Object failure(EndReason ending) {
        return Try.failure(ending.err());
    }

    /** Cancels the waits when the context ends. */
    private static final class Watch extends Child {
        final Scope scope;
        private final Program program;

        Watch(Cancellable ctx, Program program) {
            this.program = program;
            scope = new Scope(ctx, this);
        }

        @Override
        boolean isGone() {
            return program.ended();
        }

        @Override
        @CanIgnoreReturnValue
        @Nullable
        Child endAlone(EndReason ending) {
            scope.cancel(failure(ending));
            return null;
        }
    }

    private static final class Scope extends CancelScope {
        private final Cancellable ctx;
        private final Watch watch;

        Scope(Cancellable ctx, Watch watch) {
            this.ctx = ctx;
            this.watch = watch;
        }

        @Override
        protected void left() {
            ctx.remove(watch);
        }
    }
}
