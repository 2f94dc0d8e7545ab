package io.gondola.dsl;

import io.vavr.control.Option;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a receive that does not wait found: a value, a closed channel, or nothing ready.
 *
 * @param <T> the type of the channel's elements
 */
public final class Received<T> {
    private static final Received<?> CLOSED = new Received<>(State.CLOSED, null);
    private static final Received<?> NOT_READY = new Received<>(State.NOT_READY, null);

    private enum State {
        VALUE,
        CLOSED,
        NOT_READY
    }

    private final State state;
    private final @Nullable T value;

    private Received(State state, @Nullable T value) {
        this.state = state;
        this.value = value;
    }

    static <T> Received<T> value(T value) {
        return new Received<>(State.VALUE, value);
    }

    @SuppressWarnings("unchecked") // holds no value
    static <T> Received<T> closed() {
        return (Received<T>) CLOSED;
    }

    @SuppressWarnings("unchecked") // holds no value
    static <T> Received<T> notReady() {
        return (Received<T>) NOT_READY;
    }

    public boolean isValue() {
        return state == State.VALUE;
    }

    /** Whether the channel is closed and drained. */
    public boolean isClosed() {
        return state == State.CLOSED;
    }

    /** Whether the channel is open and a receive would have to wait. */
    public boolean isNotReady() {
        return state == State.NOT_READY;
    }

    /**
     * Returns the value.
     *
     * @throws NoSuchElementException if there is none
     */
    public T get() {
        if (value == null) {
            throw new NoSuchElementException("no value was received: " + this);
        }
        return value;
    }

    /** The value, or none. */
    public Option<T> toOption() {
        return Option.of(value);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Received<?> r && state == r.state && Objects.equals(value, r.value);
    }

    @Override
    public int hashCode() {
        return Objects.hash(state, value);
    }

    @Override
    public String toString() {
        return switch (state) {
            case VALUE -> "value(" + value + ")";
            case CLOSED -> "closed";
            case NOT_READY -> "not ready";
        };
    }
}
