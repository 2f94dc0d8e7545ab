package io.gondola.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.dsl.Go;
import io.gondola.dsl.GoRuntime;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Subscribers of {@code toPublisher} that break the rules: nothing of the pipeline is left, and the source is cleaned
 * up.
 */
class BadSubscribersTest {
    private final GoRuntime rt = GoRuntime.builder().maxProcs(2).build();
    private final AtomicInteger ends = new AtomicInteger();
    private final AtomicInteger produced = new AtomicInteger();
    private final Flow.Publisher<Integer> endless = Pipeline.iterate(0, x -> x + 1)
            .peek(x -> produced.incrementAndGet())
            .onEnd(Go.run(ends::incrementAndGet))
            .buffer(2)
            .toPublisher(rt);

    /** Writes down what it is told. */
    private static class Notes implements Flow.Subscriber<Integer> {
        final BlockingQueue<Object> signals = new LinkedBlockingQueue<>();

        @SuppressWarnings("NullAway.Init") // onSubscribe comes first
        volatile Flow.Subscription subscription;

        @Override
        public void onSubscribe(Flow.Subscription s) {
            subscription = s;
        }

        @Override
        public void onNext(Integer x) {
            signals.add(x);
        }

        @Override
        public void onError(Throwable thrown) {
            signals.add(thrown);
        }

        @Override
        public void onComplete() {
            signals.add("complete");
        }

        Object next() throws InterruptedException {
            return signals.poll(50, TimeUnit.SECONDS);
        }
    }

    @AfterEach
    void nothingIsLeft() {
        while (rt.stats().goroutines() > 0) {
            Thread.onSpinWait();
        }
        assertThat(rt.stats().timers()).isZero();
        rt.close();
    }

    @Test
    void aRequestOfNoneIsAnErrorAndEndsThePipeline() throws InterruptedException {
        for (long n : new long[] {0, -1, Long.MIN_VALUE}) {
            int before = ends.get();
            Notes notes = new Notes();
            endless.subscribe(notes);
            notes.subscription.request(2);
            assertThat(notes.next()).isEqualTo(0);
            assertThat(notes.next()).isEqualTo(1);

            notes.subscription.request(n);
            notes.subscription.request(n);

            assertThat((Throwable) notes.next())
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("rule 3.9: the number of requested elements must be positive: " + n);
            assertThat(ends).hasValue(before + 1);
            assertThat(notes.signals).isEmpty();
        }
    }

    /**
     * Hunts: a thread that wakes the pipeline's goroutines one after the other, and a deadlock that is reported between
     * two of them; and an error that is not told then.
     */
    @Test
    @Tag("stress")
    void theErrorIsToldHoweverThePipelineEnds() throws InterruptedException {
        for (int i = 0; i < 100_000; i++) {
            Notes notes = new Notes();
            endless.subscribe(notes);
            notes.subscription.request(2);
            assertThat(notes.next()).isEqualTo(0);
            assertThat(notes.next()).isEqualTo(1);
            notes.subscription.request(0);

            assertThat((Throwable) notes.next()).as("round %d", i).isInstanceOf(IllegalArgumentException.class);
        }
    }

    /** Nothing of the pipeline runs. */
    @Test
    void aRequestOfNoneInOnSubscribeIsAnErrorAtOnce() {
        Notes notes = new Notes() {
            @Override
            public void onSubscribe(Flow.Subscription s) {
                s.request(0);
            }
        };

        endless.subscribe(notes);

        assertThat((Throwable) notes.signals.poll()).isInstanceOf(IllegalArgumentException.class);
        assertThat(produced).hasValue(0);
    }

    @Test
    void cancellingInOnSubscribeStartsNothing() {
        endless.subscribe(new Notes() {
            @Override
            public void onSubscribe(Flow.Subscription s) {
                s.request(5);
                s.cancel();
            }
        });

        assertThat(produced).hasValue(0);
    }

    @Test
    void demandWithoutLimitMayBeRepeated() throws InterruptedException {
        Notes notes = new Notes();
        Pipeline.range(0, 100).toPublisher(rt).subscribe(notes);
        notes.subscription.request(Long.MAX_VALUE);
        notes.subscription.request(Long.MAX_VALUE);
        notes.subscription.request(1);

        for (int i = 0; i < 100; i++) {
            assertThat(notes.next()).isEqualTo(i);
        }
        assertThat(notes.next()).isEqualTo("complete");
    }

    @Test
    void aSubscriberThatThrowsIsToldNoMore() throws InterruptedException {
        CountDownLatch thrown = new CountDownLatch(1);
        Notes notes = new Notes() {
            @Override
            public void onNext(Integer x) {
                super.onNext(x);
                if (x == 2) {
                    thrown.countDown();
                    throw new IllegalStateException("onNext");
                }
            }
        };
        endless.subscribe(notes);
        notes.subscription.request(Long.MAX_VALUE);
        thrown.await();
        awaitEnds(1);

        assertThat(notes.signals).containsExactly(0, 1, 2);
    }

    private void awaitEnds(int n) {
        while (ends.get() < n) {
            Thread.onSpinWait();
        }
    }

    @Test
    void aSubscriberThatThrowsInOnSubscribeStartsNothing() {
        endless.subscribe(new Notes() {
            @Override
            public void onSubscribe(Flow.Subscription s) {
                s.request(1);
                throw new IllegalStateException("onSubscribe");
            }
        });

        assertThat(produced).hasValue(0);
    }

    @Test
    void aSubscriberThatThrowsAtTheEndDisturbsNobody() throws InterruptedException {
        CountDownLatch told = new CountDownLatch(2);
        for (Pipeline<Integer> p : java.util.List.of(
                Pipeline.<Integer>empty(), Pipeline.<Integer>failed(new IllegalStateException("source")))) {
            p.toPublisher(rt).subscribe(new Notes() {
                @Override
                public void onComplete() {
                    told.countDown();
                    throw new IllegalStateException("onComplete");
                }

                @Override
                public void onError(Throwable thrown) {
                    told.countDown();
                    throw new IllegalStateException("onError");
                }
            });
        }
        told.await();
    }

    /** The last signal waits for the one that is under way: signals are serial. */
    @Test
    void aRuntimeThatIsClosedIsAnErrorAfterTheElementThatIsBeingDelivered() throws InterruptedException {
        GoRuntime other = GoRuntime.builder().maxProcs(2).build();
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Notes notes = new Notes() {
            @Override
            public void onNext(Integer x) {
                inside.countDown();
                try {
                    goOn.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                super.onNext(x);
            }
        };
        Pipeline.range(0, 3).toPublisher(other).subscribe(notes);
        notes.subscription.request(3);
        inside.await();
        Thread closing = new Thread(other::close);
        closing.start();
        closing.join(Duration.ofMillis(50).toMillis()); // it may wait for blocking code, or not
        goOn.countDown();
        closing.join();

        assertThat(notes.next()).isEqualTo(0);
        Object last = notes.next();
        while (last instanceof Integer) {
            last = notes.next();
        }
        assertThat(last).isNotNull();
        assertThat(notes.signals).isEmpty();
    }

    @Test
    void subscribingToAClosedRuntimeYieldsAnError() throws InterruptedException {
        GoRuntime closed = GoRuntime.builder().build();
        closed.close();
        Notes notes = new Notes();

        Pipeline.of(1).toPublisher(closed).subscribe(notes);

        assertThat((Throwable) notes.next()).isInstanceOf(IllegalStateException.class);
    }
}
