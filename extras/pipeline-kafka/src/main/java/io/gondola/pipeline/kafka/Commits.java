package io.gondola.pipeline.kafka;

import java.util.Collection;
import java.util.Map;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.WakeupException;

/** Commits the offsets of what is finished. The owner's. */
final class Commits {
    private final Consumer<byte[], byte[]> consumer;
    private final Lanes lanes;
    private final Options options;
    private final Connection connection;

    /** Why a commit in the background has failed for good; null if none has. */
    private RuntimeException failure;

    Commits(Consumer<byte[], byte[]> consumer, Lanes lanes, Options options, Connection connection) {
        this.consumer = consumer;
        this.lanes = lanes;
        this.options = options;
        this.connection = connection;
    }

    /**
     * Commits in the background. What could not be committed for now is the next time; a failure that another time does
     * not mend is thrown the next time.
     */
    void begin() {
        if (failure != null) {
            throw failure;
        }
        Map<TopicPartition, OffsetAndMetadata> due = Lanes.due(lanes.all());
        if (!due.isEmpty() && !options.transactional) {
            consumer.commitAsync(due, this::committed);
        }
    }

    private void committed(Map<TopicPartition, OffsetAndMetadata> offsets, Exception e) {
        if (e == null) {
            lanes.committed(offsets);
        } else if (!mayPass(e)) {
            failure = connection.uncommitted(offsets, e);
        }
    }

    /** Those who were left behind by their group hear of it in another way: their partitions are lost. */
    private static boolean mayPass(Exception e) {
        return e instanceof RetriableException
                || e instanceof CommitFailedException
                || e instanceof RebalanceInProgressException;
    }

    /**
     * Commits what is finished of partitions that are about to be taken away; the next owner repeats what cannot be.
     */
    void beforeRevoking(Collection<Lane> some) {
        Map<TopicPartition, OffsetAndMetadata> due = Lanes.due(some);
        try {
            commit(due);
        } catch (RuntimeException e) {
            if (!mayPass(e)) {
                failure = connection.uncommitted(due, e);
            }
        }
    }

    /** Commits what is finished at the end. */
    void finish(Collection<Lane> all) {
        Map<TopicPartition, OffsetAndMetadata> due = Lanes.due(all);
        try {
            commit(due);
        } catch (RuntimeException e) {
            throw connection.uncommitted(due, e);
        }
        if (failure != null) {
            throw failure;
        }
    }

    private void commit(Map<TopicPartition, OffsetAndMetadata> due) {
        if (due.isEmpty() || options.transactional) {
            return;
        }
        try {
            consumer.commitSync(due, options.closeWithin);
        } catch (WakeupException e) { // it was meant for the poll, and comes once
            consumer.commitSync(due, options.closeWithin);
        }
        lanes.committed(due);
    }
}
