package io.gondola.dsl.channel;

import io.gondola.scheduler.StackRoom;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * A subscriber that takes the elements of a publisher into a buffered channel, which has room for all that are
 * requested.
 */
public final class Intake<T> implements Flow.Subscriber<T> {
    /*
     * The publisher calls onSubscribe and then, one at a time, the other methods; the goroutine calls taken, which
     * requests, after it has received an element, hence after onSubscribe. A request and a cancel come from the
     * goroutine only, but for the first request and the refusals here, which no later call of the goroutine can
     * overlap. A cancel that comes before onSubscribe is found there: one writes `cancelled` and reads `subscription`,
     * the other one the other way round.
     *
     * Rules of the reactive streams specification: 2.1 and 2.6 demand by request, 2.5 a second subscription is
     * cancelled, 2.8 elements after cancel are dropped, 2.13 null is refused. A publisher that breaks a rule (1.1 more
     * than was requested, 1.9 an element before onSubscribe, 2.13 null) is cancelled, and that is the error: what came
     * before is still taken. The error is noted before anything is called that may throw.
     */
    private final int capacity;
    private final ChannelCore core;
    private volatile Flow.@Nullable Subscription subscription;
    private volatile boolean cancelled;

    /** Written before the channel is closed. */
    private @Nullable Throwable error;

    /** Whether the publisher has sent its last signal; its own. */
    private boolean ended;

    /** Elements taken since the last request; the goroutine's own. */
    private int taken;

    /** Into {@code empty}, which nobody else sends on, and which is closed when the publisher has ended. */
    public Intake(ChannelCore empty) {
        core = empty;
        capacity = empty.bufferSize();
        empty.openToOutside(); // the publisher is a party outside
    }

    @Override
    public void onSubscribe(Flow.Subscription s) {
        StackRoom.check();
        notNull(s, "a null subscription");
        if (subscription != null) {
            s.cancel();
            return;
        }
        subscription = s;
        if (cancelled || ended) {
            s.cancel();
        } else {
            s.request(capacity);
        }
    }

    @Override
    public void onNext(T element) {
        StackRoom.check();
        notNull(element, "a null element");
        if (subscription == null) {
            refuse(new IllegalStateException("the publisher sent an element before it called onSubscribe"));
        } else if (core.offerElement(element) == Sent.NOT_YET) {
            refuse(new IllegalStateException(
                    "the publisher sent more elements than were requested: requested=" + capacity));
        }
    }

    @Override
    public void onError(Throwable thrown) {
        StackRoom.check();
        notNull(thrown, "a null error");
        end(thrown);
    }

    @Override
    public void onComplete() {
        StackRoom.check();
        end(null);
    }

    /** A null is the publisher's error, which it may hide; so both sides are told. */
    private void notNull(Object signal, String what) {
        if (signal == null) {
            NullPointerException e = new NullPointerException("the publisher sent " + what);
            refuse(e);
            throw e;
        }
    }

    private void refuse(RuntimeException why) {
        if (end(why) && subscription != null) {
            try {
                subscription.cancel();
            } catch (RuntimeException e) { // it must not (rule 3.15), and must not hide why
                why.addSuppressed(e);
            }
        }
    }

    /** Returns false if it has ended before, or is wanted no more. */
    private boolean end(@Nullable Throwable thrown) {
        if (ended) {
            return false;
        }
        ended = true;
        error = thrown;
        return core.closeCore();
    }

    /** An element was received: requests as many as were, once that is half of the buffer. */
    @SuppressWarnings("NullAway") // what is taken has come from a subscription
    public void taken() {
        if (++taken > capacity / 2) {
            int n = taken;
            taken = 0;
            subscription.request(n);
        }
    }

    /** Throws the publisher's error, if it has ended with one; to be called once the channel has ended. */
    public void throwError() throws Throwable {
        if (error != null) {
            throw error;
        }
    }

    /** Ends the subscription if it has not ended. */
    public void cancel() {
        cancelled = true;
        if (core.closeCore() && subscription != null) {
            subscription.cancel();
        }
    }
}
