package io.gondola.context;

import io.gondola.dsl.Go;
import io.gondola.dsl.annotation.CanIgnoreReturnValue;
import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.OpKind;
import io.gondola.scheduler.Program;
import io.gondola.sync.step.Step;

/**
 * A goroutine that starts when a context has ended.
 *
 * @go context/context.go, {@code afterFuncCtx}
 */
final class AfterFunc extends Child {
    private final Cancellable above;

    /** The goroutine to start; null once it was started or taken back. Guarded by this lock. */
    private Fiber goroutine;

    private final Program program;

    private AfterFunc(Cancellable above, Fiber goroutine) {
        this.above = above;
        this.program = goroutine.program();
        this.goroutine = goroutine;
    }

    /** Returns the program that takes it back. */
    static Go<Boolean> register(Context ctx, Fiber f, Go<?> body) {
        Cancellable above = Lookup.cancellable(ctx);
        AfterFunc registration = new AfterFunc(above, f.child(body));
        if (above != null && !above.add(registration)) {
            registration.endAlone(above.ending());
        }
        return new Step<>(OpKind.CONTEXT, Lookup.family(ctx), 1, g -> registration.takeBack());
    }

    private boolean takeBack() {
        boolean prevented = take() != null;
        if (prevented && above != null) {
            above.remove(this);
        }
        return prevented;
    }

    private Fiber take() {
        lock();
        Fiber g = goroutine;
        goroutine = null;
        unlock();
        return g;
    }

    @Override
    boolean isGone() {
        return program.ended();
    }

    @Override
    @CanIgnoreReturnValue
    Child endAlone(Ending ending) {
        Fiber g = take();
        if (g != null) {
            g.scheduler().spawn(g);
        }
        return null;
    }
}
