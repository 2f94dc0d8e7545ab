package io.gondola.dsl;

import io.gondola.dsl.annotation.CanIgnoreReturnValue;
import io.gondola.dsl.annotation.CheckReturnValue;

/**
 * The side of a channel that takes elements: Go's {@code chan<- T}.
 *
 * <p>Differences from Go: elements are never null.
 *
 * @param <T> the type of the elements
 * @go runtime/chan.go
 */
@CheckReturnValue
public sealed interface SendChannel<T> permits Channel {
    /**
     * Sends {@code value}, parking the goroutine until a receiver or a free place in the buffer takes it.
     *
     * <p>Panics with {@code send on closed channel} if the channel is closed before or while it waits. Parks for ever
     * if the channel is {@linkplain Channel#nil() nil}.
     *
     * <pre>{@code
     * pings.send("ping").then(pongs.receive())
     * }</pre>
     *
     * @param value the element; it is shared, not copied
     * @return a program; nothing is sent until it runs
     * @throws NullPointerException if {@code value} is null, when the program is built
     * @go runtime/chan.go, {@code chansend}
     */
    Go<Unit> send(T value);

    /**
     * Sends {@code value} if that is possible without waiting, and yields whether it was: a {@code select} with a
     * {@code default}. Panics with {@code send on closed channel} if the channel is closed.
     *
     * @throws NullPointerException if {@code value} is null, when the program is built
     * @go runtime/chan.go, {@code selectnbsend}
     */
    Go<Boolean> trySend(T value);

    /**
     * Closes the channel. Receivers that wait get the zero value, senders that wait panic, elements in the buffer stay.
     *
     * <p>Panics with {@code close of closed channel}, or {@code close of nil channel}.
     *
     * @go runtime/chan.go, {@code closechan}
     */
    Go<Unit> close();

    /**
     * Yields how many elements are in the buffer at that moment: {@code len(c)}; 0 for an unbuffered or nil channel.
     *
     * @go runtime/chan.go, {@code chanlen}
     */
    Go<Integer> length();

    /** The size of the buffer: {@code cap(c)}; 0 for an unbuffered or nil channel. */
    int capacity();

    /** The same operations for plain and virtual threads outside the scheduler. */
    @CanIgnoreReturnValue
    BlockingSend<T> blocking();
}
