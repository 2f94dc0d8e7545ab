package io.gondola.context;

import static io.gondola.select.Select.onReceive;
import static io.gondola.select.Select.onReceiveOption;
import static io.gondola.select.Select.select;
import static io.gondola.select.Select.selectPrioritised;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.ReceiveChannel;
import io.gondola.dsl.Received;
import io.vavr.control.Option;
import io.vavr.control.Try;

/** Programs that are waited for until a context ends. */
final class Bounded {
    private Bounded() {}

    static <A> Go<Try<A>> run(Context ctx, Go<? extends A> body) {
        if (Lookup.cancellable(ctx) == null) {
            return attempt(body);
        }
        Go<Try<A>> wait = wait(ctx, body);
        return ctx.err().flatMap(err -> err.isEmpty() ? wait : failure(err));
    }

    private static <A> Go<Try<A>> wait(Context ctx, Go<? extends A> body) {
        Go<Try<A>> ended = ctx.err().flatMap(Bounded::failure);
        if (body.waitsOn() instanceof ReceiveChannel<?> channel) {
            if (body == channel.receive()) {
                return select(onReceive(channel, Bounded::success), onReceive(ctx.done(), ended));
            }
            if (body.getClass() == channel.receiveOption().getClass()) {
                return select(onReceiveOption(channel, Bounded::success), onReceive(ctx.done(), ended));
            }
        }
        return Go.suspend(() -> waitForGoroutine(ctx, body, ended));
    }

    @SuppressWarnings("unchecked") // the channel's elements are what the body yields
    private static <A> Go<Try<A>> success(Object value) {
        return Go.pure(Try.success((A) value));
    }

    private static <A> Go<Try<A>> failure(Option<Throwable> err) {
        return Go.pure(Try.failure(err.get()));
    }

    @SuppressWarnings("unchecked") // Try is covariant
    private static <A> Go<Try<A>> attempt(Go<? extends A> body) {
        return ((Go<A>) body).attempt();
    }

    private static <A> Go<Try<A>> waitForGoroutine(Context ctx, Go<? extends A> body, Go<Try<A>> ended) {
        // Room for the outcome: the goroutine ends whether or not somebody still waits for it.
        Channel<Try<A>> outcome = Channel.<Try<A>>buffered(1).named("context.run");
        Go<?> goroutine = Bounded.<A>attempt(body).flatMap(outcome::send).defer(outcome.close());
        Go<Try<A>> late = outcome.tryReceive().flatMap(r -> lateOutcome(r, ended));
        return Go.go(goroutine)
                .then(selectPrioritised(onReceiveOption(outcome, Bounded::outcome), onReceive(ctx.done(), late)));
    }

    /** None: the body left its goroutine by a goexit. */
    private static <A> Go<Try<A>> outcome(Option<Try<A>> outcome) {
        return outcome.isEmpty() ? Go.goexit() : Go.pure(outcome.get());
    }

    private static <A> Go<Try<A>> lateOutcome(Received<Try<A>> received, Go<Try<A>> ended) {
        return received.isNotReady() ? ended : outcome(received.toOption());
    }
}
