package io.gondola.dsl.engine;

import org.jspecify.annotations.Nullable;

/**
 * Interrupts the code that a goroutine runs in {@code Go.blocking}, on behalf of a {@link CancelScope} that wants this.
 *
 * <p>All methods are for any thread; {@link #enter} and {@link #exit} are called by the thread that runs the code.
 */
public final class Interrupts {
    /*
     * All fields are guarded by the monitor. A thread is interrupted only between its enter and its exit, so the
     * interrupt never reaches what the thread does afterwards; exit takes back one that came too late for the code to
     * notice.
     */
    private @Nullable Thread thread;
    private boolean cancelled;

    /**
     * Tells that the current thread begins to run blocking code. It is interrupted at once if the scope is cancelled.
     */
    public synchronized void enter() {
        thread = Thread.currentThread();
        if (cancelled) {
            thread.interrupt();
        }
    }

    /** Tells that the code is over. */
    @SuppressWarnings("InterruptedExceptionSwallowed") // the interrupt was ours, and meant for the code that is over
    public synchronized void exit() {
        thread = null;
        if (cancelled) {
            boolean unused = Thread.interrupted();
        }
    }

    /**
     * Takes {@link #cancel} back: code that begins to run later is not interrupted. Called in the goroutine, while none
     * runs.
     */
    public synchronized void revoke() {
        cancelled = false;
    }

    /** Interrupts the code that runs, and all that begins to run later. */
    public synchronized void cancel() {
        cancelled = true;
        if (thread != null) {
            thread.interrupt();
        }
    }
}
