package io.gondola.dsl;

import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.Interrupts;
import io.gondola.dsl.engine.Surrounding;
import io.gondola.scheduler.Goroutine;
import io.vavr.CheckedFunction0;
import org.jspecify.annotations.Nullable;

/**
 * One call of blocking code on a virtual thread: the goroutine is parked meanwhile, and its own thread serves others.
 */
final class BlockingElsewhere<A> extends Operation<A> {
    /*
     * The goroutine is parked, with all its frames, before the virtual thread is started in commit. Whatever happens
     * then, it is woken once: by the virtual thread after the code is over, or by commit if none could be started. Its
     * element is written before that, by the one that wakes it; so by one thread, and the wake-up orders the write
     * before the read.
     */
    private final CheckedFunction0<? extends A> function;
    private final VirtualThreads threads;

    /** Null if nobody interrupts the code. */
    private final @Nullable Interrupts interrupts;

    BlockingElsewhere(CheckedFunction0<? extends A> function, VirtualThreads threads, @Nullable Interrupts interrupts) {
        this.function = function;
        this.threads = threads;
        this.interrupts = interrupts;
    }

    @Override
    public Object exec(Fiber f) {
        return f.park(this);
    }

    @Override
    public void commit(Fiber f) {
        f.state(Goroutine.SYSCALL);
        f.scheduler().waitsForOutside(f);
        try {
            threads.start(() -> call(f));
        } catch (IllegalStateException e) {
            finish(f, null, e);
        }
    }

    private void call(Fiber f) {
        Surrounding surrounding = f.surrounding(); // the goroutine is parked
        A value = null;
        Throwable thrown = null;
        try {
            value = surrounding == null ? apply() : surrounding.within(this::apply);
        } catch (Throwable t) {
            thrown = t;
        }
        finish(f, value, thrown);
    }

    private A apply() throws Throwable {
        return interrupts == null ? function.apply() : Blocking.interruptible(function, interrupts);
    }

    private static void finish(Fiber f, @Nullable Object value, @Nullable Throwable thrown) {
        f.element(new Outcome(value, thrown));
        f.wake();
    }

    @Override
    @SuppressWarnings("NullAway") // it goes on with an outcome
    public @Nullable Object resumed(Fiber f) throws Throwable {
        return ((Outcome) f.takeElement()).get();
    }

    /** Only the virtual thread knows when its code is over. */
    @Override
    public boolean mayBeReadiedFromOutside() {
        return true;
    }

    @Override
    public Object site() {
        return function;
    }
}
