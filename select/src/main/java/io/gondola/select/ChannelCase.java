package io.gondola.select;

import io.gondola.dsl.channel.ChannelCore;
import io.gondola.scheduler.Waiter;
import org.jspecify.annotations.Nullable;

/**
 * A case that sends or receives. The methods but {@link #channel} and {@link #seemsPossible} are called under the
 * channel's lock.
 *
 * @param <A> what the case yields
 */
abstract class ChannelCase<A> extends Case<A> {
    /** The channel; null if it is the nil channel, whose case is never taken. */
    private final @Nullable ChannelCore channel;

    ChannelCase(Object channel) {
        this.channel = channel instanceof ChannelCore core ? core : null;
    }

    /** Whether the channel is the nil one. */
    final boolean isNil() {
        return channel == null;
    }

    /** Not to be called where {@link #isNil} holds. */
    @SuppressWarnings("NullAway")
    final ChannelCore channel() {
        return channel;
    }

    /** Whether {@link #tryTake} is worth a try. Without the lock the answer is a hint. */
    abstract boolean seemsPossible();

    /**
     * Does the operation if it is possible now. What it got, and whom to wake, goes to {@code attempt}.
     *
     * @return whether it was possible
     */
    abstract boolean tryTake(Attempt attempt);

    /** Queues a waiter for this case. */
    abstract void enqueue(Waiter w);

    /** Takes that waiter out again, if it is still there. */
    abstract void dequeue(Waiter w);

    /** What the waiter's entry says after it was woken, as {@link Attempt#got}. */
    abstract @Nullable Object gotFrom(Object element);
}
