package io.gondola.pipeline.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gondola.dsl.Go;
import io.gondola.pipeline.Retry;
import io.vavr.control.Option;
import io.vavr.control.Try;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/**
 * When a record is done because of which messages are sent, and what is sent of one that fails: with a mock producer.
 */
class ProducingTest {
    private final Lane lane = new Lane(new TopicPartition("orders", 0), 5, new FixedGroup(false));
    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final Producing<byte[], byte[]> producing = Broker.producing("Kafka.sink", "dead", producer);

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private Received<byte[], byte[]> received() {
        Ticket t = lane.take(0);
        assertThat(t.begin()).isTrue();
        ConsumerRecord<byte[], byte[]> r = new ConsumerRecord<>("orders", 0, 0, bytes("k"), bytes("v"));
        r.headers().add("via", bytes("a")).add("gondola-error", bytes("old")).add("via", bytes("b"));
        return Received.of(r, t);
    }

    private static Outgoing<byte[], byte[]> twoBecauseOf(Received<byte[], byte[]> r) {
        return r.sends(Message.of(null, bytes("one")), Message.of(null, bytes("two")));
    }

    @Test
    void aRecordIsDoneWhenItsLastMessageIsAcknowledged() {
        Received<byte[], byte[]> r = received();
        Sending<byte[], byte[]> sending = producing.send(twoBecauseOf(r), true);

        assertThat(producer.completeNext()).isTrue();
        assertThat(r.ticket().isFinished()).isFalse();
        assertThat(sending.result()).isNotDone();
        assertThat(producer.completeNext()).isTrue();
        assertThat(r.ticket().isFinished()).isTrue();
        assertThat(sending.result()).isCompleted();
    }

    /** Hunts: a record that is done, and lost, because one of its messages was acknowledged. */
    @Test
    void aRecordIsNotDoneIfOneOfItsMessagesFails() {
        for (int bad = 0; bad < 2; bad++) {
            Received<byte[], byte[]> r = received();
            Sending<byte[], byte[]> sending = producing.send(twoBecauseOf(r), true);
            for (int i = 0; i < 2; i++) {
                assertThat(i == bad ? producer.errorNext(new TimeoutException("late")) : producer.completeNext())
                        .isTrue();
            }

            assertThat(r.ticket().isFinished()).isFalse();
            assertThatThrownBy(() -> sending.result().get())
                    .hasCauseInstanceOf(TopicException.class)
                    .hasMessageContaining("cannot be sent: topic=dead, because of orders-0@0: ")
                    .hasMessageContaining("TimeoutException: late");
        }
    }

    @Test
    void aMessageInATransactionDoesNotFinishItsRecord() {
        Received<byte[], byte[]> r = received();
        Sending<byte[], byte[]> sending = producing.send(twoBecauseOf(r), false);
        assertThat(producer.completeNext()).isTrue();
        assertThat(producer.completeNext()).isTrue();

        assertThat(sending.result()).isCompleted();
        assertThat(r.ticket().isFinished()).isFalse();
    }

    /** Hunts: a header that is lost since another has its name, which Kafka allows. */
    @Test
    void aDeadLetterHasAllHeadersOfItsRecordAndWhatWasWrong() {
        Received<byte[], byte[]> r = received();
        RecordException e = new RecordException(r, "the record cannot be handled", new IllegalStateException("no"));
        Go<Option<Received<byte[], byte[]>>> sorted = DeadLetters.sorted(producing, Try.failure(e));
        producer.close(); // MockProducer: nothing is acknowledged any more
        assertThatThrownBy(() -> Broker.run(sorted)).hasMessageContaining("closed");
        assertThat(r.ticket().isFinished()).isFalse();

        MockProducer<byte[], byte[]> other =
                new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
        Producing<byte[], byte[]> to = Broker.producing("Kafka.deadLetters", "dead", other);
        assertThat(Broker.run(DeadLetters.<byte[], byte[]>sorted(to, Try.failure(e))))
                .isEmpty();
        assertThat(r.ticket().isFinished()).isTrue();
        assertThat(other.history().get(0).value()).isEqualTo(bytes("v"));
        assertThat(other.history().get(0).headers())
                .extracting(h -> h.key() + "=" + new String(h.value(), StandardCharsets.UTF_8))
                .containsExactly(
                        "via=a",
                        "via=b",
                        "gondola-topic=orders",
                        "gondola-partition=0",
                        "gondola-offset=0",
                        "gondola-error=java.lang.IllegalStateException: no");
    }

    @Test
    void aHandlerIsTriedAsOftenAsItsRetrySaysAndItsLastFailureIsTheRecords() {
        AtomicInteger tries = new AtomicInteger();
        Try<Received<byte[], Object>> result = Broker.run(Kafka.<byte[], byte[], Object>handling(
                        Retry.times(2).backoff(Duration.ofMillis(1), Duration.ofMillis(2)),
                        r -> Go.panic("no " + tries.incrementAndGet()))
                .unchecked()
                .apply(Try.success(received())));

        assertThat(tries).hasValue(3);
        assertThat(result.getCause())
                .isInstanceOf(RecordException.class)
                .hasMessageStartingWith("the record cannot be handled: orders-0@0: ")
                .hasMessageContaining("no 3");
    }
}
