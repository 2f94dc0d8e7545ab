package io.gondola.dsl.interop;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.GoRuntime;
import io.gondola.dsl.ReceiveChannel;
import io.gondola.dsl.Unit;
import io.gondola.dsl.engine.CancelScope;
import io.gondola.dsl.engine.Fiber;
import io.gondola.scheduler.Log;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** One subscription to a channel: a goroutine that receives what was requested and delivers it. */
final class Delivery<T> implements Flow.Subscription {
    /*
     * All signals but onSubscribe come from the goroutine, so they are serial (rule 1.3), and none follows the last one (1.7).
     * The goroutine waits for demand or for an element; both waits are given up when the subscription is cancelled or misused,
     * through a cancel scope, so that no element is lost. `stop` is written once, before the scope is cancelled, which happens if
     * the goroutine has entered it; the goroutine enters, then looks at `stop`.
     */
    private static final Object CANCELLED = "cancelled";
    private static final Object COMPLETED = "completed";
    private static final Log log = new Log(Delivery.class.getName());

    private final ReceiveChannel<T> elements;
    private final Flow.Subscriber<? super T> subscriber;
    private final AtomicLong demand = new AtomicLong();
    private final Channel<Unit> more = Channel.<Unit>buffered(1).named("subscription.request");

    /** Null while the subscription is active; then CANCELLED, or COMPLETED, or the error for the subscriber. */
    private final AtomicReference<Object> stop = new AtomicReference<>();

    private final Scope scope = new Scope();
    private volatile boolean entered;

    /** Whether the channel has ended, so that the subscriber completes. The goroutine's own. */
    private boolean completed;

    Delivery(ReceiveChannel<T> elements, Flow.Subscriber<? super T> subscriber) {
        this.elements = elements;
        this.subscriber = subscriber;
        elements.blocking(); // those who send, and who cancel, may be outside
        more.blocking();
    }

    private static final class Scope extends CancelScope {
        @Override
        protected void left() {
            // nothing to withdraw: a late cancel has no effect
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the subscriber is told
    void start(GoRuntime runtime) {
        subscriber.onSubscribe(this);
        Go<Unit> program = new Entering().then(Go.blocking(() -> {
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
        if (stop.compareAndSet(null, thrown)) {
            subscriber.onError(thrown);
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
                completed = true;
                return Go.unit();
            }
            return Go.blocking(() -> {
                deliver(element.get());
                return Unit.UNIT;
            });
        });
        return Go.forWhile(
                () -> stop.get() == null && !completed, Go.suspend(() -> demandOne() ? deliver : more.receive()));
    }

    /** A subscriber must not throw (rule 2.13); one that does counts as cancelled. */
    private void deliver(T element) {
        try {
            subscriber.onNext(element);
        } catch (Throwable t) {
            stop.compareAndSet(null, CANCELLED);
            log.error("Subscriber threw in onNext: subscriber={}", subscriber, t);
        }
    }

    private boolean demandOne() {
        long n = demand.get();
        while (n > 0 && n != Long.MAX_VALUE && !demand.compareAndSet(n, n - 1)) {
            n = demand.get();
        }
        return n > 0;
    }

    private void signalEnd() {
        if (stop.get() instanceof Throwable misuse) {
            subscriber.onError(misuse);
        } else if (completed && stop.compareAndSet(null, COMPLETED)) {
            subscriber.onComplete();
        }
    }

    @Override
    public void request(long n) {
        if (n <= 0) {
            end(new IllegalArgumentException("rule 3.9: the number of requested elements must be positive: " + n));
            return;
        }
        demand.getAndUpdate(before -> before + n < 0 ? Long.MAX_VALUE : before + n);
        more.blocking().trySend(Unit.UNIT);
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
