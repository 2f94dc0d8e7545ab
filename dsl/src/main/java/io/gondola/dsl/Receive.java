package io.gondola.dsl;

import io.gondola.dsl.channel.ChannelCore;
import org.jspecify.annotations.Nullable;

/** {@code <-c}. */
final class Receive<T> extends Receiving<T> {
    private final Chan<T> channel;

    Receive(Chan<T> channel) {
        super(channel);
        this.channel = channel;
    }

    @Nullable
    @Override
    Object valueOf(@Nullable Object element) {
        return element == ChannelCore.CLOSED ? channel.zeroValue() : element;
    }
}
