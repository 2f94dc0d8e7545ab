package io.gondola.select;

import io.gondola.dsl.Go;
import io.gondola.dsl.ReceiveChannel;
import io.gondola.dsl.channel.ChannelCore;
import io.gondola.dsl.engine.Adapter;
import io.vavr.CheckedFunction1;

/** The user's function of an element, as a function of the element or {@link ChannelCore#CLOSED}. */
final class OfElement<T, A> implements CheckedFunction1<Object, Go<? extends A>>, Adapter {
    private static final long serialVersionUID = 1;

    private final transient ChannelCore channel;
    private final CheckedFunction1<? super T, ? extends Go<? extends A>> body;

    OfElement(ReceiveChannel<T> channel, CheckedFunction1<? super T, ? extends Go<? extends A>> body) {
        this.channel = channel instanceof ChannelCore core ? core : null;
        this.body = body;
    }

    @Override
    @SuppressWarnings("unchecked") // only elements of type T are sent
    public Go<? extends A> apply(Object got) throws Throwable {
        return body.apply((T) (got == ChannelCore.CLOSED ? channel.zeroValue() : got));
    }

    @Override
    public Object original() {
        return body;
    }
}
