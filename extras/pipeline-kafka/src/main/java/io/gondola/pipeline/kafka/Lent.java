package io.gondola.pipeline.kafka;

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
        return of.serialize(topic, data);
    }

    @Override
    public byte[] serialize(String topic, Headers headers, T data) {
        return of.serialize(topic, headers, data);
    }
}
