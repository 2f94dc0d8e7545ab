package io.gondola.dsl.interop;

import io.gondola.dsl.Go;
import io.gondola.dsl.GoRuntime;
import io.gondola.dsl.ReceiveChannel;
import io.gondola.dsl.Unit;
import io.gondola.dsl.channel.ChannelCore;
import io.gondola.dsl.channel.Signals;
import io.gondola.dsl.engine.CancelScope;
import io.gondola.dsl.engine.Checked;
import io.gondola.dsl.engine.Fiber;
import io.gondola.scheduler.Waiter;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** One subscription to a channel: a goroutine that receives what was requested and delivers it. */
final class Delivery<T> extends Signals<T> {
    /*
     * Without demand the goroutine waits for demand or for the end of the channel, of which it is told without taking
     * an element. It publishes its callback, then looks at the demand and at the end; who requests or ends does that
     * first, then looks for a callback. One of the two sees the other. With demand it waits for an element. Both waits
     * are given up when the subscription is cancelled or misused, through a cancel scope, so that no element is lost.
     * The subscription is inactive before the scope is cancelled, which happens if the goroutine has entered it; the
     * goroutine enters, then looks whether it is active.
     */
    private final ReceiveChannel<T> elements;

    /** Null for the nil channel, which never ends. */
    private final @Nullable ChannelCore core;

    /** What the goroutine waits with for demand or the end; null if it does not, or somebody has called it. */
    private final AtomicReference<Checked> waiting = new AtomicReference<>();

    private final EndWatch watch = new EndWatch();
    private final Scope scope = new Scope();
    private volatile boolean entered;

    /** Whether the watch is in the channel's queue, or was. The goroutine's own. */
    private boolean watching;

    Delivery(ReceiveChannel<T> elements, Flow.Subscriber<? super T> subscriber) {
        super(subscriber);
        this.elements = elements;
        this.core = elements instanceof ChannelCore c ? c : null;
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
        if (!subscribed()) {
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
        if (fail(thrown)) {
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
                complete();
                return Go.unit();
            }
            return Go.blocking(() -> {
                deliver(element.get());
                return Unit.UNIT;
            });
        });
        Go<Unit> idle = Go.async(callback -> awaitDemandOrEnd((Checked) callback));
        return Go.forWhile(this::isActive, Go.suspend(() -> {
            if (core != null && core.hasEnded()) {
                complete();
                return Go.unit();
            }
            return demandOne() ? deliver : idle;
        }));
    }

    private void awaitDemandOrEnd(Checked callback) {
        waiting.set(callback);
        boolean ended = core != null && core.hasEnded();
        if (!ended && core != null && !watching) {
            watching = true;
            ended = !core.watchEnd(watch);
        }
        if (ended || hasDemand()) {
            goOn();
        }
    }

    /** Lets the goroutine look again, if it waits. Any thread, which has checked its stack. */
    private void goOn() {
        Checked callback = waiting.getAndSet(null);
        if (callback != null) {
            callback.succeedChecked(Unit.UNIT);
        }
    }

    @Override
    protected void demanded() {
        goOn();
    }

    @Override
    protected void stopped() {
        if (entered) {
            scope.cancel(Unit.UNIT);
        }
    }
}
