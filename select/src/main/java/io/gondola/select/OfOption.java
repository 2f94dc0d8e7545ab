package io.gondola.select;

import io.gondola.dsl.Go;
import io.gondola.dsl.channel.ChannelCore;
import io.gondola.dsl.engine.Adapter;
import io.vavr.CheckedFunction1;
import io.vavr.control.Option;

/** The user's function of an option, as a function of the element or {@link ChannelCore#CLOSED}. */
final class OfOption<T, A> implements CheckedFunction1<Object, Go<? extends A>>, Adapter {
    private static final long serialVersionUID = 1;

    private final CheckedFunction1<? super Option<T>, ? extends Go<? extends A>> body;

    OfOption(CheckedFunction1<? super Option<T>, ? extends Go<? extends A>> body) {
        this.body = body;
    }

    @Override
    @SuppressWarnings("unchecked") // only elements of type T are sent
    public Go<? extends A> apply(Object got) throws Throwable {
        return body.apply(got == ChannelCore.CLOSED ? Option.none() : Option.some((T) got));
    }

    @Override
    public Object original() {
        return body;
    }
}
