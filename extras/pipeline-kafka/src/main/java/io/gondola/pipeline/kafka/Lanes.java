package io.gondola.pipeline.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** The lanes of the partitions that are assigned. The owner's. */
final class Lanes {
    private final Map<TopicPartition, Lane> byPartition = new LinkedHashMap<>();
    private final Options options;
    private final Group group;

    Lanes(Options options, Group group) {
        this.options = options;
        this.group = group;
    }

    void add(Collection<TopicPartition> partitions) {
        for (TopicPartition p : partitions) {
            byPartition.put(p, new Lane(p, options.buffer / 2, group));
        }
    }

    /** Those of {@code partitions}; nobody begins with their records any more. */
    List<Lane> withoutWaiting(Collection<TopicPartition> partitions) {
        List<Lane> some = new ArrayList<>();
        for (TopicPartition p : partitions) {
            Lane lane = byPartition.get(p);
            if (lane != null) {
                lane.dropWaiting();
                some.add(lane);
            }
        }
        return some;
    }

    void revoke(Collection<TopicPartition> partitions) {
        for (TopicPartition p : partitions) {
            Lane lane = byPartition.remove(p);
            if (lane != null) {
                lane.revoke();
            }
        }
    }

    Collection<Lane> all() {
        return byPartition.values();
    }

    Set<TopicPartition> partitions() {
        return Set.copyOf(byPartition.keySet());
    }

    /** Takes what has come of the partitions that are still assigned. */
    List<Received<byte[], byte[]>> take(ConsumerRecords<byte[], byte[]> records, long nowNanos) {
        List<Received<byte[], byte[]>> batch = new ArrayList<>(records.count());
        for (TopicPartition p : records.partitions()) {
            Lane lane = byPartition.get(p);
            if (lane != null) {
                for (ConsumerRecord<byte[], byte[]> r : records.records(p)) {
                    batch.add(Received.of(r, lane.take(r.offset(), nowNanos)));
                }
            }
        }
        return batch;
    }

    /** Those whose records are to be fetched no more: they are full, or the user wants none, or it is all over. */
    Set<TopicPartition> toPause(boolean all) {
        Set<TopicPartition> some = new HashSet<>();
        for (Lane lane : byPartition.values()) {
            boolean full = lane.isFull(options.buffer, options.maxGap);
            if (all || full || options.pauses.isPaused(lane.partition)) {
                some.add(lane.partition);
            }
        }
        return some;
    }

    /** What may be committed of {@code lanes} and has not been. */
    static Map<TopicPartition, OffsetAndMetadata> due(Collection<Lane> lanes) {
        Map<TopicPartition, OffsetAndMetadata> due = new HashMap<>();
        for (Lane lane : lanes) {
            if (lane.advance()) {
                due.put(lane.partition, new OffsetAndMetadata(lane.next()));
            }
        }
        return due;
    }

    void committed(Map<TopicPartition, OffsetAndMetadata> offsets) {
        offsets.forEach((p, o) -> {
            Lane lane = byPartition.get(p);
            if (lane != null) {
                lane.committed(o.offset());
            }
        });
    }

    /** A record of {@code lanes} that is begun and not finished; null if there is none. */
    static Ticket begun(Collection<Lane> lanes) {
        for (Lane lane : lanes) {
            Ticket t = lane.firstBegun();
            if (t != null) {
                return t;
            }
        }
        return null;
    }

    /** The record that has been worked on longest of those that hold up their partitions; null if that is not long. */
    Ticket stuck(long nowNanos, Duration after) {
        Ticket longest = null;
        for (Lane lane : byPartition.values()) {
            Ticket t = lane.first();
            if (t != null && t.isBegun() && (longest == null || t.sinceNanos - longest.sinceNanos < 0)) {
                longest = t;
            }
        }
        return longest != null && nowNanos - longest.sinceNanos >= after.toNanos() ? longest : null;
    }
}
