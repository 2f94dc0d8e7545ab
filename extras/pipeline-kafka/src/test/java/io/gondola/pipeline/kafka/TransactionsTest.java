package io.gondola.pipeline.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gondola.dsl.Go;
import io.gondola.pipeline.Pipeline;
import io.gondola.pipeline.PipelineException;
import io.gondola.pipeline.Retry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/** Messages and offsets become visible together, or not at all. */
class TransactionsTest {
    private static final Broker BROKER = Broker.shared();
    private static final Duration LONG = Duration.ofSeconds(20);

    private final String group = Broker.name("group");

    private ConsumerSettings<String, String> consumer() {
        return BROKER.consumer(group).transactional();
    }

    private ProducerSettings<String, String> sender() {
        return BROKER.sender().transactionalId(group).transactionOf(7, Duration.ofMillis(20));
    }

    private static Outgoing<String, String> copied(Received<String, String> r) {
        return r.sends(Message.of(r.key(), r.value()));
    }

    @Test
    void eachRecordIsCopiedOnceInWhateverOrderTheyAreReady() throws Exception {
        String from = BROKER.topic("in", 2);
        String to = BROKER.topic("out", 1);
        BROKER.fill(from, 2, 60, 60);

        Broker.run(Kafka.source(consumer(), from)
                .take(60)
                .parallelUnordered(
                        5, r -> Go.sleep(Duration.ofMillis(r.offset() % 5)).as(copied(r)))
                .through(Kafka.transactions(sender(), to))
                .drain());

        assertThat(BROKER.read(to, 60, LONG))
                .extracting(ConsumerRecord::value)
                .doesNotHaveDuplicates()
                .hasSize(60);
        assertThat(BROKER.committed(group, from, 0) + BROKER.committed(group, from, 1))
                .isEqualTo(60);
    }

    /** Hunts: messages of a transaction that failed, seen; or a record that is copied twice, or never, after that. */
    @Test
    void afterAFailureInTheMiddleTheNextRunGoesOnWhereTheLastTransactionEnded() throws Exception {
        String from = BROKER.topic("in", 1);
        String to = BROKER.topic("out", 1);
        BROKER.fill(from, 1, 40, 40);
        AtomicInteger runs = new AtomicInteger();
        Pipeline<Outgoing<String, String>> fails = Pipeline.concat(Pipeline.of(runs))
                .flatMap(x -> {
                    int run = x.incrementAndGet();
                    return Kafka.source(consumer(), from).map(r -> {
                        if (run < 4 && r.offset() == 10L * run) {
                            throw new IllegalStateException("run " + run);
                        }
                        return copied(r);
                    });
                });

        Broker.run(fails.through(Kafka.transactions(sender(), to))
                .retry(Retry.times(5))
                .takeWhile(s -> s.outgoing().cause().get().offset() < 39)
                .drain());

        assertThat(runs).hasValue(4);
        assertThat(BROKER.read(to, 40, LONG))
                .extracting(ConsumerRecord::value)
                .containsExactlyElementsOf(io.vavr.collection.List.range(0, 40).map(i -> "" + i));
    }

    @Test
    void aTransactionThatCannotBeSentIsNotSeenAndCommitsNothing() throws Exception {
        String from = BROKER.topic("in", 1);
        String to = BROKER.topic("out", 1);
        BROKER.fill(from, 1, 20, 20);

        assertThatThrownBy(() -> Broker.run(Kafka.source(consumer(), from)
                        .map(r -> r.sends(Message.of(r.key(), r.offset() == 9 ? "x".repeat(2000) : r.value())))
                        .through(Kafka.transactions(
                                sender().property("max.request.size", 1000).transactionOf(20, Duration.ofSeconds(1)),
                                to))
                        .drain()))
                .isInstanceOf(PipelineException.class)
                .hasMessageContaining("because of " + from + "-0@9")
                .hasMessageContaining("RecordTooLargeException");
        assertThat(BROKER.committed(group, from, 0)).isEqualTo(-1);
        assertThat(BROKER.read(to, 1, Duration.ofMillis(500))).isEmpty();
    }

    /** Hunts: a process that was taken for dead, and still commits. */
    @Test
    void aProducerWhoseIdAnotherHasTakenIsFenced() throws Exception {
        String from = BROKER.topic("in", 1);
        String to = BROKER.topic("out", 1);
        BROKER.fill(from, 1, 20, 20);
        String other = BROKER.topic("other", 1);

        assertThatThrownBy(() -> Broker.run(Kafka.source(consumer(), from)
                        .mapGo(r -> r.offset() != 10
                                ? Go.pure(copied(r))
                                : Pipeline.of(Outgoing.of("k", "v"))
                                        .through(Kafka.transactions(sender(), other))
                                        .drain()
                                        .as(copied(r)))
                        .through(Kafka.transactions(sender(), to))
                        .drain()))
                .isInstanceOf(PipelineException.class)
                // what the brokers say depends on what they were asked when the other one came
                .hasMessageMatching(
                        "(?s).*(ProducerFencedException|InvalidProducerEpochException|error in EndTxnResponse).*");
        List<ConsumerRecord<String, String>> seen = BROKER.read(to, 20, Duration.ofMillis(500));
        assertThat(BROKER.committed(group, from, 0)).isEqualTo(seen.isEmpty() ? -1 : seen.size());
    }

    @Test
    void aRecordThatWasDoneElsewhereHoldsUpNothing() throws Exception {
        String from = BROKER.topic("in", 1);
        String to = BROKER.topic("out", 1);
        BROKER.fill(from, 1, 10, 10);

        Broker.run(Kafka.source(consumer(), from)
                .take(10)
                .peek(r -> {
                    if (r.offset() == 3) {
                        r.done();
                    }
                })
                .filter(r -> r.offset() != 3)
                .map(TransactionsTest::copied)
                .through(Kafka.transactions(sender(), to))
                .drain());

        assertThat(BROKER.read(to, 9, LONG))
                .extracting(ConsumerRecord::value)
                .hasSize(9)
                .doesNotContain("3");
        assertThat(BROKER.committed(group, from, 0)).isEqualTo(10);
    }
}
