package io.gondola.dsl;

import io.gondola.dsl.annotation.CanIgnoreReturnValue;
import io.vavr.control.Option;
import org.jspecify.annotations.Nullable;

/**
 * The receiving side of a channel for threads outside the scheduler. Its methods block the calling thread; a goroutine
 * must not call them.
 *
 * @param <T> the type of the elements
 */
public interface BlockingReceive<T> {
    /**
     * Receives an element, blocking the thread until there is one; the zero value once the channel is closed and
     * drained.
     *
     * @throws InterruptedException if the thread is interrupted before; no element was taken then
     */
    @Nullable
    @CanIgnoreReturnValue
    T receive() throws InterruptedException;

    /**
     * Receives an element, blocking the thread until there is one; none once the channel is closed and drained.
     *
     * @throws InterruptedException if the thread is interrupted before; no element was taken then
     */
    @CanIgnoreReturnValue
    Option<T> receiveOption() throws InterruptedException;

    /** Receives an element if there is one at this moment. */
    Received<T> tryReceive();
}
