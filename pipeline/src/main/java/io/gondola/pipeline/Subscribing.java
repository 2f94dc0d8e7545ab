package io.gondola.pipeline;

import io.gondola.dsl.Go;
import io.gondola.dsl.channel.ChannelCore;
import io.gondola.dsl.channel.Sent;
import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.Signal;
import java.util.Objects;
import java.util.concurrent.Flow;

/** {@code from(Publisher)}: takes the elements of a publisher into a channel that has room for all that were requested. */
final class Subscribing extends Source {
    /** How many elements are on their way at most. */
    static final int CAPACITY = 16;

    private final Flow.Publisher<Object> publisher;
    private final ChannelCore channel;
    private final Take take;
    private Intake intake;
    private boolean subscribed;

    Subscribing(Label label, Flow.Publisher<Object> publisher) {
        super(label);
        this.publisher = publisher;
        this.channel = Crew.channel(CAPACITY, "publisher");
        this.take = new Take(channel);
        channel.openToOutside(); // the publisher is a party outside
    }

    @Override
    Object next(Loop loop, Fiber f) throws Throwable {
        if (subscribed) {
            Object v = take.exec(f);
            return v instanceof Signal ? v : resumed(loop, f, v);
        }
        intake = new Intake(channel);
        Go<Object> subscribe = Go.blocking(() -> {
            publisher.subscribe(intake);
            return Mark.SKIP;
        });
        Object v = loop.run(f, subscribe, label);
        return v instanceof Signal ? v : resumed(loop, f, v);
    }

    @Override
    Object resumed(Loop loop, Fiber f, Object value) throws Throwable {
        if (!subscribed) {
            subscribed = true;
            return next(loop, f);
        }
        if (value == ChannelCore.CLOSED) {
            if (intake.error != null) {
                throw intake.error;
            }
            return Mark.END;
        }
        intake.taken();
        return value;
    }

    @Override
    Go<?> close(Loop loop, Fiber f) {
        return intake == null ? null : Go.run(intake::cancel);
    }

    private static final class Intake implements Flow.Subscriber<Object> {
        /*
         * The publisher calls onSubscribe and then, one at a time, the other methods; the goroutine calls taken, after it has received an
         * element, and cancel. A cancel that comes before onSubscribe is found there: one writes `cancelled` and reads
         * `subscription`, the other one the other way round.
         *
         * Rules of the specification: 2.1 and 2.6 demand by request, 2.5 a second subscription is cancelled, 2.8 elements after cancel
         * are dropped, 2.13 null is refused. A publisher that sends more than was requested is cancelled; the elements that had room
         * come first, then its failure.
         */
        private final ChannelCore elements;
        private volatile Flow.Subscription subscription;
        private volatile boolean cancelled;

        /** Written before the channel is closed. */
        private Throwable error;

        /** Whether the publisher has sent its last signal; its own. */
        private boolean ended;

        /** Elements taken since the last request; the goroutine's own. */
        private int taken;

        Intake(ChannelCore elements) {
            this.elements = elements;
        }

        @Override
        public void onSubscribe(Flow.Subscription s) {
            Objects.requireNonNull(s, "subscription");
            if (subscription != null) {
                s.cancel();
                return;
            }
            subscription = s;
            if (cancelled) {
                s.cancel();
            } else {
                s.request(CAPACITY);
            }
        }

        @Override
        public void onNext(Object element) {
            Objects.requireNonNull(element, "element");
            if (!ended && elements.offerElement(element) == Sent.NOT_YET) {
                if (subscription != null) {
                    subscription.cancel();
                }
                end(new IllegalStateException(
                        "the publisher sent more elements than were requested: requested=" + CAPACITY));
            }
        }

        @Override
        public void onError(Throwable thrown) {
            end(Objects.requireNonNull(thrown, "thrown"));
        }

        @Override
        public void onComplete() {
            end(null);
        }

        private void end(Throwable thrown) {
            if (!ended) {
                ended = true;
                error = thrown;
                boolean unused = elements.closeCore();
            }
        }

        /** Requests as many as were taken, once that is half of the buffer. */
        void taken() {
            if (++taken > CAPACITY / 2) {
                int n = taken;
                taken = 0;
                subscription.request(n);
            }
        }

        /** Ends the subscription if it has not ended. */
        void cancel() {
            cancelled = true;
            if (elements.closeCore() && subscription != null) {
                subscription.cancel();
            }
        }
    }
}
