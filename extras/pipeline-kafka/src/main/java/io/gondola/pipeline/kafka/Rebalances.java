package io.gondola.pipeline.kafka;

import io.vavr.collection.HashSet;
import java.util.Collection;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.common.TopicPartition;

/**
 * What the owner does when partitions come and go: the consumer calls it, in {@link Consumer#poll} or when it closes.
 */
final class Rebalances implements ConsumerRebalanceListener {
    private static final long LOOK_NANOS = 1_000_000;

    private final Owner owner;
    private final Consumer<byte[], byte[]> consumer;
    private final Lanes lanes;
    private final Commits commits;
    private final Options options;

    Rebalances(Owner owner, Consumer<byte[], byte[]> consumer, Lanes lanes, Commits commits, Options options) {
        this.owner = owner;
        this.consumer = consumer;
        this.lanes = lanes;
        this.commits = commits;
        this.options = options;
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        lanes.add(partitions);
        owner.readMetadata(consumer);
        consumer.pause(partitions.stream().filter(options.pauses::isPaused).toList()); // or this poll fetches some
        if (!partitions.isEmpty()) {
            tell();
        }
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        Collection<Lane> some = lanes.withoutWaiting(partitions);
        owner.readMetadata(consumer);
        if (options.onRevoke == OnRevoke.FINISH) {
            await(some);
        }
        commits.beforeRevoking(some);
        onPartitionsLost(partitions);
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
        lanes.revoke(partitions);
        if (!partitions.isEmpty()) {
            tell();
        }
    }

    private void tell() {
        options.assigned.accept(HashSet.ofAll(lanes.partitions()));
    }

    /** The workers are other threads: the wait is for them, and bounded. */
    private void await(Collection<Lane> some) {
        long begin = System.nanoTime();
        while (Lanes.begun(some) != null
                && owner.awaitsDone()
                && System.nanoTime() - begin < options.finishWithin.toNanos()
                && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }
}
