package io.gondola.dsl.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.GoRuntime;
import io.gondola.dsl.Unit;
import io.vavr.control.Try;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The rules of the reactive streams specification, by number, where this project has a say. */
@SuppressWarnings("NullAway") // nulls are what is refused; each test makes what it needs
class FlowsTest {
    private final GoRuntime rt = GoRuntime.builder().maxProcs(2).build();
    private final Channel<Integer> ch = Channel.buffered(100);

    @AfterEach
    void close() {
        rt.close();
    }

    /** A subscriber that writes down what it is told. */
    private static class Notes implements Flow.Subscriber<Integer> {
        final BlockingQueue<Object> signals = new LinkedBlockingQueue<>();
        volatile Flow.Subscription subscription;

        @Override
        public void onSubscribe(Flow.Subscription s) {
            subscription = s;
            signals.add("subscribed");
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
            return signals.poll(30, TimeUnit.SECONDS);
        }
    }

    private Notes subscribed() throws InterruptedException {
        Notes notes = new Notes();
        Flows.publisher(rt, ch).subscribe(notes);
        assertThat(notes.next()).isEqualTo("subscribed");
        return notes;
    }

    private void send(int from, int to) {
        rt.run(Go.forRange(from, to, ch::send));
    }

    @Test
    void rule_1_1_noMoreThanRequestedIsDelivered() throws InterruptedException {
        send(0, 10);
        Notes notes = subscribed();

        notes.subscription.request(2);
        assertThat(List.of(notes.next(), notes.next())).isEqualTo(List.of(0, 1));
        notes.subscription.request(1);
        assertThat(notes.next()).isEqualTo(2);

        assertThat(notes.signals).isEmpty();
        assertThat(rt.run(ch.length())).as("the others stay in the channel").isEqualTo(7);
    }

    @Test
    void rule_1_5_itCompletesWhenTheChannelIsClosedAndDrained() throws InterruptedException {
        send(0, 1);
        rt.run(ch.close());
        Notes notes = subscribed();

        notes.subscription.request(5);

        assertThat(List.of(notes.next(), notes.next())).isEqualTo(List.of(0, "complete"));
    }

    @Test
    void rule_1_9_aNullSubscriberIsRefused() {
        assertThatThrownBy(() -> Flows.publisher(rt, ch).subscribe(null)).isInstanceOf(NullPointerException.class);
    }

