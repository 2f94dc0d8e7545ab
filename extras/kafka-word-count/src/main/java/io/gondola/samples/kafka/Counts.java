package io.gondola.samples.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.LongDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * What the group has sent, read by a plain consumer of committed records: of which lines, and how many of each word.
 */
final class Counts implements AutoCloseable {
    private final KafkaConsumer<String, Long> consumer;
    private final List<TopicPartition> partitions;
    private final Map<String, Long> byWord = new TreeMap<>();
    private final Set<String> lines = new HashSet<>();

    Counts(String servers, int partitionCount) {
        consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        servers,
                        "auto.offset.reset",
                        "earliest",
                        "isolation.level",
                        "read_committed"),
                new StringDeserializer(),
                new LongDeserializer());
        partitions = java.util.stream.IntStream.range(0, partitionCount)
                .mapToObj(i -> new TopicPartition(Worker.WORDS, i))
                .toList();
        consumer.assign(partitions);
    }

    /** Reads what there is, and waits a little if there is nothing. Returns of how many lines there are counts. */
    int read() {
        for (ConsumerRecord<String, Long> r : consumer.poll(Duration.ofMillis(50))) {
            long unused = byWord.merge(r.key(), r.value(), Long::sum);
            lines.add(new String(r.headers().lastHeader(Worker.PLACE).value(), StandardCharsets.UTF_8));
        }
        return lines.size();
    }

    /** Reads up to the end, when nobody sends any more. */
    void readAll() {
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
            int unused = read();
        }
    }

    int lines() {
        return lines.size();
    }

    Map<String, Long> byWord() {
        return byWord;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
