package io.gondola.dsl;

import io.gondola.dsl.channel.ChannelCore;
import io.vavr.control.Option;
import org.jspecify.annotations.Nullable;

/** {@code v, ok := <-c}. */
final class ReceiveOption<T> extends Receiving<Option<T>> {
    ReceiveOption(Chan<T> channel) {
        super(channel);
    }

    @Override
    Object valueOf(@Nullable Object element) {
        return element == ChannelCore.CLOSED ? Option.none() : Option.some(element);
    }
}
