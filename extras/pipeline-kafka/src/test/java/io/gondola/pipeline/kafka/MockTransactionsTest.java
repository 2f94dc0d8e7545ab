package io.gondola.pipeline.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vavr.collection.Seq;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is in a transaction, and what becomes of one that fails, with Kafka's mock producer. */
@SuppressWarnings("NullAway") // what is looked for is there
class MockTransactionsTest {
    private static final TopicPartition PARTITION = new TopicPartition("orders", 0);

    private final FixedGroup group = new FixedGroup(true);
    private final Lane lane = new Lane(PARTITION, 5, group);
    private final Mock producer = new Mock();
    private Transactions<String, String> transactions;

    /** Refuses the offsets of the first transactions, as a group does that is being rebalanced. */
    private static class Mock extends MockProducer<String, String> {
        final List<ConsumerGroupMetadata> metadata = new ArrayList<>();
        Runnable refused = () -> {};
        int refusals;
        int aborts;

        Mock() {
            super(true, null, new StringSerializer(), new StringSerializer());
        }

        @Override
        public void sendOffsetsToTransaction(Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata of) {
            if (refusals-- > 0) {
                refused.run();
                throw new CommitFailedException("the group is being rebalanced");
            }
            metadata.add(of);
            super.sendOffsetsToTransaction(offsets, of);
        }

        @Override
        public void abortTransaction() {
            aborts++;
            super.abortTransaction();
        }
    }

    @BeforeEach
    void begin() {
        producer.initTransactions();
        transactions = new Transactions<>(producing());
    }

    private Producing<String, String> producing() {
        return Broker.producing("Kafka.transactions", "bills", producer);
    }

    private Received<String, String> received(long offset) {
        Ticket t = lane.take(offset);
        assertThat(t.begin()).isTrue();
        byte[] bytes = ("v" + offset).getBytes(StandardCharsets.UTF_8);
        return new Received<>(new ConsumerRecord<>("orders", 0, offset, null, bytes), t, null, "v" + offset);
    }

    private static Outgoing<String, String> copied(Received<String, String> r) {
        return r.sends(Message.of(r.key(), r.value()));
    }

    @SafeVarargs
    @SuppressWarnings("varargs") // it is only read
    private final Seq<Sent<String, String>> run(Outgoing<String, String>... batch) throws InterruptedException {
        return transactions.run(List.of(batch));
    }

    private List<String> values() {
        return producer.history().stream().map(ProducerRecord::value).toList();
    }

    /** The offsets that each transaction has committed. */
    private List<Long> offsets() {
        return producer.consumerGroupOffsetsHistory().stream()
                .map(g -> g.get("g").get(PARTITION).offset())
                .toList();
    }

    /** Hunts: an offset that says of a record that its messages are out, while they are still to come. */
    @Test
    void messagesWaitUntilThoseOfAllRecordsBeforeThemHaveCome() throws Exception {
        Received<String, String> first = received(0);
        Received<String, String> second = received(1);
        Received<String, String> third = received(2);

        assertThat(run(copied(third))).isEmpty();
        assertThat(run(copied(second))).isEmpty();
        assertThat(producer.commitCount()).isZero();
        assertThat(transactions).hasToString("transactions of bills: held=2");
        assertThat(run(copied(first))).hasSize(3);
        assertThat(transactions)
                .as("what was committed is kept no longer")
                .hasToString("transactions of bills: held=0");

        assertThat(values()).containsExactly("v0", "v1", "v2");
        assertThat(offsets()).containsExactly(3L);
        assertThat(producer.metadata)
                .extracting(ConsumerGroupMetadata::generationId)
                .containsExactly(7);
        assertThat(third.ticket().isFinished()).isTrue();
    }

    /** Hunts: a record behind the last transaction that is not followed because it had not yet come by then. */
    @Test
    void theNextTransactionFollowsOnTheOneBefore() throws Exception {
        run(copied(received(0)));
        run(copied(received(1)));
        Received<String, String> third = received(5);
        Received<String, String> fourth = received(6);
        run(copied(fourth));
        run(copied(third));

        assertThat(values()).containsExactly("v0", "v1", "v5", "v6");
        assertThat(offsets()).containsExactly(1L, 2L, 7L);
    }

    /** Hunts: a record that is done, and not delivered again, although its transaction was not committed. */
    @Test
    void aTransactionThatCannotBeCommittedIsAbortedAndItsRecordsAreNotDone() {
        Received<String, String> first = received(0);
        producer.commitTransactionException = new KafkaException("no");

        assertThatThrownBy(() -> run(copied(first)))
                .isInstanceOf(TopicException.class)
                .hasMessageStartingWith("bills cannot be written in a transaction: ")
                .hasMessageEndingWith(": no; bootstrap.servers=mock");
        assertThat(producer.aborts).isOne();
        assertThat(first.ticket().isFinished()).isFalse();
        assertThat(values()).isEmpty();
    }

    @Test
    void aMessageThatCannotBeSentAbortsTheTransactionAndIsNamed() {
        Received<String, String> first = received(0);
        producer.sendException = new RecordTooLargeException("too large");

        assertThatThrownBy(() -> run(copied(first)))
                .isInstanceOf(TopicException.class)
                .hasMessageStartingWith("message of key null cannot be sent: topic=bills, because of orders-0@0: ");
        assertThat(producer.aborts).isOne();
        assertThat(first.ticket().isFinished()).isFalse();
    }

