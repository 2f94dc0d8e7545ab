package io.gondola.dsl.interop;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.GoRuntime;
import io.gondola.dsl.ReceiveChannel;
import io.gondola.dsl.SendChannel;
import io.gondola.dsl.Unit;
import io.gondola.dsl.annotation.CheckReturnValue;
import io.gondola.dsl.channel.ChannelCore;
import io.gondola.dsl.channel.Intake;
import io.gondola.dsl.engine.AtEnd;
import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.FiberProgram;
import io.gondola.dsl.engine.Outline;
import java.util.Objects;
import java.util.concurrent.Flow;

/** Channels and reactive streams ({@link Flow}), both ways, with backpressure. */
@CheckReturnValue
public final class Flows {
    private Flows() {}

    /**
     * The elements of {@code channel} as a publisher, each subscriber with a goroutine of {@code runtime}. The
     * goroutine receives only when its subscriber has requested an element. As with receivers of a channel, an element
     * goes to one of the subscribers; when the channel is closed and drained, all of them complete, whether they have
     * requested more or not.
     *
     * <p>A subscriber's methods run as {@link Go#blocking}. An element that was received before {@code cancel} is still
     * delivered; others stay in the channel. If the runtime is closed, or {@code subscribe} is called inside a
     * goroutine of the same runtime, the subscriber gets {@code onError}.
     *
     * @param runtime one with threads of its own, not the deterministic one
     * @throws NullPointerException if an argument is null
     */
    public static <T> Flow.Publisher<T> publisher(GoRuntime runtime, ReceiveChannel<T> channel) {
        Objects.requireNonNull(runtime, "runtime");
        Objects.requireNonNull(channel, "channel");
        return subscriber -> new Delivery<>(channel, Objects.requireNonNull(subscriber, "subscriber")).start(runtime);
    }

    /**
     * Subscribes to {@code publisher} and sends its elements into {@code out} until it completes; not closing
     * {@code out}. Requests no more elements than there is room for in a buffer. Panics with the publisher's error. If
     * the goroutine leaves the program before the end, by a panic, because its wait was given up, or because its
     * program ends, the subscription is cancelled.
     *
     * <pre>{@code
     * go(Flows.send(prices, 16, out).defer(out.close()))
     * }</pre>
     *
     * @param buffer how many elements may be on the way, at least 1
     * @throws IllegalArgumentException {@code buffer must be positive: 0}, when the program is built
     * @throws NullPointerException if an argument is null, when the program is built
     */
    public static <T> Go<Unit> send(Flow.Publisher<? extends T> publisher, int buffer, SendChannel<? super T> out) {
        Objects.requireNonNull(publisher, "publisher");
        Objects.requireNonNull(out, "out");
        if (buffer < 1) {
            throw new IllegalArgumentException("buffer must be positive: " + buffer);
        }
        return Go.suspend(() -> {
            Channel<T> elements = Channel.<T>buffered(buffer).named("publisher");
            Intake<T> intake = new Intake<>((ChannelCore) elements);
            Go<Unit> sendAll = Go.run(() -> publisher.subscribe(intake))
                    .then(elements.range(v -> out.send(v).then(Go.run(intake::taken))))
                    .then(Go.run(intake::throwError))
                    .defer(Go.run(intake::cancel));
            return new Subscribed(intake, sendAll);
        });
    }

    /** Cancels the subscription if the program ends meanwhile: no defer runs then. */
    private static final class Subscribed extends Go<Unit> {
        private final Intake<?> intake;
        private final Go<Unit> body;

        Subscribed(Intake<?> intake, Go<Unit> body) {
            this.intake = intake;
            this.body = body;
        }

        @Override
        public Object exec(Fiber f) {
            FiberProgram program = f.program();
            Intake<?> left = intake; // not `this`, which has the body
            return AtEnd.enter(f, () -> program.runUsersCode(left::cancel)) ? f.call(body) : f.yieldThen(this);
        }

        @Override
        public void outline(Outline out) {
            out.step(body);
        }
    }
}
