package io.gondola.pipeline.kafka;

import io.gondola.dsl.annotation.CheckReturnValue;
import io.vavr.collection.Array;
import io.vavr.collection.Seq;
import io.vavr.control.Option;
import org.jspecify.annotations.Nullable;

/**
 * Messages that belong together, and the record because of which they are sent, if there is one: that is done when the
 * messages are. Made by {@link Received#sends}. Immutable.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
@CheckReturnValue
public final class Outgoing<K, V> {
    private final @Nullable Received<?, ?> cause;
    private final Seq<Message<K, V>> messages;

    private Outgoing(@Nullable Received<?, ?> cause, Seq<Message<K, V>> messages) {
        this.cause = cause;
        this.messages = messages;
        messages.forEach(m -> Checks.given(m, "message"));
    }

    /** A message that is sent because of no record. */
    public static <K, V> Outgoing<K, V> of(@Nullable K key, @Nullable V value) {
        return new Outgoing<>(null, Array.of(Message.of(key, value)));
    }

    /** Messages that are sent because of no record. */
    public static <K, V> Outgoing<K, V> of(Iterable<Message<K, V>> messages) {
        return new Outgoing<>(null, Array.ofAll(Checks.given(messages, "messages")));
    }

    static <K, V> Outgoing<K, V> because(Received<?, ?> cause, Seq<Message<K, V>> messages) {
        return new Outgoing<>(cause, messages);
    }

    /** The record because of which they are sent. */
    public Option<Received<?, ?>> cause() {
        return Option.of(cause);
    }

    /** The messages; none if there is nothing to send because of the record. */
    public Seq<Message<K, V>> messages() {
        return messages;
    }

    void done() {
        if (cause != null) {
            cause.done();
        }
    }

    /** What goes wrong with them, in the words of {@code what}. */
    TopicException failure(String topic, String what, Throwable t) {
        if (cause == null) {
            return new TopicException(topic, what + ": topic=" + topic + ": " + t, t);
        }
        String text = what + ": topic=" + topic + ", because of " + cause.place() + ": " + t;
        return new TopicException(cause.topic(), cause.partition(), cause.offset(), text, t);
    }

    @Override
    public String toString() {
        return messages.size() + " messages" + (cause == null ? "" : " because of " + cause.place());
    }
}
