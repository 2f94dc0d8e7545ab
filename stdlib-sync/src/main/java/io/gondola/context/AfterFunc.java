package io.gondola.context;

import io.gondola.dsl.Go;
import io.gondola.dsl.annotation.CanIgnoreReturnValue;
import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.FiberProgram;
import io.gondola.dsl.engine.OpKind;
import io.gondola.sync.step.Step;
import org.jspecify.annotations.Nullable;

/**
 * A goroutine that starts when a context has ended.
 *
 * @go context/context.go, {@code afterFuncCtx}
 */
final class AfterFunc extends Child implements Runnable {
    private final @Nullable Cancellable above;

    /** The goroutine to start; null once it was started or taken back. Guarded by this lock. */
    private @Nullable Fiber goroutine;

    private final FiberProgram program;

    private AfterFunc(@Nullable Cancellable above, Fiber goroutine) {
        this.above = above;
        this.program = goroutine.program();
        this.goroutine = goroutine;
    }

    /** Returns the program that takes it back. */
    static Go<Boolean> register(Context ctx, Fiber f, Go<?> body) {
        Cancellable above = Lookup.cancellable(ctx);
        AfterFunc registration = new AfterFunc(above, f.child(body));
        if (above != null) {
            registration.registerBelow(above);
        }
        return new Step<>(OpKind.CONTEXT, Lookup.family(ctx), 1, g -> registration.takeBack());
    }

    /** The program keeps it, for the context may be kept by nobody else: see Cancellable. */
    private void registerBelow(Cancellable ctx) {
        if (!program.atEnd(this)) {
            run();
        } else if (!ctx.add(this)) {
            endAlone(ctx.ended());
        }
    }

    /** The program has ended: nothing starts any more. */
    @Override
    public void run() {
        if (take() != null && above != null) {
            above.remove(this);
        }
    }

    private boolean takeBack() {
        boolean prevented = take() != null;
        if (prevented && above != null) {
            above.remove(this);
        }
        return prevented;
    }

    private @Nullable Fiber take() {
        lock();
        Fiber g = goroutine;
        goroutine = null;
        unlock();
        if (g != null && above != null) {
            program.forgetAtEnd(this);
        }
        return g;
    }

    @Override
    boolean isGone() {
        return program.ended();
    }

    @Override
    @CanIgnoreReturnValue
    @Nullable
    Child endAlone(EndReason ending) {
        Fiber g = take();
        if (g != null) {
            g.scheduler().spawn(g);
        }
        return null;
    }
}