    /** Hunts: a failure that is laid at the door of a message which fails only because its transaction does. */
    @Test
    void theMessageIsNamedThatHasFailedFirst() {
        Mock slow = new Mock() {
            private final List<Callback> earlier = new ArrayList<>();

            @Override
            public synchronized Future<RecordMetadata> send(ProducerRecord<String, String> r, Callback callback) {
                if (!r.value().equals("v2")) {
                    earlier.add(callback);
                    return null;
                }
                callback.onCompletion(null, new RecordTooLargeException("too large"));
                earlier.forEach(c -> c.onCompletion(null, new RecordTooLargeException("too large")));
                return null;
            }
        };
        slow.initTransactions();
        Transactions<String, String> with = new Transactions<>(Broker.producing("Kafka.transactions", "bills", slow));

        assertThatThrownBy(() -> with.run(List.of(copied(received(0)), copied(received(1)), copied(received(2)))))
                .hasMessageContaining("because of orders-0@2: ");
    }

    /** Hunts: messages that are seen twice, or never, because their transaction met a rebalance. */
    @Test
    void refusedTransactionsAreAbortedAndRepeated() throws Exception {
        producer.refusals = 2;

        assertThat(run(copied(received(0)))).hasSize(1);
        assertThat(producer.aborts).isEqualTo(2);
        assertThat(values()).containsExactly("v0");
        assertThat(offsets()).containsExactly(1L);
    }

    @Test
    void refusedRecordsOfALostPartitionAreLeftToItsNextOwner() throws Exception {
        Received<String, String> first = received(0);
        producer.refusals = 1000;
        producer.refused = lane::revoke;

        assertThat(run(copied(first))).isEmpty();
        assertThat(producer.aborts).isOne();
        assertThat(producer.commitCount()).isZero();
        assertThat(first.ticket().isFinished()).isFalse();
    }

    /** Hunts: the raw error of a producer that cannot even abort what was refused. */
    @Test
    void aRefusedTransactionThatCannotBeAbortedNamesTheTopic() {
        producer.refusals = 1;
        producer.abortTransactionException = new KafkaException("no");

        assertThatThrownBy(() -> run(copied(received(0))))
                .isInstanceOf(TopicException.class)
                .hasMessageStartingWith("bills cannot be written in a transaction: ");
    }

    /** Hunts: a member that has lost a partition, and commits it with the generation it has got since. */
    @Test
    void theGenerationIsReadBeforeTheLanesAreAsked() throws Exception {
        group.beforeMetadata = lane::revoke;

        assertThat(run(copied(received(0)))).isEmpty();
        assertThat(producer.commitCount()).isZero();
    }

    /** Hunts: an abort by a producer that is fenced already: it would hide why. */
    @Test
    void aFencedProducerFailsAndDoesNotAbort() {
        Received<String, String> first = received(0);
        producer.sendOffsetsToTransactionException = new ProducerFencedException("another has the id");

        assertThatThrownBy(() -> run(copied(first)))
                .isInstanceOf(TopicException.class)
                .hasMessageContaining("ProducerFencedException: another has the id");
        assertThat(producer.aborts).isZero();
        assertThat(first.ticket().isFinished()).isFalse();
    }

    @Test
    void anInterruptAbortsAndIsNotKept() {
        producer.flushException = new InterruptException("cancelled");

        assertThatThrownBy(() -> run(copied(received(0)))).isInstanceOf(InterruptException.class);
        assertThat(producer.aborts).isOne();
        assertThat(Thread.interrupted()).isFalse();
    }

    /** Hunts: records that went to the dead letters, committed only when a message comes behind them. */
    @Test
    void recordsDoneElsewhereAreCommittedWithoutMessages() throws Exception {
        run(copied(received(0)));
        received(1).done();
        Received<String, String> third = received(2);
        assertThat(run(copied(received(3)))).isEmpty();
        assertThat(offsets()).containsExactly(1L, 2L);

        run(copied(third));
        assertThat(offsets()).containsExactly(1L, 2L, 4L);
        assertThat(lane.advance())
                .as("nothing is left for the source to commit")
                .isFalse();
    }

    /** Hunts: a second sink of the same source that waits without a word for the records of the first. */
    @Test
    void recordsOfASourceThatComeToSeveralTransactionsAreRefused() throws Exception {
        run(copied(received(0)));

        assertThatThrownBy(() -> new Transactions<>(producing()).run(List.of(copied(received(1)))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "records of orders-0 come to several transactions; all of a source's must come to the same");
    }

    @Test
    void messagesThatAreSentBecauseOfNoRecordNeedNoOffsets() throws Exception {
        assertThat(run(Outgoing.of("k", "free"))).hasSize(1);
        assertThat(run(Outgoing.of("k", "free again"))).hasSize(1);

        assertThat(values()).containsExactly("free", "free again");
        assertThat(producer.consumerGroupOffsetsHistory()).isEmpty();
    }
}
