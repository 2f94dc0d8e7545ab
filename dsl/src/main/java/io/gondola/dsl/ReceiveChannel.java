package io.gondola.dsl;

import io.gondola.dsl.annotation.CanIgnoreReturnValue;
import io.gondola.dsl.annotation.CheckReturnValue;
import io.vavr.CheckedFunction1;
import io.vavr.CheckedFunction2;
import io.vavr.control.Option;

/**
 * The side of a channel that gives elements: Go's {@code <-chan T}.
 *
 * @param <T> the type of the elements
 * @go runtime/chan.go
 */
@CheckReturnValue
public sealed interface ReceiveChannel<T> permits Channel {
    /**
     * Receives an element, parking the goroutine until there is one. Once the channel is closed and drained it yields
     * the zero value: null, or what {@link Channel#withZero} set. Parks for ever if the channel is
     * {@linkplain Channel#nil() nil}.
     *
     * @return a program; the same one at each call
     * @go runtime/chan.go, {@code chanrecv1}
     */
    Go<T> receive();

    /**
     * Receives an element, parking the goroutine until there is one: {@code v, ok := <-c}. Yields none once the channel
     * is closed and drained.
     *
     * @go runtime/chan.go, {@code chanrecv2}
     */
    Go<Option<T>> receiveOption();

    /**
     * Receives an element if there is one at this moment: a {@code select} with a {@code default}. Never parks.
     *
     * @go runtime/chan.go, {@code selectnbrecv}
     */
    Go<Received<T>> tryReceive();

    /**
     * Runs {@code body} for each element until the channel is closed and drained: {@code for v := range c}. Parks for
     * ever if the channel is {@linkplain Channel#nil() nil}.
     *
     * @param body what to do with an element; its value is dropped
     * @throws NullPointerException if {@code body} is null, when the program is built
     */
    Go<Unit> range(CheckedFunction1<? super T, ? extends Go<?>> body);

    /** As {@link #range(CheckedFunction1)}, with a way out: {@code for v := range c { … break … }}. */
    Go<Unit> range(CheckedFunction2<? super T, ? super Break<Unit>, ? extends Go<?>> body);

    /** As {@link SendChannel#length()}. */
    Go<Integer> length();

    /** As {@link SendChannel#capacity()}. */
    int capacity();

    /** The same operations for plain and virtual threads outside the scheduler. */
    @CanIgnoreReturnValue
    BlockingReceive<T> blocking();
}
