package io.gondola.pipeline.kafka;

import io.gondola.dsl.Go;
import io.gondola.dsl.GoRuntime;
import io.gondola.dsl.Panic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.test.KafkaClusterTestKit;
import org.apache.kafka.common.test.TestKitNodes;
import org.jspecify.annotations.Nullable;

/** The real broker, in this JVM: one for all tests, its data in a temporary folder. */
final class Broker {
    private static final AtomicInteger NAMES = new AtomicInteger();
    private static final GoRuntime OPEN = GoRuntime.builder().maxProcs(1).build();
    private static @Nullable Broker shared;

    private final KafkaClusterTestKit kit;
    private final Admin admin;

    private Broker() throws Exception {
        TestKitNodes nodes = new TestKitNodes.Builder()
                .setCombined(true)
                .setNumBrokerNodes(1)
                .setNumControllerNodes(1)
                .build();
        kit = new KafkaClusterTestKit.Builder(nodes)
                .setConfigProp("offsets.topic.replication.factor", "1")
                .setConfigProp("offsets.topic.num.partitions", "1")
                .setConfigProp("transaction.state.log.replication.factor", "1")
                .setConfigProp("transaction.state.log.min.isr", "1")
                .setConfigProp("transaction.state.log.num.partitions", "1")
                .setConfigProp("group.initial.rebalance.delay.ms", "0")
                // one that is started again waits until its registration of before is over: nine seconds if not set
                .setConfigProp("broker.session.timeout.ms", "2000")
                .setConfigProp("broker.heartbeat.interval.ms", "400")
                .setConfigProp("group.min.session.timeout.ms", "1000")
                .setConfigProp("auto.create.topics.enable", "false")
                .setConfigProp("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer")
                .setConfigProp("allow.everyone.if.no.acl.found", "true")
                .build();
        kit.format();
        kit.startup();
        kit.waitForReadyBrokers();
        admin = Admin.create(Map.of("bootstrap.servers", servers()));
    }

    static synchronized Broker shared() {
        Broker broker = shared;
        if (broker == null) {
            try {
                broker = new Broker();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
            shared = broker;
            Runtime.getRuntime().addShutdownHook(new Thread(broker::close));
        }
        return broker;
    }

    void close() {
        try {
            admin.close();
            kit.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    KafkaClusterTestKit kit() {
        return kit;
    }

    Admin admin() {
        return admin;
    }

    String servers() {
        return kit.bootstrapServers();
    }

    static String name(String what) {
        return what + "-" + NAMES.incrementAndGet();
    }

    String topic(String what, int partitions) throws Exception {
        String topic = name(what);
        admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1)))
                .all()
                .get();
        return topic;
    }

    /** From now on the topic takes batches of up to this many bytes. */
    void limit(String topic, int bytes) throws Exception {
        ConfigEntry limit = new ConfigEntry("max.message.bytes", "" + bytes);
        admin.incrementalAlterConfigs(Map.of(
                        new ConfigResource(ConfigResource.Type.TOPIC, topic),
                        List.of(new AlterConfigOp(limit, AlterConfigOp.OpType.SET))))
                .all()
                .get();
    }

    /** Sends values 0 to n - 1, to the partitions in turn, with a key of {@code keys} in turn. */
    void fill(String topic, int partitions, int n, int keys) throws ExecutionException, InterruptedException {
        try (KafkaProducer<String, String> p = producer()) {
            for (int i = 0; i < n; i++) {
                var unused = p.send(new ProducerRecord<>(topic, i % partitions, "k" + i % keys, "" + i));
            }
            p.flush();
        }
    }

    KafkaProducer<String, String> producer() {
        // to topics that were just made: no batch is taken before the first one
        Map<String, Object> properties =
                Map.of("bootstrap.servers", servers(), "max.in.flight.requests.per.connection", 1);
        return new KafkaProducer<>(properties, new StringSerializer(), new StringSerializer());
    }

    ConsumerSettings<String, String> consumer(String group) {
        return ConsumerSettings.of(servers(), group, new StringDeserializer(), new StringDeserializer());
    }

    ProducerSettings<String, String> sender() {
        return ProducerSettings.of(servers(), new StringSerializer(), new StringSerializer());
    }

    /** The offset that the group has committed; -1 if none. */
    long committed(String group, String topic, int partition) throws Exception {
        OffsetAndMetadata o = admin.listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .get()
                .get(new TopicPartition(topic, partition));
        return o == null ? -1 : o.offset();
    }

    /** What a consumer of committed records finds in the topic, until it has found {@code n} or waited for long. */
    List<ConsumerRecord<String, String>> read(String topic, int n, Duration atMost) {
        List<ConsumerRecord<String, String>> found = new ArrayList<>();
        Map<String, Object> properties = Map.of("bootstrap.servers", servers(), "isolation.level", "read_committed");
        long end = System.nanoTime() + atMost.toNanos();
        try (KafkaConsumer<String, String> c =
                new KafkaConsumer<>(properties, new StringDeserializer(), new StringDeserializer())) {
            List<TopicPartition> all = c.partitionsFor(topic).stream()
                    .map(p -> new TopicPartition(topic, p.partition()))
                    .toList();
            c.assign(all);
            c.seekToBeginning(all);
            while (found.size() < n && System.nanoTime() < end) {
                c.poll(Duration.ofMillis(50)).forEach(found::add);
            }
        }
        return found;
    }

    /** A producer in a runtime that stays open: it is closed with it. */
    static <K, V> Producing<K, V> producing(String operator, String topic, Producer<K, V> producer) {
        return OPEN.run(
                Producing.open(Kafka.connection(operator, "mock", topic), Duration.ofSeconds(1), () -> producer));
    }

    /** Throws what the program panics with. */
    static <A> A run(Go<A> program) {
        try (GoRuntime rt = GoRuntime.builder().maxProcs(2).build()) {
            return rt.run(program);
        } catch (Panic p) {
            throw p.value() instanceof RuntimeException e ? e : p;
        }
    }
}
