package io.gondola.docs.page;

import io.gondola.context.Context;
import io.gondola.dsl.Go;
import io.gondola.pipeline.kafka.ConsumerSettings;
import io.gondola.pipeline.kafka.ProducerSettings;
import java.time.Duration;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** For docs/distributed.md. */
public abstract class DistributedPage {
    protected final Context shutdown = Context.background();
    protected final ConsumerSettings<String, String> consumer =
            ConsumerSettings.of("localhost:9092", "billing", new StringDeserializer(), new StringDeserializer());
    protected final ProducerSettings<String, String> producer =
            ProducerSettings.of("localhost:9092", new StringSerializer(), new StringSerializer());
    protected final ProducerSettings<byte[], byte[]> raw =
            ProducerSettings.of("localhost:9092", new ByteArraySerializer(), new ByteArraySerializer());

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
