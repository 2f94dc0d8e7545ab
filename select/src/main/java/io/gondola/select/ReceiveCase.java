package io.gondola.select;

import io.gondola.dsl.Go;
import io.gondola.dsl.ReceiveChannel;
import io.gondola.dsl.channel.ChannelCore;
import io.gondola.dsl.engine.Adapter;
import io.gondola.dsl.engine.OpKind;
import io.gondola.dsl.engine.Outline;
import io.gondola.scheduler.Waiter;
import io.vavr.CheckedFunction1;

/** {@code case v := <-c:}. */
final class ReceiveCase<A> extends ChannelCase<A> {
    private final String factory;
    private final CheckedFunction1<Object, ? extends Go<?>> body;

    /** The body is given the element or {@link ChannelCore#CLOSED}. */
    ReceiveCase(ReceiveChannel<?> channel, String factory, CheckedFunction1<Object, ? extends Go<?>> body) {
        super(channel);
        this.factory = factory;
        this.body = body;
    }

    @Override
    Object function() {
        return body instanceof Adapter adapter ? adapter.original() : body;
    }

    @Override
    void outline(Outline out) {
        out.function(OpKind.RECEIVE + " " + Outline.text(channel()), body);
    }

    @Override
    Go<?> body(Object got) throws Throwable {
        return checked(body.apply(got), factory);
    }

    @Override
    boolean seemsPossible() {
        return channel().canReceive();
    }

    @Override
    boolean tryTake(Attempt attempt) {
        ChannelCore c = channel();
        Waiter sender = c.takeSender();
        if (sender != null) {
            attempt.counterpart = sender;
            attempt.got = c.takeFrom(sender);
        } else if (c.hasBuffered()) {
            attempt.got = c.takeBuffered();
        } else if (c.isClosed()) {
            attempt.got = ChannelCore.CLOSED;
        } else {
            return false;
        }
        return true;
    }

    @Override
    void enqueue(Waiter w) {
        channel().addReceiver(w);
    }

    @Override
    void dequeue(Waiter w) {
        channel().removeReceiver(w);
    }

    @Override
    Object gotFrom(Object element) {
        return element;
    }
}
