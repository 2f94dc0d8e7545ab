package io.gondola.dsl;

import io.gondola.dsl.channel.ChannelCore;
import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.OpKind;
import io.gondola.dsl.engine.Visible;
import org.jspecify.annotations.Nullable;

/**
 * Receives one element; what it makes of it is its subclass's business.
 *
 * @go runtime/chan.go, {@code chanrecv}
 */
abstract class Receiving<A> extends Operation<A> implements Visible {
    private final ChannelCore channel;

    Receiving(ChannelCore channel) {
        this.channel = channel;
    }

    /** The value of the operation, given the element or {@link ChannelCore#CLOSED}. */
    abstract @Nullable Object valueOf(@Nullable Object element);

    @Override
    public final @Nullable Object exec(Fiber f) {
        if (!f.step(this)) {
            return f.yieldThen(this);
        }
        Object element = channel.receiveOrLock();
        return element == null ? f.park(this) : valueOf(element);
    }

    @Override
    public final void commit(Fiber f) {
        channel.awaitElement(f);
    }

    @Override
    public final @Nullable Object resumed(Fiber f) {
        return valueOf(f.takeElement());
    }

    @Override
    public final void abort() {
        channel.unlock();
    }

    @Override
    public final boolean withdraw(Fiber f) {
        return channel.withdrawReceiver(f);
    }

    @Override
    public final String waitReason() {
        return "chan receive";
    }

    @Override
    public final Object waitsOn() {
        return channel;
    }

    @Override
    public final boolean mayBeReadiedFromOutside() {
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
