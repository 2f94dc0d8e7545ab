package io.gondola.pipeline.kafka;

import io.vavr.collection.Array;
import io.vavr.collection.Seq;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.jspecify.annotations.Nullable;

/**
 * The transactions of one run: messages, and the offsets of the records because of which they are sent, become visible
 * together or not at all.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
final class Transactions<K, V> {
    /*
     * Algorithm. A transaction has the messages of those records that follow without a gap on what was committed before
     * in their partition; others are held until the gap is closed. So the offsets of a transaction say exactly whose
     * messages it, and those before it, have, in whatever order the messages come.
     *
     * Fencing. The group's metadata is read before the lanes are asked whether they are revoked. A rebalance that ends
     * later makes the metadata outdated, and the broker refuses the offsets; one that ended before has revoked the
     * lane. A refused transaction is aborted, and what still belongs to this member is tried again. A process that was
     * taken for dead cannot commit: the producer of the same transactional id, or the group's next generation, has
     * fenced it.
     *
     * Invariants
     *   I1  All fields are the goroutine's that runs the transactions.
     *   I2  `head` of a lane is the first ticket that no committed transaction has covered, null if none has come.
     *   I3  A record is done after the commit that covers it, and not before.
     */
    private static final int MAX_TRIES = 100;
    private static final long PAUSE_NANOS = 50_000_000;

    private final Producing<K, V> sink;
    private final Producer<K, V> producer;
    private final Map<Lane, Order<K, V>> orders = new HashMap<>();

    /** What is sent because of no record. */
    private final List<Outgoing<K, V>> free = new ArrayList<>();

    Transactions(Producing<K, V> sink) {
        this.sink = sink;
        this.producer = sink.producer();
    }

    /** What came of one partition. */
    private static final class Order<K, V> {
        final Map<Ticket, Outgoing<K, V>> held = new HashMap<>();

        /** The last one that was covered: what follows is told by it, even if it comes later. */
        @Nullable
        Ticket covered;

        @Nullable
        Ticket head;

        Order(Ticket beginning) {
            head = beginning;
        }

        @Nullable
        Ticket head() {
            if (head == null && covered != null) {
                head = covered.next();
            }
            return head;
        }

        void cover(Ticket last) {
            covered = last;
            head = last.next();
        }
    }

    /** What one transaction has. */
    private final class Content {
        final List<Outgoing<K, V>> outgoing = new ArrayList<>();
        final Map<Lane, Ticket> last = new HashMap<>();
        final Map<Group, ConsumerGroupMetadata> metadata = new HashMap<>();

        Map<TopicPartition, OffsetAndMetadata> offsets(Group group) {
            Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
            last.forEach((lane, t) -> {
                if (lane.group() == group) {
                    offsets.put(lane.partition, new OffsetAndMetadata(t.offset + 1));
                }
            });
            return offsets;
        }
    }

    @Override
    public String toString() {
        int held = orders.values().stream().mapToInt(o -> o.held.size()).sum();
        return "transactions of " + sink.connection().names() + ": held=" + held;
    }

    /** Takes what has come, and commits what can be. Blocks. */
    Seq<Sent<K, V>> run(Iterable<Outgoing<K, V>> batch) throws InterruptedException {
        for (Outgoing<K, V> o : batch) {
            hold(o);
        }
        for (int tries = 1; ; tries++) {
            Content content = content();
            if (content.outgoing.isEmpty() && content.last.isEmpty()) {
                return Array.empty();
            }
            try {
                return committed(content);
            } catch (CommitFailedException | RebalanceInProgressException e) {
                abortRefused();
                if (tries >= MAX_TRIES) {
                    throw sink.connection().failed("takes no offsets of this member", e);
                }
                LockSupport.parkNanos(PAUSE_NANOS); // the group is being rebalanced
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
            }
        }
    }

    private void hold(Outgoing<K, V> o) {
        if (o.cause().isEmpty()) {
            free.add(o);
            return;
        }
        Ticket t = o.cause().get().ticket();
        if (!t.lane.group().isTransactional()) {
            throw new IllegalStateException("the source of " + t + " commits by itself; its settings must be"
                    + " transactional() above transactions");
        }
        orders.computeIfAbsent(t.lane, lane -> new Order<>(beginning(lane)))
                .held
                .put(t, o);
    }

    /** Of a lane from which something has come. */
    private Order<K, V> order(Lane lane) {
        return Objects.requireNonNull(orders.get(lane), "order of a lane");
    }

    private Ticket beginning(Lane lane) {
        Ticket t = lane.takeBeginning();
        if (t == null) {
            throw new IllegalStateException("records of " + lane.partition
                    + " come to several transactions; all of a source's must come to the same");
        }
        return t;
    }

    private Content content() {
        Content content = new Content();
        content.outgoing.addAll(free);
        for (Lane lane : orders.keySet()) {
            content.metadata.computeIfAbsent(lane.group(), Group::metadata);
        }
        orders.keySet().removeIf(Lane::isRevoked);
        orders.forEach((lane, order) -> {
            for (Ticket t = order.head(); t != null; t = t.next()) {
                Outgoing<K, V> o = order.held.get(t);
                if (o != null) {
                    content.outgoing.add(o);
                } else if (!t.isFinished()) { // or else it went elsewhere: to the dead letters, say
                    break;
                }
                content.last.put(lane, t);
            }
        });
        return content;
    }

    private Seq<Sent<K, V>> committed(Content content) throws InterruptedException {
        boolean committing = false;
        AtomicReference<TopicException> first = new AtomicReference<>(); // others fail because that one has
        try {
            producer.beginTransaction();
            List<CompletableFuture<Sent<K, V>>> sendings = new ArrayList<>();
            for (Outgoing<K, V> o : content.outgoing) {
                sendings.add(
                        sink.send(o, false, e -> first.compareAndSet(null, e)).result());
            }
            producer.flush();
            List<Sent<K, V>> sent = new ArrayList<>();
            for (CompletableFuture<Sent<K, V>> s : sendings) {
                sent.add(s.get());
            }
            for (Map.Entry<Group, ConsumerGroupMetadata> g : content.metadata.entrySet()) {
                Map<TopicPartition, OffsetAndMetadata> offsets = content.offsets(g.getKey());
                if (!offsets.isEmpty()) {
                    producer.sendOffsetsToTransaction(offsets, g.getValue());
                }
            }
            committing = true;
            producer.commitTransaction();
            forget(content);
            return Array.ofAll(sent);
        } catch (CommitFailedException | RebalanceInProgressException e) {
            throw e;
        } catch (ExecutionException e) {
            TopicException why = Objects.requireNonNull(first.get(), "reason"); // told before the sending fails
            abort(Objects.requireNonNull(why.getCause(), "cause"), committing);
            throw why;
        } catch (InterruptedException | InterruptException e) {
            boolean unused = Thread.interrupted();
            abort(e, committing);
            throw e;
        } catch (KafkaException e) {
            abort(e, committing);
            throw sink.connection().failed("cannot be written in a transaction", e);
        }
    }

    private void forget(Content content) {
        free.clear();
        content.last.forEach((lane, t) -> {
            order(lane).cover(t);
            lane.covered(t.offset + 1);
        });
        for (Outgoing<K, V> o : content.outgoing) {
            if (o.cause().isDefined()) {
                Ticket t = o.cause().get().ticket();
                order(t.lane).held.remove(t);
            }
            o.done();
        }
    }

    private void abortRefused() {
        try {
            producer.abortTransaction();
        } catch (KafkaException e) {
            throw sink.connection().failed("cannot be written in a transaction", e);
        }
    }

    /**
     * What cannot be aborted, because another producer has the id or the outcome is not known, is left to the broker.
     */
    private void abort(Throwable why, boolean committing) {
        boolean fatal = why instanceof ProducerFencedException
                || why instanceof OutOfOrderSequenceException
                || why instanceof AuthorizationException
                || why instanceof UnsupportedVersionException
                || (committing && (why instanceof TimeoutException || why instanceof InterruptException));
        if (fatal) {
            return;
        }
        try {
            producer.abortTransaction();
        } catch (RuntimeException e) {
            if (e != why) {
                why.addSuppressed(e);
            }
        }
    }
}
