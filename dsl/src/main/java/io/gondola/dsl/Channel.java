package io.gondola.dsl;

import io.gondola.dsl.annotation.CanIgnoreReturnValue;
import io.gondola.dsl.annotation.CheckReturnValue;

/**
 * A channel: goroutines send elements into it and receive them, first in, first out.
 *
 * <p>A channel is an object, made at once. A program that uses channels of its own is a method that makes them and
 * returns a {@link Go}, or is wrapped in {@link Go#suspend}, so that every run has fresh ones.
 *
 * <pre>{@code
 * Channel<Integer> squares = Channel.buffered(10);
 * Go<Unit> program = go(forRange(0, 10, i -> squares.send(i * i)).then(squares.close()))
 *         .then(squares.range(v -> println(v)));
 * }</pre>
 *
 * <p>Differences from Go: elements are never null; the zero value of a closed channel is null unless {@link #withZero}
 * says otherwise. Channels compare by identity, as Go's do.
 *
 * @param <T> the type of the elements
 * @go runtime/chan.go, {@code hchan}
 */
@CheckReturnValue
public sealed interface Channel<T> extends SendChannel<T>, ReceiveChannel<T> permits Chan, NilChannel {
    /** Makes a channel without a buffer: a send waits for a receive. */
    static <T> Channel<T> unbuffered() {
        return new Chan<>(0);
    }

    /**
     * Makes a channel with a buffer.
     *
     * @param capacity how many elements it holds, from 0 on; the memory for them, 4 or 8 bytes each, is taken at once
     * @throws IllegalArgumentException if {@code capacity} is negative, or such a buffer would take more than the whole
     *     heap: {@code makechan: size out of range: capacity=-1}
     * @throws OutOfMemoryError if there is no memory for it just now, where Go ends the process
     * @go runtime/chan.go, {@code makechan}
     */
    static <T> Channel<T> buffered(int capacity) {
        return new Chan<>(capacity);
    }

    /** The nil channel: sends and receives wait for ever, a select never takes them, {@code close} panics. */
    static <T> Channel<T> nil() {
        return NilChannel.instance();
    }

    /**
     * Names this channel, for dumps and reports.
     *
     * @return this channel
     * @throws NullPointerException if {@code name} is null
     */
    @CanIgnoreReturnValue
    Channel<T> named(String name);

    /**
     * Sets what a receive yields once the channel is closed and drained. To be called before the channel is used.
     *
     * @param zero any value, null too
     * @return this channel
     */
    @CanIgnoreReturnValue
    Channel<T> withZero(T zero);

    @Override
    Go<Integer> length();

    @Override
    int capacity();

    /**
     * The same operations for plain and virtual threads outside the scheduler. From then on a goroutine that waits on
     * this channel may be woken from outside, and so holds off the deadlock report.
     */
    @CanIgnoreReturnValue
    @Override
    BlockingChannel<T> blocking();
}
