/** Pipelines whose sources and sinks are topics of Apache Kafka. */
package io.gondola.pipeline.kafka;
