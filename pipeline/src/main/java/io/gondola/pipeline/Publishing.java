package io.gondola.pipeline;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.GoRuntime;
import io.gondola.dsl.Panic;
import io.gondola.dsl.Unit;
import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.Signal;
import io.gondola.scheduler.Log;
import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** {@code toPublisher}: runs a pipeline for each subscriber. */
final class Publishing {
    private static final Log log = new Log(Publishing.class.getName());

    private Publishing() {}

    static Flow.Publisher<Object> of(Pipeline<?> pipeline, Label label, GoRuntime runtime) {
        return subscriber -> {
            Objects.requireNonNull(subscriber, "subscriber");
            new Delivery(pipeline, label, subscriber).start(runtime);
        };
    }

    /** One subscription. */
    private static final class Delivery implements Flow.Subscription {
        /*
         * All signals but onSubscribe come from one goroutine after the other, so they are serial (rule 1.3), and none follows the last one
         * (1.7). `stop` is written once; the pipeline is ended after that. A subscriber that throws counts as cancelled (2.13).
         */
        private static final Object CANCELLED = "cancelled";

        private final Flow.Subscriber<Object> subscriber;
        private final AtomicLong demand = new AtomicLong();
        private final Channel<Unit> more = Channel.<Unit>buffered(1).named("subscription.request");
        private final Terminal.Handle handle = new Terminal.Handle();

        /** Null while the subscription is active; then CANCELLED, or the error for the subscriber. */
        private final AtomicReference<Object> stop = new AtomicReference<>();

        private final Go<Unit> program;

        Delivery(Pipeline<?> pipeline, Label label, Flow.Subscriber<Object> subscriber) {
            this.subscriber = subscriber;
            more.blocking(); // who requests may be outside
            Go<Unit> deliverAll = new Terminal<>(pipeline, new Delivering(label), handle);
            program = deliverAll
                    .recover(p -> Go.run(() -> stop.compareAndSet(null, failure(p))))
                    .then(Go.blocking(() -> {
                        signalEnd();
                        return Unit.UNIT;
                    }));
        }

        private static Throwable failure(Panic p) {
            return p.value() instanceof Throwable t ? t : p;
        }

        void start(GoRuntime runtime) {
            try {
                subscriber.onSubscribe(this);
            } catch (Throwable t) {
                stop.set(CANCELLED);
                log.error("Subscriber threw in onSubscribe: subscriber={}", subscriber, t);
                return;
            }
            try {
                startIn(runtime);
            } catch (IllegalStateException e) {
                // inside a goroutine of the same runtime, or it is closed
                ForkJoinPool.commonPool().execute(() -> startElsewhere(runtime));
            }
        }

        @SuppressWarnings("FutureReturnValueIgnored") // the subscriber is told
        private void startIn(GoRuntime runtime) {
            runtime.start(program).whenComplete((u, thrown) -> {
                if (thrown != null && stop.getAndSet(CANCELLED) == null) {
                    subscriber.onError(thrown);
                }
            });
        }

        private void startElsewhere(GoRuntime runtime) {
            try {
                startIn(runtime);
            } catch (IllegalStateException e) {
                if (stop.getAndSet(CANCELLED) == null) {
                    subscriber.onError(e);
                }
            }
        }

        private void signalEnd() {
            Object why = stop.getAndSet(CANCELLED);
            try {
                if (why instanceof Throwable error) {
                    subscriber.onError(error);
                } else if (why == null) {
                    subscriber.onComplete();
                }
            } catch (Throwable t) {
                log.error("Subscriber threw at the end: subscriber={}", subscriber, t);
            }
        }

        private Unit deliver(Object element) {
            if (stop.get() == null) {
                try {
                    subscriber.onNext(element);
                } catch (Throwable t) {
                    log.error("Subscriber threw in onNext: subscriber={}", subscriber, t);
                    end(CANCELLED);
                }
            }
            return Unit.UNIT;
        }

        private boolean demandOne() {
            long n = demand.get();
            while (n > 0 && n != Long.MAX_VALUE && !demand.compareAndSet(n, n - 1)) {
                n = demand.get();
            }
            return n > 0;
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
            if (stop.compareAndSet(null, how)) {
                handle.cancel();
            }
        }

        /** Waits for demand before an element is asked for, and delivers it. */
        private final class Delivering extends Terminal.Sink<Unit> {
            Delivering(Label label) {
                super(label);
            }

            @Override
            Object apply(Loop loop, Fiber f, Object x) throws Throwable {
                Go<Unit> delivery = Go.blocking(() -> deliver(x));
                Go<Unit> demanded = Go.forWhile(() -> !demandOne(), more.receive());
                Object v = loop.run(f, demanded.then(delivery), label);
                return v instanceof Signal ? v : Mark.SKIP;
            }

            @Override
            Object resumed(Loop loop, Fiber f, Object value) {
                return Mark.SKIP;
            }
        }
    }
}
