package io.gondola.dsl.interop;

import io.gondola.dsl.Channel;
import io.gondola.dsl.ReceiveChannel;
import io.gondola.dsl.channel.ChannelCore;
import io.gondola.dsl.channel.Sent;
import io.gondola.scheduler.StackRoom;
import java.util.Objects;
import java.util.concurrent.Flow;

/** Takes the elements of a publisher into a channel that has room for all that were requested. */
final class Intake<T> implements Flow.Subscriber<T> {
    /*
     * The publisher calls onSubscribe and then, one at a time, the other methods; the goroutine calls taken, which requests, after
     * it has received an element, hence after onSubscribe. A request and a cancel come from the goroutine only, but for the
     * first request and the refusals here, which no later call of the goroutine can overlap. A cancel that comes before
     * onSubscribe is found there: one writes `cancelled` and reads `subscription`, the other one the other way round.
     *
     * Rules of the reactive streams specification: 2.1 and 2.6 demand by request, 2.5 a second subscription is cancelled, 2.8
     * elements after cancel are dropped, 2.13 null is refused.
     */
    private final int capacity;
    private final Channel<T> elements;
    private final ChannelCore core;
    private volatile Flow.Subscription subscription;
    private volatile boolean cancelled;

    /** Written before the channel is closed. */
    private Throwable error;

    /** Whether the publisher has sent its last signal; its own. */
    private boolean ended;

    /** Elements taken since the last request; the goroutine's own. */
    private int taken;

    Intake(int capacity) {
        this.capacity = capacity;
        elements = Channel.<T>buffered(capacity).named("publisher");
        elements.blocking(); // the publisher is a party outside
        core = (ChannelCore) elements;
    }

    ReceiveChannel<T> elements() {
        return elements;
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
            s.request(capacity);
        }
    }

    @Override
    public void onNext(T element) {
        Objects.requireNonNull(element, "element");
        StackRoom.check();
        if (core.offerElement(element) == Sent.NOT_YET) {
            if (subscription != null) { // else the publisher has broken rule 1.9, too
                subscription.cancel();
            }
            end(new IllegalStateException(
                    "the publisher sent more elements than were requested: requested=" + capacity));
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
            core.closeCore();
        }
    }

    /** Requests as many as were taken, once that is half of the buffer. */
    void taken() {
        if (++taken > capacity / 2) {
            int n = taken;
            taken = 0;
            subscription.request(n);
        }
    }

    void throwError() throws Throwable {
        if (error != null) {
            throw error;
        }
    }

    /** Ends the subscription if it has not ended. */
    void cancel() {
        cancelled = true;
        if (core.closeCore() && subscription != null) {
            subscription.cancel();
        }
    }
}
