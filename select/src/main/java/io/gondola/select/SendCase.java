package io.gondola.select;

import io.gondola.dsl.Go;
import io.gondola.dsl.SendChannel;
import io.gondola.dsl.channel.ChannelCore;
import io.gondola.dsl.engine.Adapter;
import io.gondola.dsl.engine.OpKind;
import io.gondola.dsl.engine.Outline;
import io.gondola.scheduler.Waiter;
import io.vavr.CheckedFunction0;
import org.jspecify.annotations.Nullable;

/** {@code case c <- v:}. */
final class SendCase<A> extends ChannelCase<A> {
    private final @Nullable Object element;
    private final CheckedFunction0<? extends Go<?>> body;

    SendCase(SendChannel<?> channel, @Nullable Object element, CheckedFunction0<? extends Go<?>> body) {
        super(channel);
        this.element = element;
        this.body = body;
    }

    @Override
    @Nullable
    Object function() {
        return body instanceof Adapter adapter ? adapter.original() : body;
    }

    @Override
    void outline(Outline out) {
        out.function(OpKind.SEND + " " + out.shown(channel()) + " <- " + out.shown(element), body);
    }

    @Override
    Go<?> body(@Nullable Object got) throws Throwable {
        if (got == ChannelCore.CLOSED) {
            throw channel().sendOnClosed();
        }
        return checked(body.apply(), "onSend");
    }

    @Override
    boolean seemsPossible() {
        return channel().canSend();
    }

    @Override
    @SuppressWarnings("NullAway") // what is not null comes to a channel
    boolean tryTake(Attempt attempt) {
        ChannelCore c = channel();
        if (c.isClosed()) {
            attempt.got = ChannelCore.CLOSED;
            return true;
        }
        Waiter receiver = c.takeReceiver();
        if (receiver != null) {
            receiver.element(element);
            attempt.counterpart = receiver;
            return true;
        }
        if (c.hasRoom()) {
            c.putBuffered(element);
            return true;
        }
        return false;
    }

    @Override
    void enqueue(Waiter w) {
        w.element(element);
        channel().addSender(w);
    }

    @Override
    void dequeue(Waiter w) {
        channel().removeSender(w);
    }

    @Override
    @Nullable
    Object gotFrom(Object ignored) {
        return ignored == ChannelCore.CLOSED ? ignored : null;
    }
}
