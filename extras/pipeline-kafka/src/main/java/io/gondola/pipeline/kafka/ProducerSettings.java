package io.gondola.pipeline.kafka;

import io.gondola.dsl.annotation.CheckReturnValue;
import io.vavr.collection.LinkedHashMap;
import io.vavr.collection.Map;
import io.vavr.collection.Set;
import java.time.Duration;
import java.util.HashMap;
import org.apache.kafka.common.serialization.Serializer;

/**
 * How a {@linkplain Kafka#sink sink} produces. Immutable.
 *
 * <pre>{@code
 * ProducerSettings<String, Long> settings = ProducerSettings
 *         .of("localhost:9092", new StringSerializer(), new LongSerializer())
 *         .property("compression.type", "zstd");
 * }</pre>
 *
 * <p>Kafka's own properties are as in its documentation: records are sent in batches, {@code batch.size} and
 * {@code linger.ms}, and are acknowledged by all replicas in sync. Where nothing is compressed, {@code batch.size} and
 * {@code max.request.size} are no more than the {@code max.message.bytes} of the topic, if that may be looked up.
 * Serializers are called in blocking code, and are not closed.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
@CheckReturnValue
public final class ProducerSettings<K, V> {
    private static final Set<String> OWN = io.vavr.collection.HashSet.of(
            "bootstrap.servers", "key.serializer", "value.serializer", "transactional.id", "max.block.ms");
    private static final Duration BATCH_WITHIN = Duration.ofMillis(100);
    private static final Duration START_WITHIN = Duration.ofSeconds(10);
    private static final int IN_FLIGHT = 1000;
    private static final int BATCH = 1000;

    private final Serializer<K> keys;
    private final Serializer<V> values;
    private final Map<String, Object> properties;

    private ProducerSettings(Serializer<K> keys, Serializer<V> values, Map<String, Object> properties) {
        this.keys = keys;
        this.values = values;
        this.properties = properties;
    }

    /**
     * With the other settings as each method says.
     *
     * @param servers {@code host:port}, several with commas between them
     * @throws IllegalArgumentException {@code servers must not be blank: ""}
     */
    public static <K, V> ProducerSettings<K, V> of(String servers, Serializer<K> keys, Serializer<V> values) {
        return new ProducerSettings<>(
                Checks.given(keys, "keys"),
                Checks.given(values, "values"),
                LinkedHashMap.of("bootstrap.servers", Checks.notBlank(servers, "servers")));
    }

    private ProducerSettings<K, V> put(String name, Object value) {
        return new ProducerSettings<>(keys, values, properties.put(name, value));
    }

    /**
     * One of Kafka's own properties.
     *
     * @throws IllegalArgumentException {@code name must be none that the sink sets itself: transactional.id}
     */
    public ProducerSettings<K, V> property(String name, Object value) {
        if (OWN.contains(Checks.notBlank(name, "name")) || name.startsWith("gondola.")) {
            throw new IllegalArgumentException("name must be none that the sink sets itself: " + name);
        }
        return put(name, Checks.given(value, "value"));
    }

    /**
     * How many elements may be on their way to the broker: 1000 if not set. To send more the sink waits for the
     * acknowledgement of the first.
     *
     * @throws IllegalArgumentException {@code n must be positive: 0}
     */
    public ProducerSettings<K, V> inFlight(int n) {
        return put("gondola.in.flight", Checks.positive(n, "n"));
    }

    /**
     * For {@link Kafka#transactions}: an id that no other running process uses, and that a process had best use again
     * when it is started again. The transactions that a producer of the same id left open are aborted, and that
     * producer can commit none any more.
     *
     * @throws IllegalArgumentException {@code id must not be blank: ""}
     */
    public ProducerSettings<K, V> transactionalId(String id) {
        return put("transactional.id", Checks.notBlank(id, "id"));
    }

    /**
     * For {@link Kafka#transactions}: a transaction has up to {@code n} elements, and those that come within
     * {@code within} of the first. 1000 and 100 milliseconds if not set.
     *
     * @throws IllegalArgumentException {@code n must be positive: 0}, {@code within must not be negative: PT-1S}
     */
    public ProducerSettings<K, V> transactionOf(int n, Duration within) {
        return put("gondola.batch", Checks.positive(n, "n"))
                .put("gondola.batch.within", Checks.notNegative(within, "within"));
    }

    /**
     * How long one call of the producer may wait: for brokers that have gone away, for room in the producer's memory,
     * for a transaction to be committed. A minute if not set. It is how long the closing of the producer may take, too.
     *
     * @throws IllegalArgumentException {@code time must be positive: PT0S}
     */
    public ProducerSettings<K, V> waitAtMost(Duration time) {
        return put("max.block.ms", Math.max(1, Checks.positive(time, "time").toMillis()));
    }

    /**
     * How long the sink waits for a broker to know its topic, when it starts: 10 seconds if not set.
     *
     * @throws IllegalArgumentException {@code time must be positive: PT0S}
     */
    public ProducerSettings<K, V> startWithin(Duration time) {
        return put("gondola.start.within", Checks.positive(time, "time"));
    }

    Duration startWithin() {
        return (Duration) properties.getOrElse("gondola.start.within", START_WITHIN);
    }

    Serializer<K> keys() {
        return new Lent<>(keys);
    }

    Serializer<V> values() {
        return new Lent<>(values);
    }

    int inFlight() {
        return (int) properties.getOrElse("gondola.in.flight", IN_FLIGHT);
    }

    int batch() {
        return (int) properties.getOrElse("gondola.batch", BATCH);
    }

    Duration batchWithin() {
        return (Duration) properties.getOrElse("gondola.batch.within", BATCH_WITHIN);
    }

    Duration waitAtMost() {
        return Duration.ofMillis((long) properties.getOrElse("max.block.ms", 60_000L));
    }

    boolean isTransactional() {
        return properties.containsKey("transactional.id");
    }

    String servers() {
        return properties.get("bootstrap.servers").get().toString();
    }

    java.util.Map<String, Object> producerProperties() {
        java.util.Map<String, Object> all = new HashMap<>(
                properties.filterKeys(k -> !k.startsWith("gondola.")).toJavaMap());
        all.put("max.block.ms", waitAtMost().toMillis());
        return all;
    }

    @Override
    public String toString() {
        return "producer at " + servers();
    }
}
