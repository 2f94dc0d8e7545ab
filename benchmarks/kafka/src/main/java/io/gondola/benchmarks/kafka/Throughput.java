package io.gondola.benchmarks.kafka;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.test.KafkaClusterTestKit;
import org.apache.kafka.common.test.TestKitNodes;

/**
 * How many records a second are consumed from a topic and committed: by a plain loop around Kafka's consumer, by
 * pipelines, by Pekko's connector. One run: a broker in this process, all of them in turn, several
 * rounds, the median of each.
 *
 * <p>Arguments: how many records, how many rounds, and which of {@code plain}, {@code gondola}, {@code gondola-8},
 * {@code pekko}.
 */
public final class Throughput {
    static final String TOPIC = "records";

    private static final int RECORDS = 500_000;
    private static final int ROUNDS = 5;
    private static final int PARTITIONS = 4;
    private static final int KEYS = 1000;
    private static final String VALUE = "x".repeat(100);

    private static final AtomicInteger GROUPS = new AtomicInteger();

    /** A way to consume {@code n} records, and to commit their offsets. */
    @FunctionalInterface
    interface Way {
        void consume(String servers, String group, int n) throws Exception;
    }

    private Throughput() {}

    @SuppressWarnings("try") // closing the broker may be interrupted: nobody does
    public static void main(String[] arguments) throws Exception {
        int records = arguments.length > 0 ? Integer.parseInt(arguments[0]) : RECORDS;
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : ROUNDS;
        Map<String, Way> ways = new LinkedHashMap<>();
        ways.put("plain", Ways::plain);
        ways.put("gondola", Ways::gondola);
        ways.put("gondola-8", Ways::gondolaByKey);
        ways.put("pekko", Ways::pekko);
        if (arguments.length > 2) {
            ways.keySet().retainAll(Arrays.asList(arguments).subList(2, arguments.length));
        }
        TestKitNodes nodes = new TestKitNodes.Builder()
                .setCombined(true)
                .setNumBrokerNodes(1)
                .setNumControllerNodes(1)
                .build();
        try (KafkaClusterTestKit kit = new KafkaClusterTestKit.Builder(nodes)
                .setConfigProp("offsets.topic.replication.factor", "1")
                .setConfigProp("offsets.topic.num.partitions", "1")
                .setConfigProp("group.initial.rebalance.delay.ms", "0")
                .build()) {
            kit.format();
            kit.startup();
            kit.waitForReadyBrokers();
            fill(kit.bootstrapServers(), records);
            measure(kit.bootstrapServers(), records, rounds, ways);
        }
        System.exit(0); // Pekko's threads
    }

    private static void fill(String servers, int n) throws Exception {
        // One request after the other. A first one that is refused, since its partition has no leader yet, would come
        // after those behind it, which are taken: out of order until the time for its delivery is over.
        Map<String, Object> properties = Map.of(
                "bootstrap.servers",
                servers,
                "linger.ms",
                20,
                "batch.size",
                200_000,
                "max.in.flight.requests.per.connection",
                1);
        AtomicReference<Exception> failure = new AtomicReference<>();
        try (Admin admin = Admin.create(properties);
                KafkaProducer<String, String> p =
                        new KafkaProducer<>(properties, new StringSerializer(), new StringSerializer())) {
            admin.createTopics(List.of(new NewTopic(TOPIC, PARTITIONS, (short) 1)))
                    .all()
                    .get();
            for (int i = 0; i < n; i++) {
                var unused = p.send(
                        new ProducerRecord<>(TOPIC, i % PARTITIONS, "k" + i % KEYS, VALUE),
                        (at, e) -> failure.compareAndSet(null, e));
            }
            p.flush();
        }
        if (failure.get() != null) { // or else all would wait for the records that are missing
            throw failure.get();
        }
    }

    /** Prints each row when it is measured. The first round of each warms up, and does not count. */
    private static void measure(String servers, int n, int rounds, Map<String, Way> ways) throws Exception {
        System.out.printf("%d records of %d bytes, %d partitions, %d rounds%n", n, VALUE.length(), PARTITIONS, rounds);
        System.out.println("| round | way | records/s |");
        System.out.println("|---|---|---|");
        Map<String, List<Long>> nanos = new LinkedHashMap<>();
        for (int round = 0; round <= rounds; round++) {
            for (Map.Entry<String, Way> way : ways.entrySet()) {
                String group = way.getKey() + "-" + GROUPS.incrementAndGet();
                long begin = System.nanoTime();
                way.getValue().consume(servers, group, n);
                long took = System.nanoTime() - begin;
                String name = round == 0 ? "warm-up" : Integer.toString(round);
                System.out.printf("| %s | %s | %,d |%n", name, way.getKey(), perSecond(n, took));
                if (round > 0) {
                    nanos.computeIfAbsent(way.getKey(), w -> new ArrayList<>()).add(took);
                }
            }
        }
        System.out.printf("%n| way | median records/s | best | worst |%n|---|---|---|---|%n");
        nanos.forEach((way, all) -> {
            List<Long> sorted = all.stream().sorted().toList();
            System.out.printf(
                    "| %s | %,d | %,d | %,d |%n",
                    way,
                    perSecond(n, sorted.get(sorted.size() / 2)),
                    perSecond(n, sorted.get(0)),
                    perSecond(n, sorted.get(sorted.size() - 1)));
        });
    }

    private static long perSecond(int n, long nanos) {
        return Math.round(n * 1e9 / nanos);
    }
}
