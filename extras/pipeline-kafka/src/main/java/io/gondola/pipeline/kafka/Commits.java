package io.gondola.pipeline.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;

/** Commits the offsets of what is finished. The owner's. */
final class Commits {
    /*
     * Transactions commit the offsets of the records that come to them. Of a transactional source only what was done
     * elsewhere, behind the last of these, is committed here, and only of a partition of which nothing is being worked
     * on and nothing will be: when it is taken away, and at the end. At other times a transaction on its way could
     * commit a higher offset before this lower one arrives, and its records would be delivered again.
     */
    private static final Duration SHORT_POLL = Duration.ofMillis(10);

    private final Consumer<byte[], byte[]> consumer;
    private final Lanes lanes;
    private final Options options;
    private final Connection connection;

    /** Why a commit in the background has failed for good; null if none has. */
    private @Nullable RuntimeException failure;

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

    private void committed(Map<TopicPartition, OffsetAndMetadata> offsets, @Nullable Exception e) {
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
        Map<TopicPartition, OffsetAndMetadata> due = last(some);
        try {
            commit(due);
        } catch (RuntimeException e) {
            if (!mayPass(e)) {
                failure = connection.uncommitted(due, e);
            }
        }
    }

    /** Commits what is finished at the end. */
    void finish() {
        long begin = System.nanoTime();
        boolean committed = false;
        while (!committed) {
            Map<TopicPartition, OffsetAndMetadata> due = last(lanes.all());
            try {
                commit(due);
                committed = true;
            } catch (RebalanceInProgressException e) { // it ends if this member goes on to poll
                if (System.nanoTime() - begin >= options.closeWithin.toNanos()) {
                    throw connection.uncommitted(due, e);
                }
                letRebalance(due);
            } catch (RuntimeException e) {
                throw connection.uncommitted(due, e);
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    /** What this poll brings is forgotten, and delivered again: nothing of it is finished. */
    private void letRebalance(Map<TopicPartition, OffsetAndMetadata> due) {
        try {
            var unused = consumer.poll(SHORT_POLL);
        } catch (RuntimeException e) {
            if (!(e instanceof WakeupException)) {
                throw connection.uncommitted(due, e);
            }
        }
    }

    /** What is due of {@code some} of which no more will be finished. */
    private Map<TopicPartition, OffsetAndMetadata> last(Collection<Lane> some) {
        return Lanes.due(
                options.transactional
                        ? some.stream()
                                .filter(lane -> lane.firstBegun() == null)
                                .toList()
                        : some);
    }

    private void commit(Map<TopicPartition, OffsetAndMetadata> due) {
        if (due.isEmpty()) {
            return;
        }
        long begin = System.nanoTime();
        Duration left = options.closeWithin;
        while (!isCommitted(due, left)) { // a wake-up was meant for the poll; there may be several
            left = options.closeWithin.minusNanos(System.nanoTime() - begin);
            if (left.isNegative() || left.isZero()) {
                throw new TimeoutException("not committed within " + options.closeWithin);
            }
        }
        lanes.committed(due);
    }

    private boolean isCommitted(Map<TopicPartition, OffsetAndMetadata> due, Duration within) {
        try {
            consumer.commitSync(due, within);
            return true;
        } catch (WakeupException e) {
            return false;
        }
    }
}
