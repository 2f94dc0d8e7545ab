package io.gondola.pipeline.kafka;

import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Serializer;

/**
 * The user's serializer, for one producer: that closes its serializers, but the next run, or another sink, needs this
 * one still.
 *
 * @param <T> what it serializes
 * @param of the user's
 */
record Lent<T>(Serializer<T> of) implements Serializer<T> {
    @Override
    public byte[] serialize(String topic, T data) {
        try {
            return of.serialize(topic, data);
        } catch (ClassCastException e) {
            throw unfit(data, e);
        }
    }

    @Override
    public byte[] serialize(String topic, Headers headers, T data) {
        try {
            return of.serialize(topic, headers, data);
        } catch (ClassCastException e) {
            throw unfit(data, e);
        }
    }

    /** Kafka's own words for it would name this class. */
    private SerializationException unfit(T data, ClassCastException e) {
        return new SerializationException(
                "a " + (data == null ? "null" : ((Object) data).getClass().getName()) + " is none that "
                        + of.getClass().getName() + " serializes: " + e.getMessage(),
                e);
    }
}
