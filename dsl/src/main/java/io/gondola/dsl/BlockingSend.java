package io.gondola.dsl;

import io.gondola.dsl.annotation.CanIgnoreReturnValue;

/**
 * The sending side of a channel for threads outside the scheduler. Its methods block the calling thread; a goroutine
 * must not call them.
 *
 * @param <T> the type of the elements
 */
public interface BlockingSend<T> {
    /**
     * Sends {@code value}, blocking the thread until it is taken.
     *
     * @throws NullPointerException if {@code value} is null
     * @throws InterruptedException if the thread is interrupted before the element was taken; it then never will be
     * @throws Panic {@code send on closed channel}
     */
    void send(T value) throws InterruptedException;

    /**
     * Sends {@code value} if that is possible without waiting.
     *
     * @return whether it was
     * @throws NullPointerException if {@code value} is null
     * @throws Panic {@code send on closed channel}
     */
    @CanIgnoreReturnValue
    boolean trySend(T value);

    /**
     * Closes the channel.
     *
     * @throws Panic {@code close of closed channel}, {@code close of nil channel}
     */
    void close();
}
