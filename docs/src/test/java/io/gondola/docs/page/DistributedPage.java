package io.gondola.docs.page;

import io.gondola.dsl.Go;
import io.gondola.pipeline.kafka.ConsumerSettings;
import io.gondola.pipeline.kafka.ProducerSettings;
import java.time.Duration;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** For docs/distributed.md. */
public abstract class DistributedPage {
    protected static final ConsumerSettings<String, String> CONSUMER =
            ConsumerSettings.of("localhost:9092", "billing", new StringDeserializer(), new StringDeserializer());
    protected static final ProducerSettings<String, String> PRODUCER =
            ProducerSettings.of("localhost:9092", new StringSerializer(), new StringSerializer());

    protected static Go<String> bill(String order) {
        return Go.pure("bill of " + order);
    }

    protected static Duration ofMillis(long n) {
        return Duration.ofMillis(n);
    }

    protected static Duration ofSeconds(long n) {
        return Duration.ofSeconds(n);
    }
}
