package io.gondola.benchmarks.kafka;

import com.typesafe.config.ConfigFactory;
import io.gondola.dsl.Go;
import io.gondola.dsl.GoRuntime;
import io.gondola.dsl.Unit;
import io.gondola.pipeline.kafka.ConsumerSettings;
import io.gondola.pipeline.kafka.Kafka;
import io.gondola.pipeline.kafka.Received;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.kafka.CommitterSettings;
import org.apache.pekko.kafka.Subscriptions;
import org.apache.pekko.kafka.javadsl.Committer;
import org.apache.pekko.kafka.javadsl.Consumer;

/** Each the way that its documentation shows; all commit about once a second, and at the end. */
final class Ways {
    private static final int WORKERS = 8;
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final ActorSystem PEKKO = ActorSystem.create("throughput", ConfigFactory.load());

    private Ways() {}

    private static Map<String, Object> properties(String servers, String group) {
        return Map.of(
                "bootstrap.servers",
                servers,
                "group.id",
                group,
                "auto.offset.reset",
                "earliest",
                "enable.auto.commit",
                "false");
    }

    static void plain(String servers, String group, int n) {
        try (KafkaConsumer<String, String> c =
                new KafkaConsumer<>(properties(servers, group), new StringDeserializer(), new StringDeserializer())) {
            c.subscribe(List.of(Throughput.TOPIC));
            long lastCommit = System.nanoTime();
            long length = 0;
            for (int left = n; left > 0; ) {
                for (var r : c.poll(Duration.ofMillis(100))) {
                    length += r.value().length();
                    left--;
                }
                if (System.nanoTime() - lastCommit > SECOND.toNanos()) {
                    c.commitAsync();
                    lastCommit = System.nanoTime();
                }
            }
            c.commitSync();
            check(length);
        }
    }

    private static void check(long length) {
        if (length <= 0) {
            throw new IllegalStateException("nothing was read: length=" + length);
        }
    }

    private static ConsumerSettings<String, String> settings(String servers, String group) {
        return ConsumerSettings.of(servers, group, new StringDeserializer(), new StringDeserializer());
    }

    static void gondola(String servers, String group, int n) {
        run(Kafka.source(settings(servers, group), Throughput.TOPIC)
                .take(n)
                .peek(Received::done)
                .drain());
    }

    static void gondolaByKey(String servers, String group, int n) {
        run(Kafka.source(settings(servers, group), Throughput.TOPIC)
                .take(n)
                .parallelByKey(WORKERS, Received::orderKey, Go::pure)
                .peek(Received::done)
                .drain());
    }

    private static void run(Go<Unit> program) {
        try (GoRuntime rt = GoRuntime.builder().build()) {
            Unit unused = rt.run(program);
        }
    }

    static void pekko(String servers, String group, int n) throws Exception {
        var settings = org.apache.pekko.kafka.ConsumerSettings.create(
                        PEKKO, new StringDeserializer(), new StringDeserializer())
                .withBootstrapServers(servers)
                .withGroupId(group)
                .withProperty("auto.offset.reset", "earliest");
        var done = Consumer.committableSource(settings, Subscriptions.topics(Throughput.TOPIC))
                .take(n)
                .map(m -> m.committableOffset())
                .runWith(Committer.sink(CommitterSettings.create(PEKKO)), PEKKO);
        Object unused = done.toCompletableFuture().get(5, TimeUnit.MINUTES);
    }
}
