package io.gondola.select;

import io.gondola.dsl.Go;
import io.gondola.dsl.ReceiveChannel;
import io.gondola.dsl.channel.ChannelCore;
import io.gondola.dsl.engine.Adapter;
import io.gondola.dsl.engine.OpKind;
import io.gondola.dsl.engine.Outline;
import io.gondola.scheduler.Waiter;
import io.vavr.CheckedFunction1;
import io.vavr.control.Option;
import org.jspecify.annotations.Nullable;

/** {@code case v := <-c:}. */
final class ReceiveCase<A> extends ChannelCase<A> {
    private final String factory;
    private final boolean asOption;
    private final CheckedFunction1<Object, ? extends Go<?>> body;

    /** The body takes what the channel's elements are; or an option of them, if {@code asOption}. */
    @SuppressWarnings("unchecked") // so only such values are given to it
    ReceiveCase(
            ReceiveChannel<?> channel,
            String factory,
            boolean asOption,
            CheckedFunction1<?, ? extends Go<? extends A>> body) {
        super(channel);
        this.factory = factory;
        this.asOption = asOption;
        this.body = (CheckedFunction1<Object, ? extends Go<?>>) body;
    }

    @Override
    @Nullable
    Object function() {
        return body instanceof Adapter adapter ? adapter.original() : body;
    }

    @Override
    void outline(Outline out) {
        out.function(OpKind.RECEIVE + " " + out.shown(channel()), body);
    }

    @Override
    Go<?> body(@Nullable Object got) throws Throwable {
        boolean closed = got == ChannelCore.CLOSED;
        Object value = asOption
                ? closed ? Option.none() : Option.some(got)
                : closed ? channel().zeroValue() : got;
        return checked(body.apply(value), factory);
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
