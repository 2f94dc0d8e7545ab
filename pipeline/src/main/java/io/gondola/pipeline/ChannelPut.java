package io.gondola.pipeline;

import io.gondola.dsl.Operation;
import io.gondola.dsl.channel.ChannelCore;
import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.OpKind;
import io.gondola.dsl.engine.Visible;

/** Sends an element into a channel between the goroutines of a pipeline. */
abstract class ChannelPut<A> extends Operation<A> implements Visible {
    private final ChannelCore channel;

    ChannelPut(ChannelCore channel) {
        this.channel = channel;
    }

    abstract Object element();

    /** What to yield when the element was taken. */
    abstract Object sent();

    /** What to yield if nobody wants the element. */
    abstract Object refused(Fiber f);

    @Override
    public final Object exec(Fiber f) {
        if (!f.step(this)) {
            return f.yieldThen(this);
        }
        return switch (channel.sendOrLock(element())) {
            case YES -> sent();
            case NOT_YET -> f.park(this);
            case CLOSED -> refused(f);
        };
    }

    @Override
    public final void commit(Fiber f) {
        f.element(element());
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
