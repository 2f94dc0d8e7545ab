package io.gondola.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gondola.context.Context;
import io.gondola.dsl.Go;
import io.gondola.dsl.GoRuntime;
import io.gondola.dsl.Unit;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * Publishers that break the rules of Reactive Streams; their subscription is cancelled, and the failure names the
 * stage.
 */
class BadPublishersTest {
    /** A publisher that does what it likes when it is subscribed to. */
    private static final class Wild implements Flow.Publisher<Integer>, Flow.Subscription {
        final AtomicInteger cancels = new AtomicInteger();
        final AtomicInteger subscriptions = new AtomicInteger();
        private final Consumer<Flow.Subscriber<? super Integer>> signals;

        Wild(Consumer<Flow.Subscriber<? super Integer>> signals) {
            this.signals = signals;
        }

        @Override
        public void subscribe(Flow.Subscriber<? super Integer> s) {
            subscriptions.incrementAndGet();
            signals.accept(s);
        }

        @Override
        public void request(long n) {
            // it has sent what it has
        }

        @Override
        public void cancel() {
            cancels.incrementAndGet();
        }
    }

    private static Wild wild(Consumer<Flow.Subscriber<? super Integer>> signals) {
        Wild[] self = new Wild[1];
        self[0] = new Wild(s -> {
            s.onSubscribe(self[0]);
            signals.accept(s);
        });
        return self[0];
    }

    private static PipelineException failure(Wild publisher, boolean cancelled) {
        PipelineException e = Faults.of(Pipeline.<Integer>from(publisher).drain());
        assertThat(e.stage()).startsWith("from at BadPublishersTest.java:");
        assertThat(publisher.cancels).hasValue(cancelled ? publisher.subscriptions.get() : 0);
        return e;
    }

    @Test
    void tooManyElementsAreAFailureAfterThoseThatWereRequested() {
        Wild publisher = wild(s -> {
            for (int i = 0; i < 100; i++) {
                s.onNext(i);
            }
            s.onComplete();
        });

        assertThat(failure(publisher, true).getCause())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the publisher sent more elements than were requested: requested=16");
        Runs.yields(
                Pipeline.<Integer>from(publisher).recover(e -> Pipeline.of(-1)).drop(15), 15, -1);
    }

    @Test
    void aNullElementIsAFailureEvenIfThePublisherHidesIt() {
        Wild publisher = wild(s -> {
            s.onNext(1);
            assertThatThrownBy(() -> s.onNext(null)).isInstanceOf(NullPointerException.class);
        });

        assertThat(failure(publisher, true).getCause()).hasMessage("the publisher sent a null element");
    }

    @Test
    void aNullErrorIsAFailure() {
        Wild publisher = wild(s -> assertThatThrownBy(() -> s.onError(null)).isInstanceOf(NullPointerException.class));

        assertThat(failure(publisher, true).getCause()).hasMessage("the publisher sent a null error");
    }

    @Test
    void aNullSubscriptionIsAFailure() {
        Wild publisher =
                new Wild(s -> assertThatThrownBy(() -> s.onSubscribe(null)).isInstanceOf(NullPointerException.class));

        assertThat(failure(publisher, false).getCause()).hasMessage("the publisher sent a null subscription");
    }

    @Test
    void anElementBeforeTheSubscriptionIsAFailure() {
        Wild[] self = new Wild[1];
        self[0] = new Wild(s -> {
            s.onNext(1);
            s.onSubscribe(self[0]);
        });

        assertThat(failure(self[0], true).getCause())
                .hasMessage("the publisher sent an element before it called onSubscribe");
    }

    @Test
    void anErrorWithoutASubscriptionIsItsOwn() {
        Wild publisher = new Wild(s -> s.onError(new IOException("no")));

        assertThat(failure(publisher, false).getCause()).hasMessage("no");
    }

    @Test
    void theFirstOfSeveralEndsCounts() {
        Wild completesFirst = wild(s -> {
            s.onNext(1);
            s.onComplete();
            s.onComplete();
            s.onNext(2);
            s.onError(new IOException("late"));
        });
        Runs.yields(Pipeline.from(completesFirst), 1);
        assertThat(completesFirst.cancels).hasValue(0);

        Wild failsFirst = wild(s -> {
            s.onError(new IOException("first"));
            s.onNext(2);
            s.onComplete();
            s.onError(new IOException("second"));
        });
        assertThat(failure(failsFirst, false).getCause()).hasMessage("first");
    }

