package io.gondola.dsl;

import io.gondola.dsl.channel.ChannelCore;
import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.OpKind;
import io.gondola.dsl.engine.Outline;
import io.gondola.dsl.engine.Visible;

/**
 * Sends one element.
 *
 * @go runtime/chan.go, {@code chansend}
 */
final class Send extends Operation<Unit> implements Visible {
    private final Chan<?> channel;
    private final Object element;

    Send(Chan<?> channel, Object element) {
        this.channel = channel;
        this.element = element;
    }

    @Override
    public Object exec(Fiber f) {
        if (!f.step(this)) {
            return f.yieldThen(this);
        }
        return switch (channel.sendOrLock(element)) {
            case YES -> Unit.UNIT;
            case NOT_YET -> f.park(this);
            case CLOSED -> f.panic(this, channel.sendOnClosed());
        };
    }

    @Override
    public void commit(Fiber f) {
        f.element(element);
        channel.awaitTaker(f);
    }

    @Override
    public Object resumed(Fiber f) {
        return f.takeElement() == ChannelCore.CLOSED ? f.panic(this, channel.sendOnClosed()) : Unit.UNIT;
    }

    @Override
    public void abort() {
        channel.unlock();
    }

    @Override
    public boolean withdraw(Fiber f) {
        return channel.withdrawSender(f);
    }

    @Override
    public String waitReason() {
        return "chan send";
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
        return OpKind.SEND;
    }

    @Override
    public Object subject() {
        return channel;
    }

    @Override
    public void outline(Outline out) {
        out.line("send " + out.shown(channel) + " <- " + out.shown(element));
    }
}