    @Test
    void rule_1_9_whoeverCannotBeServedIsSubscribedAndGetsAnError() throws InterruptedException {
        rt.close();
        Notes notes = subscribed();

        assertThat(notes.next()).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void rule_3_5_and_3_7_cancelMayBeRepeatedAndEndsTheSignals() throws InterruptedException {
        Notes notes = subscribed();
        notes.subscription.request(Long.MAX_VALUE);
        send(0, 1);
        assertThat(notes.next()).isEqualTo(0);

        notes.subscription.cancel();
        notes.subscription.cancel();
        notes.subscription.request(1);
        notes.subscription.request(-1);
        awaitNoGoroutines();
        send(1, 2);

        assertThat(notes.signals).isEmpty();
        assertThat(rt.run(ch.length())).as("nothing was taken").isEqualTo(1);
    }

    private void awaitNoGoroutines() {
        while (rt.stats().goroutines() > 0) {
            Thread.onSpinWait();
        }
    }

    @Test
    void rule_3_9_aRequestOfNoneIsAnError() throws InterruptedException {
        Notes notes = subscribed();

        notes.subscription.request(0);

        assertThat((Throwable) notes.next())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("3.9");
    }

    @Test
    void rule_3_17_demandDoesNotOverflow() throws InterruptedException {
        Notes notes = subscribed();
        notes.subscription.request(Long.MAX_VALUE);
        notes.subscription.request(Long.MAX_VALUE);
        send(0, 3);

        assertThat(List.of(notes.next(), notes.next(), notes.next())).isEqualTo(List.of(0, 1, 2));
    }

    /** A request and a cancel inside onNext: on the goroutine's own thread. */
    @Test
    void rule_3_3_aRequestInsideOnNextDoesNotRecur() throws InterruptedException {
        AtomicLong deepest = new AtomicLong();
        Notes notes = new Notes() {
            private int depth;

            @Override
            public void onNext(Integer n) {
                depth++;
                deepest.accumulateAndGet(depth, Math::max);
                super.onNext(n);
                subscription.request(1);
                depth--;
            }
        };
        Flows.publisher(rt, ch).subscribe(notes);
        notes.subscription.request(1);
        send(0, 50);
        rt.run(ch.close());

        List<Object> got = new ArrayList<>();
        for (Object signal = notes.next(); signal != "complete"; signal = notes.next()) {
            got.add(signal);
        }
        assertThat(got).hasSize(51);
        assertThat(deepest).hasValue(1);
    }

    @Test
    void rule_2_13_aSubscriberThatThrowsIsCancelled() throws InterruptedException {
        Notes notes = new Notes() {
            @Override
            public void onNext(Integer n) {
                throw new IllegalStateException("no");
            }
        };
        Flows.publisher(rt, ch).subscribe(notes);
        notes.subscription.request(1);
        send(0, 1);
        awaitNoGoroutines();

        assertThat(notes.signals).containsExactly("subscribed");
    }

    @Test
    void cancelRacesWithElementsAndLosesNone() throws InterruptedException {
        for (int i = 0; i < 300; i++) {
            Channel<Integer> one = Channel.unbuffered();
            Notes notes = new Notes();
            Flows.publisher(rt, one).subscribe(notes);
            notes.subscription.request(1);
            var sent = rt.start(one.send(1));
            notes.subscription.cancel();
            while (!notes.signals.contains(1) && !one.blocking().tryReceive().isValue()) {
                Thread.onSpinWait(); // the element is somewhere: the test's time limit says if not
            }
            sent.join();
        }
    }

    // subscribing

    @Test
    @SuppressWarnings("try") // closed early: that is what ends the channel
    void thePublishersElementsAreSentInOrder() {
        List<Integer> got = new ArrayList<>();
        try (SubmissionPublisher<Integer> publisher = new SubmissionPublisher<>()) {
            var program = rt.start(Go.go(Flows.send(publisher, 4, ch).defer(ch.close()))
                    .then(ch.range(v -> Go.run(() -> got.add(v)))));
            while (publisher.getNumberOfSubscribers() == 0) {
                Thread.onSpinWait();
            }
            for (int i = 0; i < 500; i++) {
                publisher.submit(i);
            }
            publisher.close();
            program.join();
        }

        assertThat(got).hasSize(500).isSorted();
    }

    /** A publisher that is driven by hand. */
    private static final class Source implements Flow.Publisher<Integer>, Flow.Subscription {
        final AtomicLong requested = new AtomicLong();
        volatile Flow.Subscriber<? super Integer> subscriber;
        volatile boolean cancelled;

        @Override
        public void subscribe(Flow.Subscriber<? super Integer> s) {
            subscriber = s;
            s.onSubscribe(this);
        }

        @Override
        public void request(long n) {
            requested.addAndGet(n);
        }

        @Override
        public void cancel() {
            cancelled = true;
        }
    }

    @Test
    @SuppressWarnings("FutureReturnValueIgnored") // its end is seen by what it does
    void rule_2_1_elementsAreRequestedAsTheyAreTaken() throws InterruptedException {
        Source source = new Source();
        Channel<Integer> out = Channel.unbuffered();
        out.blocking(); // before the sender may be alone: this thread will receive
        rt.start(Flows.send(source, 4, out));
        while (source.requested.get() < 4) {
            Thread.onSpinWait();
        }
        for (int i = 0; i < 4; i++) {
            source.subscriber.onNext(i);
        }
        assertThat(source.requested).hasValue(4);

        for (int i = 0; i < 4; i++) {
            assertThat(out.blocking().receive()).isEqualTo(i);
        }
        while (source.requested.get() < 7) {
            Thread.onSpinWait();
        }
        assertThat(source.requested).hasValue(7);
    }

    @Test
    @SuppressWarnings("FutureReturnValueIgnored") // its end is seen by what it does
    void rule_2_5_aSecondSubscriptionIsCancelled() {
        Source source = new Source();
        Source second = new Source();
        rt.start(Flows.send(source, 4, ch));
        while (source.requested.get() == 0) {
            Thread.onSpinWait();
        }

        source.subscriber.onSubscribe(second);

        assertThat(second.cancelled).isTrue();
        assertThat(source.cancelled).isFalse();
    }

    @Test
    void anErrorOfThePublisherIsAPanic() {
        IllegalStateException error = new IllegalStateException("broken");
        Flow.Publisher<Integer> broken = s -> {
            s.onSubscribe(new Source());
            s.onNext(1);
            s.onError(error);
        };

        Try<Unit> got = rt.run(Flows.send(broken, 4, ch).attempt());

        assertThat(got.getCause()).isSameAs(error);
        assertThat(rt.run(ch.receive())).isEqualTo(1);
    }

    @Test
    void aPanicOfTheProgramCancelsTheSubscription() {
        Source source = new Source();
        Flow.Publisher<Integer> publisher = s -> {
            source.subscribe(s);
            s.onNext(1);
        };

        Try<Unit> got = rt.run(ch.close().then(Flows.send(publisher, 4, ch).attempt()));

        assertThat(got.getCause()).hasMessage("send on closed channel");
        assertThat(source.cancelled).isTrue();
    }

    @Test
    void aPublisherThatSendsTooMuchIsCancelled() {
        Source source = new Source();
        Flow.Publisher<Integer> publisher = s -> {
            source.subscribe(s);
            s.onNext(1);
            s.onNext(2);
            s.onNext(3);
        };

        Try<Unit> got = rt.run(Flows.send(publisher, 2, ch).attempt());

        assertThat(got.getCause()).hasMessageStartingWith("the publisher sent more elements than were requested");
        assertThat(source.cancelled).isTrue();
    }

    @Test
    void badInputIsRefused() {
        assertThatThrownBy(() -> Flows.send(new Source(), 0, ch)).hasMessage("buffer must be positive: 0");
        assertThatThrownBy(() -> Flows.publisher(null, ch)).hasMessage("runtime");
    }
}