    @Test
    void aSecondSubscriptionIsCancelledAndTheFirstGoesOn() {
        Wild second = new Wild(s -> {});
        Wild publisher = wild(s -> {
            s.onSubscribe(second);
            s.onNext(1);
            s.onComplete();
        });

        Runs.yields(Pipeline.from(publisher), 1);

        assertThat(second.cancels).hasValue(publisher.subscriptions.get());
        assertThat(publisher.cancels).hasValue(0);
    }

    @Test
    void aPublisherThatThrowsFails() {
        Flow.Publisher<Integer> refusing = s -> {
            throw new IllegalStateException("not today");
        };
        PipelineException e = Faults.of(Pipeline.from(refusing).named("feed").drain());
        assertThat(e.stage()).isEqualTo("feed");
        assertThat(e.getCause()).hasMessage("not today");

        Flow.Publisher<Integer> lazy = s -> s.onSubscribe(new Flow.Subscription() {
            @Override
            public void request(long n) {
                throw new IllegalStateException("request");
            }

            @Override
            public void cancel() {
                throw new IllegalStateException("cancel");
            }
        });
        PipelineException both = Faults.of(Pipeline.from(lazy).drain());
        assertThat(both.getCause()).hasMessage("request");
        assertThat(both.getSuppressed()[0].getCause()).hasMessage("cancel");
    }

    /** A cancel that throws must not hide why it was called. */
    @Test
    void aSubscriptionThatThrowsWhenItIsCancelledHidesNoFailure() {
        Flow.Publisher<Integer> both = s -> {
            s.onSubscribe(new Flow.Subscription() {
                @Override
                public void request(long n) {
                    // nothing is to be had
                }

                @Override
                public void cancel() {
                    throw new IllegalStateException("cancel");
                }
            });
            for (int i = 0; i < 17; i++) {
                s.onNext(i);
            }
        };

        Runs.yields(Pipeline.from(both).recover(e -> Pipeline.of(-1)).drop(16), -1);
    }

    @Test
    void aPublisherThatNeverSignalsIsGivenUp() {
        for (int seed = 0; seed < 3; seed++) {
            try (GoRuntime rt = GoRuntime.deterministic(seed)) {
                Wild silent = wild(s -> {});
                PipelineException e = Faults.in(
                        rt,
                        Pipeline.<Integer>from(silent)
                                .timeout(Duration.ofHours(1))
                                .drain());
                assertThat(e.stage()).startsWith("timeout at");
                assertThat(silent.cancels).hasValue(silent.subscriptions.get());

                Wild without = new Wild(s -> {});
                Go<Unit> program = Context.background()
                        .withTimeout(Duration.ofHours(1))
                        .flatMap(ctx ->
                                Pipeline.<Integer>from(without).within(ctx).drain());
                assertThat(Faults.in(rt, program).stage()).startsWith("within at");
            }
        }
    }

    @Test
    void aSubscriptionThatComesTooLateIsCancelled() {
        try (GoRuntime rt = GoRuntime.deterministic(0)) {
            List<Flow.Subscriber<? super Integer>> kept = new ArrayList<>();
            Flow.Publisher<Integer> later = kept::add;
            rt.run(Pipeline.from(later).timeout(Duration.ofSeconds(1)).drain().attempt());
            Wild subscription = new Wild(s -> {});

            kept.get(0).onSubscribe(subscription);
            kept.get(0).onNext(1);
            kept.get(0).onComplete();

            assertThat(subscription.cancels).hasValue(1);
        }
    }

    /** Signals come from threads outside, while the pipeline ends by itself. */
    @Test
    void aPublisherThatGoesOnAfterTheEndDisturbsNobody() throws InterruptedException {
        try (GoRuntime rt = GoRuntime.builder().maxProcs(2).build()) {
            CountDownLatch done = new CountDownLatch(1);
            Flow.Publisher<Integer> stubborn = s -> new Thread(() -> {
                        s.onSubscribe(new Wild(x -> {}));
                        for (int i = 0; i < 10_000; i++) {
                            s.onNext(i);
                        }
                        s.onError(new IOException("late"));
                        done.countDown();
                    })
                    .start();

            assertThat(rt.run(Pipeline.from(stubborn).take(3).toList()).asJava())
                    .containsExactly(0, 1, 2);
            done.await();
        }
    }
}
