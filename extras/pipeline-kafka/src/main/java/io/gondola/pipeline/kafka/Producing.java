package io.gondola.pipeline.kafka;

import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.pipeline.Ending;
import io.vavr.CheckedFunction0;
import java.time.Duration;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.errors.InterruptException;

/**
 * A producer, during one run of a sink.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
final class Producing<K, V> {
    private final Client<Producer<K, V>> client;
    private final Producer<K, V> producer;
    private final Connection connection;
    private final Duration waitAtMost;

    private Producing(
            Client<Producer<K, V>> client, Producer<K, V> producer, Connection connection, Duration waitAtMost) {
        this.client = client;
        this.producer = producer;
        this.connection = connection;
        this.waitAtMost = waitAtMost;
    }

    static <K, V> Go<Producing<K, V>> open(
            Connection connection, Duration waitAtMost, CheckedFunction0<? extends Producer<K, V>> open) {
        return Client.<Producer<K, V>>closedBy(p -> p.close(Duration.ZERO))
                .flatMap(client -> Go.blocking(() -> {
                    return new Producing<>(client, client.made(connection.made(open)), connection, waitAtMost);
                }));
    }

    Producer<K, V> producer() {
        return producer;
    }

    Connection connection() {
        return connection;
    }

    /**
     * Gives the messages to the producer; may wait for room there. When all are acknowledged, and not before, the
     * record is done because of which they are sent, unless {@code finishes} is false.
     */
    Sending<K, V> send(Outgoing<K, V> outgoing, boolean finishes) {
        return send(outgoing, finishes, failure -> {});
    }

    /** As above; {@code failed} is told why a message cannot be sent, before what comes of it. */
    Sending<K, V> send(Outgoing<K, V> outgoing, boolean finishes, Consumer<? super TopicException> failed) {
        Sending<K, V> sending = new Sending<>(connection, outgoing, finishes, failed);
        int i = 0;
        for (Message<K, V> m : outgoing.messages()) {
            int place = i++;
            try {
                var unused = producer.send(m.to(connection.names()), (at, e) -> sending.acknowledged(place, at, e));
            } catch (InterruptException e) {
                throw e;
            } catch (RuntimeException e) { // of a serializer
                sending.acknowledged(place, null, e);
            }
        }
        sending.acknowledgedOne();
        return sending;
    }

    /** Sends what is left, or gives it up. */
    Go<Unit> close(Ending how) {
        return Go.blocking(() -> {
            producer.close(how == Ending.COMPLETED ? waitAtMost : Duration.ZERO);
            client.closed();
            return Unit.UNIT;
        });
    }
}
