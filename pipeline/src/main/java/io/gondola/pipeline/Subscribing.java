package io.gondola.pipeline;

import io.gondola.dsl.Go;
import io.gondola.dsl.channel.ChannelCore;
import io.gondola.dsl.channel.Intake;
import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.Signal;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** {@code from(Publisher)}. */
final class Subscribing extends Source {
    /** How many elements are on their way at most. */
    static final int CAPACITY = 16;

    private final Flow.Publisher<Object> publisher;

    /** Null before the first element is asked for. */
    private @Nullable Intake<Object> intake;

    @SuppressWarnings("NullAway.Init") // next makes it
    private Take take;

    private boolean subscribed;

    Subscribing(Label label, Flow.Publisher<Object> publisher) {
        super(label);
        this.publisher = publisher;
    }

    @Override
    Object next(Loop loop, Fiber f) throws Throwable {
        if (subscribed) {
            Object v = take.exec(f);
            return v instanceof Signal ? v : resumed(loop, f, v);
        }
        ChannelCore elements = Crew.channel(CAPACITY, "publisher");
        intake = new Intake<>(elements);
        take = new Take(elements);
        Go<Object> subscribe = Go.blocking(() -> {
            publisher.subscribe(intake);
            return Mark.SKIP;
        });
        Object v = loop.run(f, subscribe, label);
        return v instanceof Signal ? v : resumed(loop, f, v);
    }

    @Override
    @SuppressWarnings("NullAway") // once it is subscribed there is an intake
    Object resumed(Loop loop, Fiber f, Object value) throws Throwable {
        if (!subscribed) {
            subscribed = true;
            return next(loop, f);
        }
        if (value == ChannelCore.CLOSED) {
            intake.throwError();
            return Mark.END;
        }
        intake.taken();
        return value;
    }

    @Override
    @Nullable
    Go<?> close(Loop loop, Fiber f) {
        return intake == null ? null : Go.run(intake::cancel);
    }
}
