/** A sample of pipelines over Kafka: words are counted by processes that come and go. */
@NullMarked
package io.gondola.samples.kafka;

import org.jspecify.annotations.NullMarked;
