package io.gondola.dsl.engine;

import java.util.function.Consumer;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * An instruction that other goroutines can observe, so that the explorer of schedules may switch goroutines before it.
 * Its {@code exec} asks {@link Fiber#step} before it does anything. Only the explorer calls these methods, between two
 * steps.
 */
public interface Visible {
    OpKind kind();

    /** The channel, lock, variable or other object on which it operates; null if there is none. */
    default @Nullable Object subject() {
        return null;
    }

    /** A number that belongs to the operation, such as what is added. */
    default long operand() {
        return 0;
    }

    /** False if executing it now would do nothing but make the goroutine wait, however often it were tried. */
    default boolean enabled() {
        return true;
    }

    /** What others can observe when the goroutine goes on after it has waited here; null if nothing. */
    default @Nullable OpKind resumption() {
        return null;
    }

    /**
     * Lets {@code choice} decide whom it serves, of several who wait, if it is executed now: given how many could be
     * next, {@code choice} answers with a number from 0, by the order in which they came; again for each one that is
     * served.
     */
    default void chooseServed(IntUnaryOperator choice) {}

    /**
     * Whether executing it now would begin a wait that may return for no reason where that is allowed. It is then not
     * executed, but {@linkplain Instruction#withdraw withdrawn}.
     */
    default boolean mayReturnSpuriously() {
        return false;
    }

    /** Tells {@code closed} which channels it closes, given the present state. */
    default void closes(Consumer<Object> closed) {}
}
