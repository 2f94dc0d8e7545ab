package io.gondola.dsl.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.GoRuntime;
import io.gondola.dsl.Unit;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The end of a stream is told at once, to all, once, and after everything else. */
@SuppressWarnings("NullAway") // each test makes what it needs
class FlowEndTest {
    private final GoRuntime rt = GoRuntime.builder().maxProcs(2).build();
    private final Channel<Integer> ch = Channel.buffered(10);

    @AfterEach
    void close() {
        rt.close();
    }

    /** Requests {@code first} elements at once, and writes down what it is told. */
    private static class Notes implements Flow.Subscriber<Integer> {
        final BlockingQueue<Object> signals = new LinkedBlockingQueue<>();
        private final long first;
        volatile Flow.Subscription subscription;

        Notes(long first) {
            this.first = first;
        }

        @Override
        public void onSubscribe(Flow.Subscription s) {
            subscription = s;
            if (first > 0) {
                s.request(first);
            }
        }

        @Override
        public void onNext(Integer n) {
            signals.add(n);
        }

        @Override
        public void onError(Throwable t) {
            signals.add(t);
        }

        @Override
        public void onComplete() {
            signals.add("complete");
        }

        Object next() throws InterruptedException {
            return signals.poll(20, TimeUnit.SECONDS);
        }
    }

    private Notes subscribed(Notes notes) {
        Flows.publisher(rt, ch).subscribe(notes);
        return notes;
    }

    private Notes subscribed(long first) {
        return subscribed(new Notes(first));
    }

    private void send(Integer... elements) {
        rt.run(Go.forEach(List.of(elements), ch::send));
    }

    private void awaitNoGoroutines() {
        while (rt.stats().goroutines() > 0) {
            Thread.onSpinWait();
        }
    }

    @Test
    void itCompletesAfterExactlyAsManyAsWereRequested() throws InterruptedException {
        Notes notes = subscribed(3);
        send(1, 2, 3);
        assertThat(List.of(notes.next(), notes.next(), notes.next())).isEqualTo(List.of(1, 2, 3));

        rt.run(ch.close());

        assertThat(notes.next()).isEqualTo("complete");
        awaitNoGoroutines();
        assertThat(notes.signals).isEmpty();
    }

    @Test
    void itCompletesWithoutAnyDemandIfTheChannelHasEndedBefore() throws InterruptedException {
        rt.run(ch.close());

        assertThat(subscribed(0).next()).isEqualTo("complete");
        awaitNoGoroutines();
    }

    @Test
    void itCompletesWhenAnotherReceiverTakesTheLastElement() throws InterruptedException {
        Notes notes = subscribed(0);
        send(1, 2);
        rt.run(ch.close().then(ch.receive()));
        assertThat(notes.signals.poll(20, TimeUnit.MILLISECONDS)).isNull();

        rt.run(ch.receive());

        assertThat(notes.next()).isEqualTo("complete");
        awaitNoGoroutines();
    }

    @Test
    void allSubscribersCompleteWhoeverGotTheLastElement() throws InterruptedException {
        List<Notes> all = List.of(subscribed(0), subscribed(0), subscribed(2));
        send(1, 2);
        rt.run(ch.close());

        for (Notes notes : all.subList(0, 2)) {
            assertThat(notes.next()).isEqualTo("complete");
        }
        assertThat(List.of(all.get(2).next(), all.get(2).next(), all.get(2).next()))
                .isEqualTo(List.of(1, 2, "complete"));
        awaitNoGoroutines();
    }

    /** The end comes while the goroutine looks for demand: it must find one of the two. */
    @Test
    void theEndRacesWithTheLastElement() throws InterruptedException {
        for (int i = 0; i < 500; i++) {
            Channel<Integer> one = Channel.buffered(1);
            Notes notes = new Notes(1);
            Flows.publisher(rt, one).subscribe(notes);
            var unused = rt.start(one.send(i).then(one.close()));

            assertThat(List.of(notes.next(), notes.next())).isEqualTo(List.of(i, "complete"));
        }
    }

    @Test
    void cancelWithoutDemandEndsTheGoroutine() {
        Notes notes = subscribed(0);

        notes.subscription.cancel();
        awaitNoGoroutines();
        rt.run(ch.close());

        assertThat(notes.signals).isEmpty();
    }

    @Test
    void aSubscriberThatThrowsInOnSubscribeIsCancelled() {
        Notes unused = subscribed(new Notes(1) {
            @Override
            public void onSubscribe(Flow.Subscription s) {
                super.onSubscribe(s);
                throw new IllegalStateException("no");
            }
        });

        awaitNoGoroutines();
        send(1);
        assertThat(rt.run(ch.length())).isEqualTo(1);
    }

    @Test
    void aSubscriberThatThrowsAtTheEndEndsOnlyItself() throws InterruptedException {
        Notes notes = subscribed(new Notes(1) {
            @Override
            public void onComplete() {
                super.onComplete();
                throw new IllegalStateException("no");
            }
        });
        rt.run(ch.close());

        assertThat(notes.next()).isEqualTo("complete");
        awaitNoGoroutines();
        assertThat(notes.signals).isEmpty();
    }

    /** Rule 1.3: the thread that closes the runtime must not call onError while another one is in onNext. */
    @Test
    void theEndOfTheRuntimeWaitsForTheElementUnderWay() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        Notes notes = subscribed(new Notes(5) {
            @Override
            public void onNext(Integer n) {
                inside.countDown();
                boolean waits = true;
                while (waits) {
                    try {
                        closed.await();
                        waits = false;
                    } catch (InterruptedException e) {
                        // the runtime is closed: it goes on all the same
                    }
                }
                super.onNext(n);
            }
        });
        send(1);
        inside.await();
        rt.close();
        assertThat(notes.signals).isEmpty();

        closed.countDown();

        assertThat(notes.next()).isEqualTo(1);
        assertThat(notes.next()).isInstanceOf(Throwable.class);
    }

    @Test
    void theSubscriptionOfAProgramThatEndsIsCancelled() throws Exception {
        CompletableFuture<Void> cancelled = new CompletableFuture<>();
        Flow.Publisher<Integer> silent = s -> s.onSubscribe(new Flow.Subscription() {
            @Override
            public void request(long n) {}

            @Override
            public void cancel() {
                cancelled.complete(null);
            }
        });
        CountDownLatch subscribed = new CountDownLatch(1);
        Flow.Publisher<Integer> publisher = s -> {
            silent.subscribe(s);
            subscribed.countDown();
        };
        CompletableFuture<Unit> program = rt.start(Flows.send(publisher, 4, ch));
        subscribed.await();

        program.cancel(true);

        cancelled.get(20, TimeUnit.SECONDS);
    }
}
