package io.gondola.pipeline;

import io.gondola.dsl.Unit;
import io.gondola.dsl.channel.ChannelCore;
import io.gondola.dsl.engine.Fiber;
import org.jspecify.annotations.Nullable;

/**
 * Sends an element; yields {@link ChannelCore#CLOSED}, instead of panicking, if nobody wants it. For one goroutine,
 * which sets the element each time.
 */
final class Put extends ChannelPut<Object> {
    private @Nullable Object element;

    Put(ChannelCore channel) {
        super(channel);
    }

    Put of(Object newElement) {
        element = newElement;
        return this;
    }

    @Override
    @SuppressWarnings("NullAway") // it has one until that is sent
    Object element() {
        return element;
    }

    @Override
    Object sent() {
        element = null;
        return Unit.UNIT;
    }

    @Override
    Object refused(Fiber f) {
        element = null;
        return ChannelCore.CLOSED;
    }
}
