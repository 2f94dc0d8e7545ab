/** A sample of pipelines over Kafka: words are counted by processes that come and go. */
package io.gondola.samples.kafka;
