package io.gondola.pipeline.kafka;

import io.gondola.dsl.annotation.CheckReturnValue;
import io.vavr.collection.Seq;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * What the brokers have acknowledged.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 * @param outgoing what was sent
 * @param places where each message is: topic, partition, offset
 */
@CheckReturnValue
public record Sent<K, V>(Outgoing<K, V> outgoing, Seq<RecordMetadata> places) {}
