package io.gondola.pipeline.kafka;

import io.gondola.dsl.annotation.CheckReturnValue;
import io.vavr.collection.Array;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A record of a topic. Its offset is committed once it, and all before it in its partition, are
 * {@linkplain #done done}; so a value that is made of it is best carried along in its place, {@link #withValue}.
 *
 * @param <K> the type of the key
 * @param <V> the type of the value
 */
@CheckReturnValue
public final class Received<K, V> {
    private final ConsumerRecord<byte[], byte[]> raw;
    private final Ticket ticket;
    private final @Nullable K key;
    private final @Nullable V value;

    Received(ConsumerRecord<byte[], byte[]> raw, Ticket ticket, @Nullable K key, @Nullable V value) {
        this.raw = raw;
        this.ticket = ticket;
        this.key = key;
        this.value = value;
    }

    static Received<byte[], byte[]> of(ConsumerRecord<byte[], byte[]> raw, Ticket ticket) {
        return new Received<>(raw, ticket, raw.key(), raw.value());
    }

    public String topic() {
        return raw.topic();
    }

    public int partition() {
        return raw.partition();
    }

    public long offset() {
        return raw.offset();
    }

    /** When it was made, or appended, as the topic is configured. */
    public Instant timestamp() {
        return Instant.ofEpochMilli(raw.timestamp());
    }

    /** The key; null if the record has none. */
    public @Nullable K key() {
        return key;
    }

    /** The value; null if the record has none, which is how a compacted topic says that the key is gone. */
    public @Nullable V value() {
        return value;
    }

    /** The last header of this name, in UTF-8; empty if there is none. */
    public String header(String name) {
        Header h = raw.headers().lastHeader(Checks.given(name, "name"));
        return h == null || h.value() == null ? "" : new String(h.value(), StandardCharsets.UTF_8);
    }

    /** All headers, which must not be changed. */
    public Headers headers() {
        return raw.headers();
    }

    /**
     * By what to keep the order of records: the key or, if there is none, the partition. For
     * {@code parallelByKey(n, Received::orderKey, f)}.
     */
    public Object orderKey() {
        if (key == null) {
            return ticket.lane.partition;
        }
        return key instanceof byte[] bytes ? ByteBuffer.wrap(bytes) : key;
    }

    /** The same record with another value: what was made of it. */
    public <U> Received<K, U> withValue(@Nullable U newValue) {
        return new Received<>(raw, ticket, key, newValue);
    }

    /** What is to be sent because of this record, which is done when that is acknowledged. */
    @SafeVarargs
    @SuppressWarnings("varargs") // it is only read
    public final <A, B> Outgoing<A, B> sends(Message<A, B>... messages) {
        return because(Array.of(Checks.given(messages, "messages")));
    }

    /** As {@link #sends(Message...)}. */
    public <A, B> Outgoing<A, B> sends(Iterable<Message<A, B>> messages) {
        return because(Array.ofAll(Checks.given(messages, "messages")));
    }

    private <A, B> Outgoing<A, B> because(Array<Message<A, B>> messages) {
        ticket.lane.group().expectsDone();
        return Outgoing.because(this, messages);
    }

    /**
     * Says that all is done for this record, so that its offset may be committed: never before, for what is committed
     * is not delivered again. To say it again does nothing. Any thread; waits for nothing.
     */
    public void done() {
        ticket.finish();
    }

    /** Whether the record's partition was taken away: another member of the group works on it, too, or will. */
    public boolean isRevoked() {
        return ticket.lane.isRevoked();
    }

    Ticket ticket() {
        return ticket;
    }

    ConsumerRecord<byte[], byte[]> raw() {
        return raw;
    }

    /** {@code orders-3@17}: topic, partition, offset. */
    public String place() {
        return raw.topic() + "-" + raw.partition() + "@" + raw.offset();
    }

    @Override
    public String toString() {
        return place();
    }
}
