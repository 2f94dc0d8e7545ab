package io.gondola.dsl;

import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.Interrupts;
import io.gondola.dsl.engine.OpKind;
import io.gondola.dsl.engine.Outline;
import io.gondola.dsl.engine.Visible;
import io.vavr.CheckedFunction0;
import org.jspecify.annotations.Nullable;

/**
 * Java code that may block its thread.
 *
 * @go runtime/proc.go, {@code entersyscall}, {@code exitsyscall}
 */
final class Blocking<A> extends Operation<A> implements Visible {
    private final CheckedFunction0<? extends A> function;

    Blocking(CheckedFunction0<? extends A> function) {
        this.function = function;
    }

    @Override
    public @Nullable Object exec(Fiber f) throws Throwable {
        if (!f.step()) {
            return f.yieldThen(this);
        }
        VirtualThreads virtual = f.program() instanceof ProgramRun<?> run ? run.virtualThreads() : null;
        if (virtual != null && !f.lockedToThread()) {
            return new BlockingElsewhere<>(function, virtual, f.interrupts()).exec(f);
        }
        Interrupts interrupts = f.interrupts();
        Object value = null;
        Throwable thrown = null;
        f.scheduler().enterBlocking(f);
        try {
            value = interrupts == null ? function.apply() : interruptible(function, interrupts);
        } catch (Throwable t) {
            thrown = t;
        }
        if (!f.scheduler().exitBlocking(f)) {
            f.element(new Outcome(value, thrown));
            return f.park(this);
        }
        if (thrown != null) {
            throw thrown;
        }
        return value;
    }

    /** Runs {@code function} on the current thread, which {@code interrupts} may interrupt meanwhile. */
    static <A> A interruptible(CheckedFunction0<? extends A> function, Interrupts interrupts) throws Throwable {
        interrupts.enter();
        try {
            return function.apply();
        } finally {
            interrupts.exit();
        }
    }

    @Override
    public void commit(Fiber f) {
        f.scheduler().requeueAfterBlocking(f);
    }

    @Override
    @SuppressWarnings("NullAway") // it goes on with an outcome
    public @Nullable Object resumed(Fiber f) throws Throwable {
        return ((Outcome) f.takeElement()).get();
    }

    @Override
    public Object site() {
        return function;
    }

    @Override
    public OpKind kind() {
        return OpKind.BLOCKING;
    }

    @Override
    public void outline(Outline out) {
        out.line("blocking", function);
    }
}
