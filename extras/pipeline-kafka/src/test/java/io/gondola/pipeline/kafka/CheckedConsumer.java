package io.gondola.pipeline.kafka;

import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.pipeline.Pipeline;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;

/** Kafka's mock consumer, of two partitions, that checks each commit against what was done by then. */
@SuppressWarnings("NullAway") // what is looked for is there
class CheckedConsumer extends MockConsumer<byte[], byte[]> {
    static final TopicPartition P0 = new TopicPartition("t", 0);
    static final TopicPartition P1 = new TopicPartition("t", 1);

    final Map<TopicPartition, Set<Long>> done =
            Map.of(P0, new ConcurrentSkipListSet<>(), P1, new ConcurrentSkipListSet<>());

    /** What was committed last. */
    final Map<TopicPartition, Long> last = new HashMap<>();

    /** How long the polls were to wait. */
    final Set<Duration> waits = new TreeSet<>();

    int received;
    int polls;
    boolean opened;

    CheckedConsumer() {
        super("earliest");
        updatePartitions(
                "t", List.of(new PartitionInfo("t", 0, null, null, null), new PartitionInfo("t", 1, null, null, null)));
        updateBeginningOffsets(Map.of(P0, 0L, P1, 0L));
    }

    static Pipeline<Received<String, String>> source(
            ConsumerSettings<String, String> settings, CheckedConsumer consumer) {
        return Kafka.source(
                settings,
                Kafka.connection("Kafka.source", "mock", "t"),
                () -> {
                    consumer.opened = true;
                    return consumer;
                },
                Go.sleep(Duration.ofMillis(1)));
    }

    static ConsumerSettings<String, String> settings() {
        return ConsumerSettings.of("mock", "g", new StringDeserializer(), new StringDeserializer());
    }

    void assign(List<TopicPartition> partitions) {
        schedulePollTask(() -> rebalance(partitions));
    }

    void add(TopicPartition p, int n) {
        schedulePollTask(() -> put(p, n));
    }

    /** Within a poll: it brings them. */
    void put(TopicPartition p, int n) {
        for (int i = 0; i < n; i++) {
            addRecord(new ConsumerRecord<>("t", p.partition(), i, bytes("k" + i % 3), bytes(p.partition() + "/" + i)));
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    Go<Unit> done(Received<?, ?> r) {
        return Go.run(() -> {
            done.get(new TopicPartition("t", r.partition())).add(r.offset());
            r.done();
        });
    }

    @Override
    public synchronized ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        polls++;
        waits.add(timeout);
        ConsumerRecords<byte[], byte[]> some = super.poll(timeout);
        received += some.count();
        return some;
    }

    @Override
    public void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets, Duration timeout) {
        check(offsets);
        super.commitSync(offsets, timeout);
    }

    @Override
    public synchronized void commitAsync(
            Map<TopicPartition, OffsetAndMetadata> offsets, @Nullable OffsetCommitCallback callback) {
        check(offsets);
        super.commitAsync(offsets, callback);
    }

    private void check(Map<TopicPartition, OffsetAndMetadata> offsets) {
        offsets.forEach((p, o) -> {
            for (long i = 0; i < o.offset(); i++) {
                if (!done.get(p).contains(i)) {
                    throw new AssertionError(p + "@" + i + " is committed, and was not done: " + o.offset());
                }
            }
            last.put(p, o.offset());
        });
    }
}
