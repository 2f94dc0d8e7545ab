package io.gondola.dsl.engine;

/**
 * What code of one goroutine is to find on whichever thread runs it, such as thread-local values of a library.
 *
 * <p>{@link #enter} and {@link #leave} take turns, by one thread at a time, each seeing what the other has written.
 */
public abstract class Surrounding {
    protected Surrounding() {}

    /** The goroutine begins to run on this thread. */
    protected abstract void enter();

    /** The goroutine, which was running on this thread, stops. */
    protected abstract void leave();

    /** What a goroutine is to find that this one, which is running, starts. */
    protected abstract Surrounding inherited();

    /** Runs code of the goroutine, which is parked meanwhile, on this thread. */
    public final <A> A within(Code<? extends A> code) throws Throwable {
        enter();
        try {
            return code.run();
        } finally {
            leave();
        }
    }

    /** Makes {@code f}, which is running on this thread and has no surrounding, find this one from here on. */
    public final void surround(Fiber f) {
        f.surround(this);
        enter();
    }

    /** Takes this away again from {@code f}, which is running on this thread. */
    public final void release(Fiber f) {
        leave();
        f.release();
    }

    /** Code of the user's. */
    @FunctionalInterface
    public interface Code<A> {
        A run() throws Throwable;
    }
}
