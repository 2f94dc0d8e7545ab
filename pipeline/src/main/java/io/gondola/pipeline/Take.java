package io.gondola.pipeline;

import io.gondola.dsl.Operation;
import io.gondola.dsl.channel.ChannelCore;
import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.OpKind;
import io.gondola.dsl.engine.Visible;
import org.jspecify.annotations.Nullable;

/** Receives an element, or {@link ChannelCore#CLOSED}. */
final class Take extends Operation<Object> implements Visible {
    private final ChannelCore channel;

    Take(ChannelCore channel) {
        this.channel = channel;
    }

    @Override
    public Object exec(Fiber f) {
        if (!f.step(this)) {
            return f.yieldThen(this);
        }
        Object element = channel.receiveOrLock();
        return element == null ? f.park(this) : element;
    }

    @Override
    public void commit(Fiber f) {
        channel.awaitElement(f);
    }

    @Override
    public @Nullable Object resumed(Fiber f) {
        return f.takeElement();
    }

    @Override
    public void abort() {
        channel.unlock();
    }

    @Override
    public boolean withdraw(Fiber f) {
        return channel.withdrawReceiver(f);
    }

    @Override
    public String waitReason() {
        return "chan receive";
    }

    @Override
    public Object waitsOn() {
        return channel;
    }

    @Override
    public boolean mayBeReadiedFromOutside() {
        return channel.isOpenToOutside();
    }

    @Override
    public OpKind kind() {
        return OpKind.RECEIVE;
    }

    @Override
    public Object subject() {
        return channel;
    }
}
