package io.gondola.pipeline.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.dsl.Go;
import io.gondola.dsl.GoRuntime;
import io.gondola.dsl.Unit;
import io.gondola.pipeline.Pipeline;
import io.gondola.testkit.Explorer;
import io.gondola.testkit.Report;
import io.gondola.testkit.Verdict;
import io.vavr.CheckedFunction0;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;

/** The source with Kafka's own mock consumer, under explored schedules: its clock is virtual, its polls never wait. */
class SourceScheduleTest {
    private static final TopicPartition P0 = new TopicPartition("t", 0);
    private static final TopicPartition P1 = new TopicPartition("t", 1);

    /** A consumer of two partitions that checks each commit against what was done by then. */
    private static final class Checked extends MockConsumer<byte[], byte[]> {
        final Map<TopicPartition, Set<Long>> done = new HashMap<>(Map.of(P0, new TreeSet<>(), P1, new TreeSet<>()));
        final Map<TopicPartition, Long> last = new HashMap<>();
        int received;
        int polls;
        boolean opened;

        Checked() {
            super("earliest");
            updatePartitions(
                    "t",
                    List.of(new PartitionInfo("t", 0, null, null, null), new PartitionInfo("t", 1, null, null, null)));
            updateBeginningOffsets(Map.of(P0, 0L, P1, 0L));
        }

        void assign(List<TopicPartition> partitions) {
            schedulePollTask(() -> rebalance(partitions));
        }

        void add(TopicPartition p, int n) {
            schedulePollTask(() -> {
                for (int i = 0; i < n; i++) {
                    addRecord(new ConsumerRecord<>(
                            "t", p.partition(), i, bytes("k" + i % 3), bytes(p.partition() + "/" + i)));
                }
            });
        }

