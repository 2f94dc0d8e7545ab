package io.gondola.pipeline.kafka;

import io.gondola.context.Context;
import io.gondola.dsl.annotation.CheckReturnValue;
import io.vavr.collection.LinkedHashMap;
import io.vavr.collection.Map;
import io.vavr.collection.Set;
import java.time.Duration;
import java.util.HashMap;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * How a {@linkplain Kafka#source source} consumes. Immutable.
 *
 * <pre>{@code
 * ConsumerSettings<String, String> settings = ConsumerSettings
 *         .of("localhost:9092", "billing", new StringDeserializer(), new StringDeserializer())
 *         .property("max.poll.records", 200)
 *         .onRevoke(OnRevoke.FINISH);
 * }</pre>
 *
 * <p>Kafka's own properties are as in its documentation, with other defaults for these: {@code auto.offset.reset} is
 * {@code earliest}, {@code allow.auto.create.topics} is {@code false}, and partitions are assigned by the
 * {@code CooperativeStickyAssignor} or, with {@code group.protocol=consumer}, by the brokers. Deserializers are called
 * by one goroutine of each run, not in blocking code.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
@CheckReturnValue
public final class ConsumerSettings<K, V> {
    private static final String ASSIGNMENT = "partition.assignment.strategy";
    private static final Set<String> OWN = io.vavr.collection.HashSet.of(
            "bootstrap.servers", "group.id", "enable.auto.commit", "key.deserializer", "value.deserializer");
    private static final Map<String, Object> DEFAULTS = LinkedHashMap.of(
            "auto.offset.reset",
            "earliest",
            "allow.auto.create.topics",
            "false",
            ASSIGNMENT,
            "org.apache.kafka.clients.consumer.CooperativeStickyAssignor");

    private final Deserializer<K> keys;
    private final Deserializer<V> values;
    private final Map<String, Object> properties;
    private final Options options;

    private ConsumerSettings(
            Deserializer<K> keys, Deserializer<V> values, Map<String, Object> properties, Options options) {
        this.keys = keys;
        this.values = values;
        this.properties = properties;
        this.options = options;
    }

    /**
     * For a member of {@code group}, with the other settings as each method says.
     *
     * @param servers {@code host:port}, several with commas between them
     * @throws IllegalArgumentException {@code group must not be blank: ""}
     */
    public static <K, V> ConsumerSettings<K, V> of(
            String servers, String group, Deserializer<K> keys, Deserializer<V> values) {
        return new ConsumerSettings<>(
                Checks.given(keys, "keys"),
                Checks.given(values, "values"),
                DEFAULTS.put("bootstrap.servers", Checks.notBlank(servers, "servers"))
                        .put("group.id", Checks.notBlank(group, "group")),
                new Options());
    }

    private ConsumerSettings<K, V> with(Consumer<Options> change) {
        Options changed = new Options(options);
        change.accept(changed);
        return new ConsumerSettings<>(keys, values, properties, changed);
    }

    /**
     * One of Kafka's own properties.
     *
     * @throws IllegalArgumentException {@code name must be none that the source sets itself: group.id}
     */
    public ConsumerSettings<K, V> property(String name, Object value) {
        if (OWN.contains(Checks.notBlank(name, "name"))) {
            throw new IllegalArgumentException("name must be none that the source sets itself: " + name);
        }
        return new ConsumerSettings<>(keys, values, properties.put(name, Checks.given(value, "value")), options);
    }

    /**
     * A partition of which this many records were received that nobody has begun with is paused until it is half as
     * many. What one poll brings comes on top: {@code max.poll.records}. 1000 if not set.
     *
     * @throws IllegalArgumentException {@code records must be positive: 0}
     */
    public ConsumerSettings<K, V> buffer(int records) {
        return with(o -> o.buffer = Checks.positive(records, "records"));
    }

    /**
     * A partition of which this many records have come from the first unfinished one on is paused until it is half as
     * many: so a record that is stuck holds up its partition, and after a crash no more than these are delivered again,
     * beside what one poll brings. 10000 if not set.
     *
     * @throws IllegalArgumentException {@code records must be positive: 0}
     */
    public ConsumerSettings<K, V> maxGap(int records) {
        return with(o -> o.maxGap = Checks.positive(records, "records"));
    }

    /**
     * How often offsets are committed in the background, if there are new ones; they are at the end, too. A second if
     * not set.
     *
     * @throws IllegalArgumentException {@code period must be positive: PT0S}
     */
    public ConsumerSettings<K, V> commitEvery(Duration period) {
        return with(o -> o.commitEvery = Checks.positive(period, "period"));
    }

    /**
     * When the first unfinished record of a partition has been worked on, and has held up the others, for longer than
     * this, the note of the meter {@code name} names it, and the log, once. 30 seconds and the meter
     * {@code Kafka.source(orders)}, with the source's topics, if not set.
     *
     * @throws IllegalArgumentException {@code time must be positive: PT0S}
     */
    public ConsumerSettings<K, V> stuckAfter(Duration time, String name) {
        return with(o -> {
            o.stuckAfter = Checks.positive(time, "time");
            o.meter = Checks.notBlank(name, "name");
        });
    }

    /** What becomes of records that are being worked on when their partition is taken away: they finish if not set. */
    public ConsumerSettings<K, V> onRevoke(OnRevoke policy) {
        return with(o -> o.onRevoke = Checks.given(policy, "policy"));
    }

    /**
     * How long records that are being worked on are waited for: when their partition is taken away, and at the end of
     * the source. Less than {@code max.poll.interval.ms}. 30 seconds if not set.
     *
     * @throws IllegalArgumentException {@code time must not be negative: PT-1S}
     */
    public ConsumerSettings<K, V> finishWithin(Duration time) {
        return with(o -> o.finishWithin = Checks.notNegative(time, "time"));
    }

    /**
     * How long the source waits for a broker to know its topics, when it starts: 10 seconds if not set. Later it waits
     * for brokers as long as they are gone.
     *
     * @throws IllegalArgumentException {@code time must be positive: PT0S}
     */
    public ConsumerSettings<K, V> startWithin(Duration time) {
        return with(o -> o.startWithin = Checks.positive(time, "time"));
    }

    /**
     * How long the last commit and the leaving of the group may take, each, at the end or when the pipeline is
     * cancelled: 10 seconds if not set.
     *
     * @throws IllegalArgumentException {@code time must be positive: PT0S}
     */
    public ConsumerSettings<K, V> closeWithin(Duration time) {
        return with(o -> o.closeWithin = Checks.positive(time, "time"));
    }

    /** Which partitions the user wants nothing of, from time to time. */
    public ConsumerSettings<K, V> pauses(Pauses pauses) {
        return with(o -> o.pauses = Checks.given(pauses, "pauses"));
    }

    /**
     * The source ends when {@code ctx} does, as if the topics had ended there: what is being worked on is finished, and
     * committed. So a service that is to stop cancels this context, and not the pipeline.
     */
    public ConsumerSettings<K, V> until(Context ctx) {
        Checks.given(ctx, "ctx");
        return with(o -> o.until = ctx);
    }

    /**
     * Told which partitions are assigned whenever that has changed, on the consumer's thread: it must not wait, for
     * meanwhile the group does.
     */
    public ConsumerSettings<K, V> onAssignment(Consumer<? super Set<TopicPartition>> told) {
        return with(o -> o.assigned = Checks.given(told, "told"));
    }

    /**
     * For a source above {@link Kafka#transactions}: these commit the offsets, the source does not, and it reads what
     * was committed only.
     */
    public ConsumerSettings<K, V> transactional() {
        return with(o -> o.transactional = true);
    }

    Deserializer<K> keys() {
        return keys;
    }

    Deserializer<V> values() {
        return values;
    }

    Options options() {
        return options;
    }

    String servers() {
        return properties.get("bootstrap.servers").get().toString();
    }

    java.util.Map<String, Object> consumerProperties() {
        java.util.Map<String, Object> all = new HashMap<>(properties.toJavaMap());
        all.put("enable.auto.commit", "false");
        if (options.transactional) {
            all.put("isolation.level", "read_committed");
        }
        if ("consumer".equalsIgnoreCase(String.valueOf(all.get("group.protocol")))) { // its brokers assign
            var unused = all.remove(ASSIGNMENT, DEFAULTS.get(ASSIGNMENT).get());
        }
        return all;
    }

    @Override
    public String toString() {
        return "consumer of group " + properties.get("group.id").get() + " at " + servers();
    }
}
