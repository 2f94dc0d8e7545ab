/** Pipelines over Kafka beside other ways to consume. */
package io.gondola.benchmarks.kafka;
