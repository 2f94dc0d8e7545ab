package io.gondola.pipeline.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gondola.dsl.Go;
import io.gondola.pipeline.Pipeline;
import io.gondola.pipeline.PipelineException;
import io.gondola.pipeline.Retry;
import io.vavr.collection.Seq;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/** What is sent, and what is done because of it. */
@SuppressWarnings("NullAway") // what is looked for is there
class SinkTest {
    private static final Broker BROKER = Broker.shared();
    private static final Duration LONG = Duration.ofSeconds(20);

    private final String group = Broker.name("group");

    private ProducerSettings<byte[], byte[]> raw() {
        return ProducerSettings.of(BROKER.servers(), new ByteArraySerializer(), new ByteArraySerializer());
    }

    @Test
    void acknowledgementsComeInOrderWithTheirPlaces() throws Exception {
        String to = BROKER.topic("numbers", 1);

        Seq<Long> offsets = Broker.run(Pipeline.range(0, 500)
                .map(i -> Outgoing.of("k" + i, "" + i))
                .through(Kafka.sink(BROKER.sender().inFlight(50), to))
                .map(s -> s.places().head().offset())
                .toList());

        assertThat(offsets).isEqualTo(io.vavr.collection.Vector.range(0L, 500L));
        assertThat(BROKER.read(to, 500, LONG))
                .extracting(ConsumerRecord::value)
                .startsWith("0", "1")
                .hasSize(500);
    }

    @Test
    void aRecordIsDoneWhenAllItsMessagesAreAcknowledged() throws Exception {
        String from = BROKER.topic("orders", 1);
        String to = BROKER.topic("bills", 2);
        BROKER.fill(from, 1, 10, 10);

        Broker.run(Kafka.source(BROKER.consumer(group), from)
                .take(10)
                .map(r -> r.offset() % 2 == 0
                        ? r.<String, String>sends()
                        : r.sends(
                                Message.of(r.key(), "a" + r.value()),
                                Message.of(r.key(), "b" + r.value()).header("h", "x")))
                .through(Kafka.sink(BROKER.sender(), to))
                .drain());

        assertThat(BROKER.committed(group, from, 0)).isEqualTo(10);
        assertThat(BROKER.read(to, 10, LONG))
                .extracting(ConsumerRecord::value)
                .containsExactlyInAnyOrder("a1", "b1", "a3", "b3", "a5", "b5", "a7", "b7", "a9", "b9");
    }

    private static final class Closeable extends StringSerializer {
        private volatile boolean closed;

        @Override
        public byte[] serialize(String topic, String text) {
            if (closed) {
                throw new IllegalStateException("closed");
            }
            return super.serialize(topic, text);
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    /** Hunts: a second run, or a second sink of the same settings, whose serializers the first one has closed. */
    @Test
    void theSerializersAreStillGoodForTheNextRun() throws Exception {
        String to = BROKER.topic("numbers", 1);
        Go<Seq<Sent<String, String>>> run = Pipeline.of(Outgoing.of("k", "v"))
                .through(Kafka.sink(ProducerSettings.of(BROKER.servers(), new Closeable(), new Closeable()), to))
                .toList();

        assertThat(Broker.run(run)).hasSize(1);
        assertThat(Broker.run(run)).hasSize(1);
    }

    @Test
    void itIsDrawnWithWhatIsAbove() {
        assertThat(Kafka.source(BROKER.consumer(group), "orders")
                        .map(r -> r.sends(Message.of(r.key(), r.value())))
                        .through(Kafka.sink(BROKER.sender(), "bills"))
                        .map(s -> s)
                        .explain())
                .isEqualTo("Kafka.sink(bills) → map\n└─ Kafka.source(orders) → map\n");
    }

    @Test
    void recordsThatFailForGoodGoToTheDeadLettersAndAreDone() throws Exception {
        String from = BROKER.topic("orders", 1);
        String dead = BROKER.topic("dead", 1);
        BROKER.fill(from, 1, 6, 2);
        Map<String, AtomicInteger> tries = new ConcurrentHashMap<>();

        Seq<String> good = Broker.run(Kafka.source(BROKER.consumer(group), from)
                .attempt()
                .take(6)
                .parallelByKey(
                        3,
                        Kafka::orderKey,
                        Kafka.handling(
                                Retry.times(2).backoff(Duration.ofMillis(1), Duration.ofMillis(2)),
                                r -> Go.call(() -> {
                                    int n = tries.computeIfAbsent(r.value(), v -> new AtomicInteger())
                                            .incrementAndGet();
                                    if (r.value().equals("3") || (r.value().equals("4") && n < 3)) {
                                        throw new IllegalStateException("no " + r.value());
                                    }
                                    return r.value() + "!";
                                })))
                .through(Kafka.deadLetters(raw(), dead))
                .peek(Received::done)
                .map(Received::value)
                .toList());

        assertThat(good).containsExactlyInAnyOrder("0!", "1!", "2!", "4!", "5!");
        assertThat(tries.get("3")).hasValue(3);
        assertThat(tries.get("4")).hasValue(3);
        assertThat(tries.get("5")).hasValue(1);
        assertThat(BROKER.committed(group, from, 0)).isEqualTo(6);
        List<ConsumerRecord<String, String>> letters = BROKER.read(dead, 1, LONG);
        assertThat(letters).extracting(ConsumerRecord::value).containsExactly("3");
        assertThat(letters.get(0).headers())
                .extracting(h -> h.key() + "=" + new String(h.value(), StandardCharsets.UTF_8))
                .containsExactly(
                        "gondola-topic=" + from,
                        "gondola-partition=0",
                        "gondola-offset=3",
                        "gondola-error=java.lang.IllegalStateException: no 3");
    }

    /** Hunts: a record that is done, and lost, although its topic of dead letters does not take it. */
    @Test
    void aRecordThatTheDeadLettersDoNotTakeIsNotDone() throws Exception {
        String from = BROKER.topic("orders", 1);
        String dead = BROKER.topic("dead", 1);
        BROKER.fill(from, 1, 3, 1);

        assertThatThrownBy(() -> Broker.run(Kafka.source(BROKER.consumer(group), from)
                        .attempt()
                        .mapGo(Kafka.handling(Retry.times(1), r -> r.offset() == 1 ? Go.panic("no") : Go.unit()))
                        .through(Kafka.deadLetters(raw().property("max.request.size", 10), dead))
                        .peek(Received::done)
                        .drain()))
                .isInstanceOf(PipelineException.class)
                .hasMessageContaining("RecordTooLargeException")
                .hasMessageContaining(from + "-0@1");
        assertThat(BROKER.committed(group, from, 0)).isEqualTo(1);
    }
}
