package io.gondola.pipeline;

import io.gondola.dsl.Operation;
import io.gondola.dsl.Unit;
import io.gondola.dsl.channel.ChannelCore;
import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.OpKind;
import io.gondola.dsl.engine.Visible;

/**
 * Sends an element; yields {@link ChannelCore#CLOSED}, instead of panicking, if nobody wants it. For one goroutine,
 * which sets the element anew each time.
 */
class Put extends Operation<Object> implements Visible {
    final ChannelCore channel;
    private Object element;

    Put(ChannelCore channel) {
        this.channel = channel;
    }

    final Put of(Object newElement) {
        element = newElement;
        return this;
    }

    @Override
    public Object exec(Fiber f) {
        if (!f.step(this)) {
            return f.yieldThen(this);
        }
        return switch (channel.sendOrLock(element)) {
            case YES -> sent();
            case NOT_YET -> f.park(this);
            case CLOSED -> refused(f);
        };
    }

    private Object sent() {
        element = null;
        return Unit.UNIT;
    }

    /** What to yield if nobody wants the element. */
    Object refused(Fiber f) {
        element = null;
        return ChannelCore.CLOSED;
    }

    @Override
    public final void commit(Fiber f) {
        f.element(element);
        channel.awaitTaker(f);
    }

    @Override
    public final Object resumed(Fiber f) {
        return f.takeElement() == ChannelCore.CLOSED ? refused(f) : sent();
    }

    @Override
    public final void abort() {
        channel.unlock();
    }

    @Override
    public final boolean withdraw(Fiber f) {
        return channel.withdrawSender(f);
    }

    @Override
    public final String waitReason() {
        return "chan send";
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
    public final OpKind kind() {
        return OpKind.SEND;
    }

    @Override
    public final Object subject() {
        return channel;
    }
}
