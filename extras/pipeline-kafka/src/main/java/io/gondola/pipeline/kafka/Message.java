package io.gondola.pipeline.kafka;

import io.gondola.dsl.annotation.CheckReturnValue;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/**
 * What is to be sent to the topic of a sink. Immutable.
 *
 * <pre>{@code
 * Message<String, Order> m = Message.of(order.id(), order).header("trace", trace);
 * }</pre>
 *
 * @param <K> the type of the key
 * @param <V> the type of the value
 */
@CheckReturnValue
public final class Message<K, V> {
    private final @Nullable K key;
    private final @Nullable V value;
    private final Seq<Header> headers;

    private Message(@Nullable K key, @Nullable V value, Seq<Header> headers) {
        this.key = key;
        this.value = value;
        this.headers = headers;
    }

    /** Both may be null: a message without a key goes to any partition, one without a value deletes its key. */
    public static <K, V> Message<K, V> of(@Nullable K key, @Nullable V value) {
        return new Message<>(key, value, Vector.empty());
    }

    /** With a header, in UTF-8, in place of one of the same name. */
    public Message<K, V> header(String name, String text) {
        byte[] bytes = Checks.given(text, "text").getBytes(StandardCharsets.UTF_8);
        Header header = new RecordHeader(Checks.given(name, "name"), bytes);
        return new Message<>(
                key, value, headers.reject(h -> h.key().equals(name)).append(header));
    }

    /** With all of these: a name may be there more than once. */
    Message<K, V> headers(Iterable<Header> all) {
        return new Message<>(key, value, Vector.ofAll(all));
    }

    public @Nullable K key() {
        return key;
    }

    public @Nullable V value() {
        return value;
    }

    ProducerRecord<K, V> to(String topic) {
        ProducerRecord<K, V> record = new ProducerRecord<>(topic, key, value);
        headers.forEach(h -> record.headers().add(h));
        return record;
    }

    @Override
    public String toString() {
        return "message of key " + key;
    }
}
