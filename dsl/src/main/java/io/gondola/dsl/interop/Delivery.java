package io.gondola.dsl.interop;

import io.gondola.dsl.Callback;
import io.gondola.dsl.Go;
import io.gondola.dsl.GoRuntime;
import io.gondola.dsl.ReceiveChannel;
import io.gondola.dsl.Unit;
import io.gondola.dsl.channel.ChannelCore;
import io.gondola.dsl.engine.CancelScope;
import io.gondola.dsl.engine.Fiber;
import io.gondola.scheduler.Log;
import io.gondola.scheduler.SafeText;
import io.gondola.scheduler.Waiter;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** One subscription to a channel: a goroutine that receives what was requested and delivers it. */
final class Delivery<T> implements Flow.Subscription {
    /*
     * All signals but onSubscribe and the last one come from the goroutine. The last one may come from whoever ends the runtime; it
     * waits for an onNext that is under way, by leaving itself to the goroutine (`signalling`). So signals are serial (rule
     * 1.3), and none follows the last one (1.7).
     *
     * Without demand the goroutine waits for demand or for the end of the channel, of which it is told without taking an element. It
     * publishes its callback, then looks at the demand and at the end; who requests or ends does that first, then looks for a
     * callback. One of the two sees the other. With demand it waits for an element. Both waits are given up when the
     * subscription is cancelled or misused, through a cancel scope, so that no element is lost. `stop` is written once, before the scope
     * is cancelled, which happens if the goroutine has entered it; the goroutine enters, then looks at `stop`.
     */
    private static final Object CANCELLED = "cancelled";
    private static final Object COMPLETED = "completed";
    private static final int SILENT = 0;
    private static final int ON_NEXT = 1;
    private static final int ON_NEXT_THEN_LAST = 2;
    private static final int LAST = 3;
    private static final Log log = new Log(Delivery.class.getName());

    private final ReceiveChannel<T> elements;

    /** Null for the nil channel, which never ends. */
    private final ChannelCore core;

    private final Flow.Subscriber<? super T> subscriber;
    private final AtomicLong demand = new AtomicLong();

    /** What the goroutine waits with for demand or the end; null if it does not, or somebody has called it. */
    private final AtomicReference<Callback<Unit>> waiting = new AtomicReference<>();

    private final EndWatch watch = new EndWatch();

    /** Null while the subscription is active; then CANCELLED, or COMPLETED, or the error for the subscriber. */
    private final AtomicReference<Object> stop = new AtomicReference<>();

    private final AtomicInteger signalling = new AtomicInteger(SILENT);
    private final Scope scope = new Scope();
    private volatile boolean entered;

    /** Whether the watch is in the channel's queue, or was. The goroutine's own. */
    private boolean watching;

    Delivery(ReceiveChannel<T> elements, Flow.Subscriber<? super T> subscriber) {
        this.elements = elements;
        this.core = elements instanceof ChannelCore c ? c : null;
        this.subscriber = subscriber;
        elements.blocking(); // those who send, and who cancel, may be outside
    }

    private static final class Scope extends CancelScope {
        @Override
        protected void left() {
            // nothing to withdraw: a late cancel has no effect
        }
    }

    /** Is woken when the channel has ended. */
    private final class EndWatch extends Waiter {
        @Override
        public void wake() {
            goOn();
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the subscriber is told
    void start(GoRuntime runtime) {
        try {
            subscriber.onSubscribe(this);
        } catch (Throwable t) { // a subscriber must not throw (rule 2.13)
            stop.compareAndSet(null, CANCELLED);
            log.error("Subscriber threw in onSubscribe: subscriber={}", SafeText.of(subscriber), t);
        }
        if (stop.get() != null) {
            signalEnd();
            return;
        }
        Go<Unit> program = new Entering().then(Go.blocking(() -> {
            unwatch();
            signalEnd();
            return Unit.UNIT;
        }));
        try {
            runtime.start(program).whenComplete((u, thrown) -> {
                if (thrown != null) {
                    failed(thrown);
                }
            });
        } catch (IllegalStateException e) {
            failed(e);
        }
    }

    private void failed(Throwable thrown) {
        unwatch();
        if (stop.compareAndSet(null, thrown)) {
            signalEnd();
        }
    }

    private void unwatch() {
        if (core != null) {
            core.unwatchEnd(watch);
        }
    }

    /** Runs the loop in the scope. */
    private final class Entering extends Go<Unit> {
        @Override
        public Object exec(Fiber f) {
            scope.enter(f);
            entered = true;
            return f.call(deliverAll());
        }
    }

    private Go<Unit> deliverAll() {
        Go<Unit> deliver = elements.receiveOption().flatMap(element -> {
            if (element.isEmpty()) {
                stop.compareAndSet(null, COMPLETED);
                return Go.unit();
            }
            return Go.blocking(() -> {
                deliver(element.get());
                return Unit.UNIT;
            });
        });
        Go<Unit> idle = Go.async(this::awaitDemandOrEnd);
        return Go.forWhile(() -> stop.get() == null, Go.suspend(() -> {
            if (core != null && core.hasEnded()) {
                stop.compareAndSet(null, COMPLETED);
                return Go.unit();
            }
            return demandOne() ? deliver : idle;
        }));
    }

    private void awaitDemandOrEnd(Callback<Unit> callback) {
        waiting.set(callback);
        boolean ended = core != null && core.hasEnded();
        if (!ended && core != null && !watching) {
            watching = true;
            ended = !core.watchEnd(watch);
        }
        if (ended || demand.get() > 0) {
            goOn();
        }
    }

    /** Lets the goroutine look again, if it waits. Any thread. */
    private void goOn() {
        Callback<Unit> callback = waiting.getAndSet(null);
        if (callback != null) {
            callback.succeed(Unit.UNIT);
        }
    }

    /** A subscriber must not throw (rule 2.13); one that does counts as cancelled. */
    private void deliver(T element) {
        if (!signalling.compareAndSet(SILENT, ON_NEXT)) {
            return; // the last signal was given
        }
        try {
            subscriber.onNext(element);
        } catch (Throwable t) {
            stop.compareAndSet(null, CANCELLED);
            log.error("Subscriber threw in onNext: subscriber={}", SafeText.of(subscriber), t);
        }
        if (!signalling.compareAndSet(ON_NEXT, SILENT)) {
            signalLast();
        }
    }

    private boolean demandOne() {
        long n = demand.get();
        while (n > 0 && n != Long.MAX_VALUE && !demand.compareAndSet(n, n - 1)) {
            n = demand.get();
        }
        return n > 0;
    }

    /** Gives the last signal once, if there is one, now or after the onNext that is under way. */
    private void signalEnd() {
        if (stop.get() != CANCELLED
                && !signalling.compareAndSet(ON_NEXT, ON_NEXT_THEN_LAST)
                && signalling.compareAndSet(SILENT, LAST)) {
            signalLast();
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
    public void request(long n) {
        if (n <= 0) {
            end(new IllegalArgumentException("rule 3.9: the number of requested elements must be positive: " + n));
            return;
        }
        demand.getAndUpdate(before -> before + n < 0 ? Long.MAX_VALUE : before + n);
        goOn();
    }

    @Override
    public void cancel() {
        end(CANCELLED);
    }

    private void end(Object how) {
        if (stop.compareAndSet(null, how) && entered) {
            scope.cancel(Unit.UNIT);
        }
    }
}
