package io.gondola.dsl.channel;

import io.gondola.scheduler.Log;
import io.gondola.scheduler.SafeText;
import io.gondola.scheduler.StackRoom;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** One subscription: what the subscriber has requested, and what it is told, one signal at a time. */
public abstract class Signals<T> implements Flow.Subscription {
    /*
     * All signals but onSubscribe and the last one come from one goroutine. The last one may come from what ends the
     * runtime; it waits for an onNext that is under way, by leaving itself to the goroutine (`signalling`). So signals
     * are serial (rule 1.3), and none follows the last one (1.7). `stop` is written once.
     */
    private static final Object CANCELLED = "cancelled";
    private static final Object COMPLETED = "completed";
    private static final int SILENT = 0;
    private static final int ON_NEXT = 1;
    private static final int ON_NEXT_THEN_LAST = 2;
    private static final int LAST = 3;
    private static final Log log = new Log(Signals.class.getName());

    private final Flow.Subscriber<? super T> subscriber;
    private final AtomicLong demand = new AtomicLong();

    /** Null while the subscription is active; then CANCELLED, or COMPLETED, or the error for the subscriber. */
    private final AtomicReference<Object> stop = new AtomicReference<>();

    private final AtomicInteger signalling = new AtomicInteger(SILENT);

    protected Signals(Flow.Subscriber<? super T> subscriber) {
        this.subscriber = subscriber;
    }

    /** More elements were requested. Any thread, which has checked its stack. */
    protected abstract void demanded();

    /**
     * The subscriber has cancelled, or broken a rule: what delivers is to end. Called once at most, as {@link
     * #demanded}.
     */
    protected abstract void stopped();

    /**
     * Tells the subscriber that it is subscribed. Returns false if that has ended the subscription; then the last
     * signal was given.
     */
    protected final boolean subscribed() {
        StackRoom.checkToStart(); // a subscriber that was told so is told the end, too
        try {
            subscriber.onSubscribe(this);
        } catch (Throwable t) { // a subscriber must not throw (rule 2.13)
            stop.compareAndSet(null, CANCELLED);
            log.error("Subscriber threw in onSubscribe: subscriber={}", SafeText.of(subscriber), t);
        }
        if (isActive()) {
            return true;
        }
        signalEnd();
        return false;
    }

    /** Whether elements are wanted, now or when they will be requested. */
    protected final boolean isActive() {
        return stop.get() == null;
    }

    /** Whether an element is requested that was not taken yet. */
    protected final boolean hasDemand() {
        return demand.get() > 0;
    }

    /** Takes one of the elements that are requested. Returns false if none is. */
    protected final boolean demandOne() {
        long n = demand.get();
        while (n > 0 && n != Long.MAX_VALUE && !demand.compareAndSet(n, n - 1)) {
            n = demand.get();
        }
        return n > 0;
    }

    /** A subscriber must not throw (rule 2.13); one that does counts as cancelled. */
    protected final void deliver(T element) {
        if (!signalling.compareAndSet(SILENT, ON_NEXT)) {
            return; // the last signal was given
        }
        try {
            subscriber.onNext(element);
        } catch (Throwable t) {
            log.error("Subscriber threw in onNext: subscriber={}", SafeText.of(subscriber), t);
            cancel();
        }
        if (!signalling.compareAndSet(ON_NEXT, SILENT)) {
            signalLast();
        }
    }

    /** There are no more elements. {@link #signalEnd} will say so. */
    protected final void complete() {
        stop.compareAndSet(null, COMPLETED);
    }

    /** As {@link #complete}, because of {@code why}. Returns false if the subscription has ended before. */
    protected final boolean fail(Throwable why) {
        return stop.compareAndSet(null, why);
    }

    /** Gives the last signal once, if there is one, now or after the onNext that is under way. */
    protected final void signalEnd() {
        if (stop.get() == CANCELLED) {
            return;
        }
        int now = signalling.get();
        while (now == SILENT || now == ON_NEXT) {
            if (signalling.compareAndSet(now, now == SILENT ? LAST : ON_NEXT_THEN_LAST)) {
                if (now == SILENT) {
                    signalLast();
                }
                return;
            }
            now = signalling.get(); // an onNext has begun or ended meanwhile
        }
    }

    private void signalLast() {
        try {
            if (stop.get() instanceof Throwable error) {
                subscriber.onError(error);
            } else {
                subscriber.onComplete();
            }
        } catch (Throwable t) { // rule 2.13
            log.error("Subscriber threw in its last signal: subscriber={}", SafeText.of(subscriber), t);
        }
    }

    @Override
    public final void request(long n) {
        StackRoom.check();
        if (n <= 0) {
            end(new IllegalArgumentException("rule 3.9: the number of requested elements must be positive: " + n));
            return;
        }
        demand.getAndUpdate(before -> before + n < 0 ? Long.MAX_VALUE : before + n);
        demanded();
    }

    @Override
    public final void cancel() {
        StackRoom.check();
        end(CANCELLED);
    }

    private void end(Object how) {
        if (stop.compareAndSet(null, how)) {
            stopped();
        }
    }
}
