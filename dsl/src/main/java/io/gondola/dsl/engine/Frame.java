package io.gondola.dsl.engine;

import org.jspecify.annotations.Nullable;

/**
 * What is left to do once the instruction above it has its value. The frames of a goroutine are linked from the top
 * down and belong to that goroutine alone.
 */
public abstract class Frame {
    private @Nullable Frame below;

    protected Frame() {}

    /**
     * Takes the value of what ran above. This frame is on top; it {@linkplain Fiber#pop pops} itself unless it waits
     * for a further value.
     *
     * @return a value for the frame below, or a {@link Signal}
     */
    public abstract @Nullable Object resume(Fiber f, @Nullable Object value) throws Throwable;

    /**
     * Told that the goroutine leaves this frame, which is popped already, without a value.
     *
     * @return {@link Signal#UNWIND} to go on leaving, or what {@link #resume} may return
     */
    public @Nullable Object unwind(Fiber f, Unwinding u) throws Throwable {
        return Signal.UNWIND;
    }

    /** Whether {@link #unwind} does nothing, so that the goroutine may as well drop this frame without telling it. */
    public boolean isLeftSilently() {
        return false;
    }

    /** Whether a cleanup runs above this frame: its waits are never given up. See {@link CancelScope}. */
    public boolean isCleanup() {
        return false;
    }

    /**
     * The function of the user's that runs when or while this frame is on the stack, for reports; null if there is
     * none.
     */
    public @Nullable Object site() {
        return null;
    }

    public final @Nullable Frame below() {
        return below;
    }

    final void below(Frame f) {
        below = f;
    }

    /** For a frame that user code may keep: once it is off the stack it must not keep the frames below. */
    protected final void detach() {
        below = null;
    }
}