        private static byte[] bytes(String text) {
            return text.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public synchronized ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
            polls++;
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
                Map<TopicPartition, OffsetAndMetadata> offsets, OffsetCommitCallback callback) {
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

    private static Pipeline<Received<String, String>> source(
            ConsumerSettings<String, String> settings, Checked consumer) {
        return Kafka.source(
                settings,
                Kafka.connection("Kafka.source", "mock", "t"),
                () -> {
                    consumer.opened = true;
                    return consumer;
                },
                Go.sleep(Duration.ofMillis(1)));
    }

    private static ConsumerSettings<String, String> settings() {
        return ConsumerSettings.of("mock", "g", new StringDeserializer(), new StringDeserializer());
    }

    private static void passes(CheckedFunction0<Go<?>> program) {
        passes(Explorer.of(program));
    }

    private static void passes(Explorer explorer) {
        Report report = explorer.schedules(200).explore();
        assertThat(report.verdict()).as("%s", report).isNotEqualTo(Verdict.FAILED);
    }

    private static Go<Unit> done(Checked c, Received<?, ?> r) {
        return Go.run(() -> {
            c.done.get(new TopicPartition("t", r.partition())).add(r.offset());
            r.done();
        });
    }

    /** Hunts: an offset that is committed before a record below it is done, whichever worker is faster. */
    @Test
    void onlyWhatIsDoneIsCommitted() {
        passes(() -> {
            Checked c = new Checked();
            c.assign(List.of(P0, P1));
            c.add(P0, 4);
            c.add(P1, 3);
            return source(settings(), c)
                    .take(7)
                    .parallelByKey(3, Received::orderKey, r -> done(c, r).as(r))
                    .drain()
                    .then(Go.run(() -> {
                        assertThat(c.last).isEqualTo(Map.of(P0, 4L, P1, 3L));
                        assertThat(c.closed()).isTrue();
                    }));
        });
    }

    /** Hunts: a commit of what the failing record was to come before. */
    @Test
    void aFailureLeavesTheRestUncommitted() {
        passes(() -> {
            Checked c = new Checked();
            c.assign(List.of(P0));
            c.add(P0, 6);
            return source(settings(), c)
                    .parallelByKey(
                            3,
                            Received::orderKey,
                            r -> r.offset() == 3 ? Go.panic("no") : Go.gosched().then(done(c, r)))
                    .drain()
                    .attempt()
                    .map(t -> {
                        assertThat(t.isFailure()).isTrue();
                        assertThat(c.last.getOrDefault(P0, 0L)).isLessThanOrEqualTo(3);
                        assertThat(c.closed()).isTrue();
                        return t;
                    });
        });
    }

    /** Hunts: the order of a key, with several in flight. */
    @Test
    void eachKeyKeepsItsOrder() {
        passes(() -> {
            Checked c = new Checked();
            c.assign(List.of(P0));
            c.add(P0, 9);
            Map<String, List<Long>> seen = new HashMap<>();
            return source(settings(), c)
                    .take(9)
                    .parallelByKey(
                            3,
                            Received::orderKey,
                            r -> Go.gosched()
                                    .then(Go.run(() -> seen.computeIfAbsent(r.key(), k -> new ArrayList<>())
                                            .add(r.offset())))
                                    .then(done(c, r)))
                    .drain()
                    .then(Go.run(() -> assertThat(seen)
                            .isEqualTo(Map.of(
                                    "k0", List.of(0L, 3L, 6L), "k1", List.of(1L, 4L, 7L), "k2", List.of(2L, 5L, 8L)))));
        });
    }

    /** Hunts: a record of a partition that is gone, begun or committed all the same. */
    @Test
    void recordsOfAPartitionThatIsGoneAreDropped() {
        passes(() -> {
            Checked c = new Checked();
            c.assign(List.of(P0, P1));
            c.add(P0, 5);
            c.add(P1, 5);
            c.assign(List.of(P1));
            return source(settings().onRevoke(OnRevoke.DROP), c)
                    .parallelUnordered(
                            2,
                            r -> Go.sleep(Duration.ofMillis(1)).then(done(c, r)).as(r))
                    .filter(r -> r.partition() == 1)
                    .take(5)
                    .drain()
                    .then(Go.run(() -> assertThat(c.assignment()).doesNotContain(P0)));
        });
    }

    private static Go<Unit> takesOneInASecond(Checked c) {
        c.setMaxPollRecords(2);
        c.assign(List.of(P0));
        c.add(P0, 100);
        return source(settings().buffer(10), c)
                .mapGo(r -> Go.sleep(Duration.ofSeconds(1)).then(done(c, r)).as(r))
                .take(1)
                .drain();
    }

    /** Hunts: fetching without end while nobody takes anything. */
    @Test
    void aPartitionOfWhichTooMuchHasComeIsPaused() {
        passes(() -> {
            Checked c = new Checked();
            return takesOneInASecond(c).then(Go.run(() -> assertThat(c.received).isLessThanOrEqualTo(12)));
        });
    }

    @Test
    void aSourceWhosePartitionsAreAllPausedStillPolls() {
        Checked c = new Checked();
        try (GoRuntime rt = GoRuntime.deterministic(1)) {
            Unit unused = rt.run(takesOneInASecond(c));
        }
        assertThat(c.received).isBetween(10, 12);
        assertThat(c.polls).isGreaterThan(900);
    }

    /** Hunts: fetching without end while the first record is stuck, however fast the others are. */
    @Test
    void aPartitionWhoseFirstRecordIsStuckIsPaused() {
        passes(() -> {
            Checked c = new Checked();
            c.setMaxPollRecords(2);
            c.assign(List.of(P0));
            c.add(P0, 100);
            return source(settings().maxGap(10), c)
                    .parallelUnordered(
                            2,
                            r -> (r.offset() == 0 ? isStuckForASecond(c) : Go.unit())
                                    .then(done(c, r))
                                    .as(r))
                    .filter(r -> r.offset() == 0)
                    .take(1)
                    .drain();
        });
    }

    private static Go<Unit> isStuckForASecond(Checked c) {
        return Go.sleep(Duration.ofSeconds(1))
                .then(Go.run(() -> assertThat(c.received).isLessThanOrEqualTo(12)));
    }

    /** Hunts: a partition that is paused until the next commit although all its records are finished. */
    @Test
    void finishedRecordsThatAreNotYetCommittedPauseNothing() {
        Checked c = new Checked();
        c.setMaxPollRecords(2);
        c.assign(List.of(P0));
        c.add(P0, 100);
        try (GoRuntime rt = GoRuntime.deterministic(1)) {
            Unit unused = rt.run(source(settings().maxGap(10).commitEvery(Duration.ofHours(1)), c)
                    .mapGo(r -> done(c, r))
                    .take(100)
                    .drain());
        }
        assertThat(c.polls).isLessThan(200);
        assertThat(c.last).isEqualTo(Map.of(P0, 100L));
    }

    /** Hunts: a partition that the user has paused, resumed because its buffer is empty. */
    @Test
    void partitionsPausedByTheUserStayPaused() {
        passes(() -> {
            Checked c = new Checked();
            Pauses pauses = new Pauses();
            pauses.pause("t", 1);
            c.assign(List.of(P0, P1));
            c.add(P1, 5); // it has them first
            c.add(P0, 5);
            List<Integer> seen = new ArrayList<>();
            return source(settings().pauses(pauses), c)
                    .mapGo(r -> done(c, r).as(r))
                    .peek(r -> {
                        seen.add(r.partition());
                        if (seen.size() == 5) {
                            assertThat(seen).doesNotContain(1);
                            pauses.resume("t", 1);
                        }
                    })
                    .take(10)
                    .drain();
        });
    }

    /** Hunts: a goroutine or a consumer that is left when the pipeline was cancelled, at whatever step. */
    @Test
    void nothingIsLeftOfACancelledSource() {
        passes(() -> {
            Checked c = new Checked();
            c.assign(List.of(P0));
            c.add(P0, 5);
            return io.gondola.context.Context.background()
                    .withTimeout(Duration.ofMillis(3))
                    .flatMap(ctx -> ctx.run(source(settings(), c)
                            .mapGo(r -> Go.sleep(Duration.ofMillis(1)).then(done(c, r)))
                            .drain()))
                    .map(t -> {
                        assertThat(c.closed()).isEqualTo(c.opened);
                        return t;
                    });
        });
    }

    /** Hunts: what is being worked on, not finished when the source ends by its context. */
    @Test
    void untilEndsTheSourceAndFinishesTheRest() {
        passes(() -> {
            Checked c = new Checked();
            c.assign(List.of(P0));
            c.add(P0, 5);
            return io.gondola.context.Context.background()
                    .withCancel()
                    .flatMap(ctx -> source(settings().until(ctx), c)
                            .peekGo(r -> r.offset() == 1 ? ctx.cancel() : Go.unit())
                            .parallelUnordered(
                                    2, r -> Go.sleep(Duration.ofMillis(7)).then(done(c, r)))
                            .drain())
                    .then(Go.run(() -> {
                        assertThat(c.last.get(P0)).isEqualTo(c.done.get(P0).size());
                        assertThat(c.last.get(P0)).isGreaterThanOrEqualTo(2);
                    }));
        });
    }
}
