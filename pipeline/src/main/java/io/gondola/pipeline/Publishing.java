package io.gondola.pipeline;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.GoRuntime;
import io.gondola.dsl.Panic;
import io.gondola.dsl.Unit;
import io.gondola.dsl.channel.ChannelCore;
import io.gondola.dsl.channel.Sent;
import io.gondola.dsl.channel.Signals;
import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.Signal;
import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.concurrent.ForkJoinPool;

/** {@code toPublisher}: runs a pipeline for each subscriber. */
final class Publishing {
    private Publishing() {}

    static Flow.Publisher<Object> of(Pipeline<?> pipeline, Label label, GoRuntime runtime) {
        return subscriber -> {
            Objects.requireNonNull(subscriber, "subscriber");
            new Delivery(pipeline, label, subscriber).start(runtime);
        };
    }

    /** One subscription, with the pipeline that feeds it. */
    private static final class Delivery extends Signals<Object> {
        /*
         * The pipeline's last stage has an element before it waits for demand, so the end is told without being
         * requested. That wait, as all others, is given up when the subscription is cancelled or misused: the pipeline
         * is ended as if nobody wanted more.
         */
        private final Channel<Unit> more = Channel.<Unit>buffered(1).named("subscription.request");
        private final Terminal.Handle handle = new Terminal.Handle();
        private final Go<Unit> program;

        Delivery(Pipeline<?> pipeline, Label label, Flow.Subscriber<Object> subscriber) {
            super(subscriber);
            more.blocking(); // who requests may be outside
            Go<Unit> deliverAll = new Terminal<>(pipeline, new Delivering(label), handle);
            program = deliverAll
                    .then(Go.run(this::complete))
                    .recover(p -> Go.run(() -> fail(failure(p))))
                    .then(Go.blocking(() -> {
                        signalEnd();
                        return Unit.UNIT;
                    }));
        }

        private static Throwable failure(Panic p) {
            return p.value() instanceof Throwable t ? t : p;
        }

        void start(GoRuntime runtime) {
            if (!subscribed()) {
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
                if (thrown != null) {
                    boolean unused = fail(thrown); // unless the subscription has ended before, and was not told yet
                    signalEnd();
                }
            });
        }

        private void startElsewhere(GoRuntime runtime) {
            try {
                startIn(runtime);
            } catch (IllegalStateException e) {
                if (fail(e)) {
                    signalEnd();
                }
            }
        }

        @Override
        protected void demanded() {
            Sent unused = ((ChannelCore) more).offerElement(Unit.UNIT);
        }

        @Override
        protected void stopped() {
            handle.cancel();
        }

        /** Waits for demand, and delivers the element. */
        private final class Delivering extends Terminal.Sink<Unit> {
            private final Go<Unit> demanded = Go.forWhile(() -> !demandOne(), more.receive());

            Delivering(Label label) {
                super(label);
            }

            @Override
            Object apply(Loop loop, Fiber f, Object x) throws Throwable {
                Go<Unit> delivery = Go.blocking(() -> {
                    if (isActive()) {
                        deliver(x);
                    }
                    return Unit.UNIT;
                });
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
