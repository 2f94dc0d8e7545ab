package io.gondola.pipeline.kafka;

import io.vavr.collection.Array;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * The messages of one element, on their way. The producer's thread and the one that gives them to the producer call.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
final class Sending<K, V> {
    private final CompletableFuture<Sent<K, V>> result = new CompletableFuture<>();
    private final Connection connection;
    private final Outgoing<K, V> outgoing;
    private final boolean finishes;

    /** One for each message, and one for who gives them to the producer. */
    private final AtomicInteger left;

    private final AtomicReferenceArray<RecordMetadata> places;

    /** Told why a message cannot be sent before anybody else is, the producer included. */
    private final Consumer<? super TopicException> failed;

    Sending(Connection connection, Outgoing<K, V> outgoing, boolean finishes, Consumer<? super TopicException> failed) {
        this.failed = failed;
        this.connection = connection;
        this.outgoing = outgoing;
        this.finishes = finishes;
        this.left = new AtomicInteger(outgoing.messages().size() + 1);
        this.places = new AtomicReferenceArray<>(outgoing.messages().size());
    }

    CompletableFuture<Sent<K, V>> result() {
        return result;
    }

    void acknowledged(int place, @Nullable RecordMetadata at, @Nullable Exception e) {
        if (e != null) {
            Message<K, V> m = outgoing.messages().get(place);
            TopicException failure = outgoing.failure(connection.names(), m + " cannot be sent", e);
            failed.accept(failure);
            boolean unused = result.completeExceptionally(failure);
        } else {
            places.set(place, at);
            acknowledgedOne();
        }
    }

    void acknowledgedOne() {
        if (left.decrementAndGet() == 0) {
            if (finishes) {
                outgoing.done();
            }
            boolean unused = result.complete(new Sent<>(outgoing, Array.tabulate(places.length(), places::get)));
        }
    }

    @Override
    public String toString() {
        return outgoing.toString();
    }
}
