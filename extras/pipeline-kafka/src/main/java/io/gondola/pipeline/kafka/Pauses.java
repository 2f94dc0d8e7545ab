package io.gondola.pipeline.kafka;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;

/**
 * Which partitions a user wants nothing of for the time being: a source that was given this by
 * {@link ConsumerSettings#pauses} fetches nothing of them until they are resumed, however empty its buffer. Records
 * that it has already go on. They stay paused when the group is rebalanced. Any thread.
 *
 * <pre>{@code
 * Pauses pauses = new Pauses();
 * Pipeline<Received<String, Order>> orders = Kafka.source(settings.pauses(pauses), "orders");
 * pauses.pause("orders", 3);
 * }</pre>
 */
public final class Pauses {
    private final Set<TopicPartition> paused = ConcurrentHashMap.newKeySet();

    /** Nothing is paused. */
    public Pauses() {}

    /**
     * From now on nothing of this partition is wanted.
     *
     * @throws NullPointerException if {@code topic} is null
     * @throws IllegalArgumentException {@code partition must not be negative: -1}
     */
    public void pause(String topic, int partition) {
        paused.add(at(topic, partition));
    }

    /**
     * Takes {@link #pause} back.
     *
     * @throws NullPointerException if {@code topic} is null
     * @throws IllegalArgumentException {@code partition must not be negative: -1}
     */
    public void resume(String topic, int partition) {
        paused.remove(at(topic, partition));
    }

    boolean isPaused(TopicPartition partition) {
        return paused.contains(partition);
    }

    private static TopicPartition at(String topic, int partition) {
        return new TopicPartition(Checks.given(topic, "topic"), Checks.notNegative(partition, "partition"));
    }

    @Override
    public String toString() {
        return "paused " + paused;
    }
}
