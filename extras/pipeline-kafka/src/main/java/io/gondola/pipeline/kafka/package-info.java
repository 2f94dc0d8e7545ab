/**
 * Pipelines whose sources and sinks are topics of Apache Kafka.
 *
 * <p>Users begin at {@link io.gondola.pipeline.kafka.Kafka}. Inside, {@code Owner} is the one goroutine that may call a
 * consumer: it polls, keeps a {@code Lane} for each partition, and commits what the {@code Ticket}s of its records say
 * is done. It uses pipelines, channels and Kafka's own client, and nothing of how brokers work.
 */
@NullMarked
package io.gondola.pipeline.kafka;

import org.jspecify.annotations.NullMarked;
