package io.gondola.pipeline.kafka;

import io.vavr.collection.Array;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.apache.kafka.clients.producer.RecordMetadata;

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

    Sending(Connection connection, Outgoing<K, V> outgoing, boolean finishes) {
        this.connection = connection;
        this.outgoing = outgoing;
        this.finishes = finishes;
        this.left = new AtomicInteger(outgoing.messages().size() + 1);
        this.places = new AtomicReferenceArray<>(outgoing.messages().size());
    }

    CompletableFuture<Sent<K, V>> result() {
        return result;
    }

    void acknowledged(int place, RecordMetadata at, Exception e) {
        if (e != null) {
            Message<K, V> m = outgoing.messages().get(place);
            boolean unused =
                    result.completeExceptionally(outgoing.failure(connection.names(), m + " cannot be sent", e));
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
