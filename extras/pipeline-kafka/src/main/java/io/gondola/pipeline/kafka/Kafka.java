package io.gondola.pipeline.kafka;

import io.gondola.dsl.Go;
import io.gondola.pipeline.Operators;
import io.gondola.pipeline.Pipeline;
import io.gondola.pipeline.Retry;
import io.vavr.CheckedFunction0;
import io.vavr.CheckedFunction1;
import io.vavr.Tuple;
import io.vavr.Tuple2;
import io.vavr.control.Try;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Topics of Apache Kafka as sources and sinks of pipelines. Groups, partitions, rebalancing and storage are Kafka's.
 *
 * <pre>{@code
 * Go<Unit> billing = Kafka.source(consumer, "orders")
 *         .parallelByKey(8, Received::orderKey, order -> bill(order.value()).map(order::withValue))
 *         .map(bill -> bill.sends(Message.of(bill.key(), bill.value())))
 *         .through(Kafka.sink(producer, "bills"))          // an order is done when its bill is acknowledged
 *         .drain();
 * }</pre>
 *
 * <p><b>At least once.</b> The offset of a record is committed when it and all before it in its partition are
 * {@linkplain Received#done done}, in the background and at the end. What was not done when a process died is delivered
 * again, to another member of the group. {@link #transactions} makes this exactly once, within Kafka.
 *
 * <p>What fails is named by topic, partition and offset: {@link TopicException}, {@link RecordException}.
 */
@Operators
public final class Kafka {
    private Kafka() {}

    /**
     * The records of topics, of the partitions that the group assigns to this run, in the order of each partition.
     * Without end: end it by {@link ConsumerSettings#until}, by a {@code take}, or by cancelling.
     *
     * <p>One goroutine, on a thread of its own, owns the consumer, and polls it whatever happens below: a partition of
     * which too much has come is paused, so that a slow handler does not cost the membership. When the source has ended
     * by itself, records that are being worked on are waited for, {@link ConsumerSettings#finishWithin}; so nothing
     * must wait for the end of the source before it says done, as {@code batch} without a time does. Those of a
     * pipeline of one goroutine, in which no record was ever done, are not waited for, nor are those of one that fails
     * or is cancelled, or whose {@code take} is below a boundary. Then what is done is committed, and the group is
     * left.
     *
     * <p>A record whose bytes the deserializers do not take is the failure of one element, with a
     * {@link RecordException}: {@code source(…).attempt()} makes values of them.
     *
     * <p>The source fails with a {@link TopicException} if no broker tells of a topic within
     * {@link ConsumerSettings#startWithin}, if a topic does not exist, if the consumer is not authorised, and when
     * finished records cannot be committed at the end. Brokers that stop later are waited for.
     *
     * @throws IllegalArgumentException {@code topics must not be empty}
     */
    public static <K, V> Pipeline<Received<K, V>> source(ConsumerSettings<K, V> settings, String... topics) {
        Checks.given(settings, "settings");
        Connection connection = connection("Kafka.source", settings.servers(), topics);
        return source(settings, connection, () -> consumer(settings, connection), Go.unit());
    }

    private static Consumer<byte[], byte[]> consumer(ConsumerSettings<?, ?> settings, Connection connection)
            throws InterruptedException {
        connection.check(settings.consumerProperties(), settings.options().startWithin);
        return new KafkaConsumer<>(
                settings.consumerProperties(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** {@code pause} is what the owner does after a round without records. */
    static <K, V> Pipeline<Received<K, V>> source(
            ConsumerSettings<K, V> settings,
            Connection connection,
            CheckedFunction0<? extends Consumer<byte[], byte[]>> open,
            Go<io.gondola.dsl.Unit> pause) {
        Go<Tuple2<Owner, Go<Boolean>>> start = Go.suspend(() -> {
            Owner owner = new Owner(settings.options(), connection, open, pause);
            return Go.go(connection.what(), owner.run())
                    .then(settings.options().until.afterFunc(Go.run(owner::end)))
                    .map(forget -> Tuple.of(owner, forget));
        });
        Pipeline<Received<K, V>> part =
                Pipeline.<Tuple2<Owner, Go<Boolean>>, List<Received<byte[], byte[]>>>usingAftermath(
                                start,
                                t -> Pipeline.concat(
                                        Pipeline.from(t._1.batches()).named(connection.what()),
                                        Pipeline.from(t._1::failure).named(connection.what())),
                                (t, after) -> t._2.then(t._1.stop(after)))
                        .named(connection.what())
                        .flatMapIterable(batch -> batch)
                        .filter(r -> r.ticket().begin())
                        .map(r -> deserialized(settings, r))
                        .named(connection.what());
        return Pipeline.operator("Kafka.source", "(" + connection.names() + ")", part);
    }

    private static <K, V> Received<K, V> deserialized(ConsumerSettings<K, V> settings, Received<byte[], byte[]> r) {
        try {
            @Nullable K key = deserialized(settings.keys(), r, r.key());
            @Nullable V value = deserialized(settings.values(), r, r.value());
            return new Received<>(r.raw(), r.ticket(), key, value);
        } catch (RuntimeException e) {
            throw new RecordException(r, "the record cannot be deserialized", e);
        }
    }

    private static <A> @Nullable A deserialized(Deserializer<A> to, Received<?, ?> r, byte @Nullable [] bytes) {
        return bytes == null ? null : to.deserialize(r.topic(), r.headers(), bytes);
    }

    /**
     * For {@link Pipeline#through}: sends the messages to {@code topic}, and yields them as they are acknowledged, in
     * their order. The record because of which they were sent is done then. The producer sends them in batches;
     * {@link ProducerSettings#inFlight} elements are on their way at most.
     *
     * <p>A message that cannot be sent, because it is too large say, is the failure of one element, with a
     * {@link TopicException} that names the record because of which it was sent.
     *
     * <pre>{@code
     * orders.map(o -> Outgoing.of(o.id(), o)).through(Kafka.sink(settings, "orders")).drain()
     * }</pre>
     *
     * @throws IllegalArgumentException if {@code settings} have a transactional id: see {@link #transactions}
     */
    public static <K, V> Function<Pipeline<Outgoing<K, V>>, Pipeline<Sent<K, V>>> sink(
            ProducerSettings<K, V> settings, String topic) {
        Checks.given(settings, "settings");
        Connection connection = connection("Kafka.sink", settings.servers(), topic);
        if (settings.isTransactional()) {
            throw new IllegalArgumentException("settings must have no transactional id for a sink; use transactions");
        }
        return in -> {
            Pipeline<Sent<K, V>> part = Pipeline.<Producing<K, V>, Sent<K, V>>usingCase(
                            Producing.open(connection, settings.waitAtMost(), () -> producer(settings, connection)),
                            p -> in.mapGo(o -> Go.blocking(() -> p.send(o, true)))
                                    .named(connection.what())
                                    .buffer(settings.inFlight())
                                    .mapGo(s -> Go.fromFuture(s.result()))
                                    .named(connection.what()),
                            Producing::close)
                    .named(connection.what());
            return Pipeline.operator("Kafka.sink", "(" + topic + ")", in, part);
        };
    }

    private static <K, V> Producer<K, V> producer(ProducerSettings<K, V> settings, Connection connection)
            throws InterruptedException {
        return new KafkaProducer<>(
                connection.checked(settings.producerProperties(), settings.startWithin()),
                settings.keys(),
                settings.values());
    }

    /**
     * For {@link Pipeline#through}: sends the messages to {@code topic} in transactions, which commit the offsets of
     * the records because of which they are sent, too. Both become visible together, or neither: a record whose
     * messages a consumer with {@code isolation.level=read_committed} sees is not worked on again. The settings of the
     * source above must be {@link ConsumerSettings#transactional}.
     *
     * <pre>{@code
     * Kafka.source(consumer.transactional(), "lines")
     *         .parallel(8, line -> count(line.value()).map(line::sends))
     *         .through(Kafka.transactions(producer.transactionalId("words-1"), "words"))
     *         .drain()
     * }</pre>
     *
     * <p>The records of a source come to one of these; the pipeline fails if they come to several. Messages may come in
     * any order: those of a record are sent when those of all before it in its partition are.
     * Every record must come, if only with no messages, {@code record.sends()}, or be done in another way: others of
     * its partition wait. The offset of one that was done in another way is committed with the next transaction, or
     * when its partition is taken away, or at the end. A transaction that fails is aborted and fails the pipeline;
     * nothing of it is seen, and when the pipeline runs again its records are delivered again. So does one that another
     * producer of the same transactional id has fenced. One that meets a rebalance is repeated with what still is this
     * member's.
     *
     * @throws IllegalArgumentException if {@code settings} have no {@link ProducerSettings#transactionalId}
     */
    public static <K, V> Function<Pipeline<Outgoing<K, V>>, Pipeline<Sent<K, V>>> transactions(
            ProducerSettings<K, V> settings, String topic) {
        Checks.given(settings, "settings");
        Connection connection = connection("Kafka.transactions", settings.servers(), topic);
        if (!settings.isTransactional()) {
            throw new IllegalArgumentException("settings must have a transactionalId for transactions");
        }
        return in -> {
            Pipeline<Sent<K, V>> part = Pipeline.<Producing<K, V>, Sent<K, V>>usingCase(
                            Producing.open(connection, settings.waitAtMost(), () -> {
                                Producer<K, V> p = producer(settings, connection);
                                try {
                                    p.initTransactions();
                                } catch (RuntimeException e) {
                                    p.close(Duration.ZERO);
                                    throw e;
                                }
                                return p;
                            }),
                            p -> transactions(settings, p, in),
                            Producing::close)
                    .named(connection.what());
            return Pipeline.operator("Kafka.transactions", "(" + topic + ")", in, part);
        };
    }

    private static <K, V> Pipeline<Sent<K, V>> transactions(
            ProducerSettings<K, V> settings, Producing<K, V> producing, Pipeline<Outgoing<K, V>> in) {
        Transactions<K, V> transactions = new Transactions<>(producing);
        String what = producing.connection().what();
        return in.batch(settings.batch(), settings.batchWithin())
                .mapGo(batch -> Go.blocking(() -> transactions.run(batch)))
                .named(what)
                .flatMapIterable(sent -> sent);
    }

    /**
     * A handler of records, as {@code parallelByKey} and the like want it, that runs {@code f} again after a failure as
     * {@code retry} says, with its pauses. What fails for good becomes a failed value, a {@link RecordException}, for
     * {@link #deadLetters}; what has failed above stays as it is.
     *
     * <pre>{@code
     * Kafka.source(settings, "orders").attempt()
     *         .parallelByKey(8, Kafka::orderKey,
     *                 Kafka.handling(Retry.times(3).backoff(ms(100), ms(1000)), r -> bill(r)))
     *         .through(Kafka.deadLetters(producer, "orders.dead"))
     *         .peek(Received::done)
     * }</pre>
     */
    public static <K, V, U> CheckedFunction1<Try<Received<K, V>>, Go<Try<Received<K, U>>>> handling(
            Retry retry, CheckedFunction1<? super Received<K, V>, ? extends Go<? extends U>> f) {
        return new Handling<>(Checks.given(retry, "retry"), Checks.given(f, "f"));
    }

    /** {@link Received#orderKey} of a record; of one that has failed, its partition. */
    public static Object orderKey(Try<? extends Received<?, ?>> record) {
        if (record.isSuccess()) {
            return record.get().orderKey();
        }
        return record.getCause() instanceof TopicException e ? e.topic() + "-" + e.partition() : record.getCause();
    }

    /**
     * For {@link Pipeline#through}: records that have failed, as {@link RecordException}s, go to {@code topic} as they
     * came, and are done when they are acknowledged there; the others go on. Other failures fail the pipeline. The
     * message has the key, the value and the headers of the record, and headers that say where it came from and what
     * was wrong: {@code gondola-topic}, {@code gondola-partition}, {@code gondola-offset}, {@code gondola-error}.
     */
    public static <K, V> Function<Pipeline<Try<Received<K, V>>>, Pipeline<Received<K, V>>> deadLetters(
            ProducerSettings<byte[], byte[]> settings, String topic) {
        Checks.given(settings, "settings");
        Connection connection = connection("Kafka.deadLetters", settings.servers(), topic);
        return in -> {
            Pipeline<Received<K, V>> part = Pipeline.<Producing<byte[], byte[]>, Received<K, V>>usingCase(
                            Producing.open(connection, settings.waitAtMost(), () -> producer(settings, connection)),
                            p -> in.mapGo(x -> DeadLetters.sorted(p, x))
                                    .named(connection.what())
                                    .mapOption(x -> x),
                            Producing::close)
                    .named(connection.what());
            return Pipeline.operator("Kafka.deadLetters", "(" + topic + ")", in, part);
        };
    }

    static Connection connection(String operator, String servers, String... topics) {
        if (Checks.given(topics, "topics").length == 0) {
            throw new IllegalArgumentException("topics must not be empty");
        }
        for (String topic : topics) {
            Checks.notBlank(topic, "topic");
        }
        List<String> all = List.of(topics);
        return new Connection(operator + "(" + String.join(",", all) + ")", servers, all);
    }
}
