package io.gondola.pipeline.kafka;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

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
    List<Received<byte[], byte[]>> take(ConsumerRecords<byte[], byte[]> records) {
        List<Received<byte[], byte[]>> batch = new ArrayList<>(records.count());
        for (TopicPartition p : records.partitions()) {
            Lane lane = byPartition.get(p);
            if (lane != null) {
                for (ConsumerRecord<byte[], byte[]> r : records.records(p)) {
                    batch.add(Received.of(r, lane.take(r.offset())));
                }
            }
        }
        return batch;
    }

    /** Pauses and resumes what is to be; returns whether any partition is paused. */
    boolean pauseAndResume(Consumer<byte[], byte[]> consumer, boolean all) {
        Set<TopicPartition> wanted = toPause(all);
        Set<TopicPartition> paused = consumer.paused();
        if (!wanted.equals(paused)) {
            Set<TopicPartition> more = new HashSet<>(wanted);
            more.removeAll(paused);
            Set<TopicPartition> fewer = new HashSet<>(paused);
            fewer.removeAll(wanted);
            consumer.pause(more);
            consumer.resume(fewer);
        }
        return !wanted.isEmpty();
    }

    /** Those whose records are to be fetched no more: they are full, or the user wants none, or it is all over. */
    private Set<TopicPartition> toPause(boolean all) {
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
    static @Nullable Ticket begun(Collection<Lane> lanes) {
        for (Lane lane : lanes) {
            Ticket t = lane.firstBegun();
            if (t != null) {
                return t;
            }
        }
        return null;
    }

    /** Whether a partition is paused of which nobody tells when there is room. */
    boolean isAnyTooWide() {
        return byPartition.values().stream().anyMatch(Lane::isTooWide);
    }

    /** The lane that has been held up longest by a record that is being worked on; null if there is none. */
    @Nullable
    Lane heldUpLongest(long nowNanos) {
        Lane longest = null;
        for (Lane lane : byPartition.values()) {
            boolean isHeldUp = lane.isHeldUp(nowNanos);
            if (isHeldUp && (longest == null || lane.heldUpNanos(nowNanos) > longest.heldUpNanos(nowNanos))) {
                longest = lane;
            }
        }
        return longest;
    }
}
