package io.gondola.pipeline.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.gondola.context.CancelContext;
import io.gondola.context.Context;
import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.GoRuntime;
import io.gondola.dsl.Unit;
import io.gondola.pipeline.PipelineException;
import io.vavr.collection.Seq;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.serialization.IntegerDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;

/** The source, with the real broker. */
class SourceTest {
    private static final Broker BROKER = Broker.shared();

    private final String group = Broker.name("group");

    @Test
    void finishedRecordsAreCommittedAtTheEndAndNotDeliveredAgain() throws Exception {
        String topic = BROKER.topic("orders", 2);
        BROKER.fill(topic, 2, 100, 7);
        List<String> seen = Collections.synchronizedList(new ArrayList<>());

        for (int n : new int[] {60, 40}) {
            Broker.run(Kafka.source(BROKER.consumer(group), topic)
                    .take(n)
                    .parallelByKey(
                            4,
                            Received::orderKey,
                            r -> Go.run(() -> seen.add(r.value())).as(r))
                    .peek(Received::done)
                    .drain());
        }

        assertThat(seen).hasSize(100).doesNotHaveDuplicates();
        assertThat(BROKER.committed(group, topic, 0) + BROKER.committed(group, topic, 1))
                .isEqualTo(100);
    }

    @Test
    void offsetsAreCommittedInTheBackgroundUpToTheFirstUnfinishedRecord() throws Exception {
        String topic = BROKER.topic("orders", 1);
        BROKER.fill(topic, 1, 20, 20);
        Channel<Unit> release = Channel.unbuffered();
        ConsumerSettings<String, String> settings =
                BROKER.consumer(group).commitEvery(Duration.ofMillis(20)).stuckAfter(Duration.ofMillis(50), "orders");

        try (GoRuntime rt = GoRuntime.builder().maxProcs(2).build()) {
            var run = rt.start(Kafka.source(settings, topic)
                    .take(20)
                    .parallelUnordered(
                            4, r -> r.offset() == 7 ? release.receive().as(r) : Go.pure(r))
                    .peek(Received::done)
                    .drain());
            while (BROKER.committed(group, topic, 0) < 7
                    || rt.stats()
                            .meters()
                            .get("orders")
                            .map(m -> m.note().isEmpty())
                            .getOrElse(true)) {
                Thread.onSpinWait();
            }

            assertThat(BROKER.committed(group, topic, 0)).isEqualTo(7);
            assertThat(rt.stats().meters().get("orders").get().note()).startsWith(topic + "-0@7 is unfinished since");
            assertThat(rt.stats().meters().get("orders").get().toString()).contains(" note=" + topic + "-0@7");
            rt.run(release.send(Unit.UNIT));
            run.get();
            assertThat(rt.stats().meters().get("orders").get().note()).isEmpty();
        }
        assertThat(BROKER.committed(group, topic, 0)).isEqualTo(20);
    }

    @Test
    void aHandlerMayBeSlowerThanThePollInterval() throws Exception {
        String topic = BROKER.topic("orders", 1);
        BROKER.fill(topic, 1, 1, 1);
        List<Integer> assigned = Collections.synchronizedList(new ArrayList<>());
        ConsumerSettings<String, String> settings = BROKER.consumer(group)
                .property("max.poll.interval.ms", 1000)
                .property("session.timeout.ms", 1000)
                .property("heartbeat.interval.ms", 200)
                .finishWithin(Duration.ofMillis(500))
                .onAssignment(partitions -> assigned.add(partitions.size()));

        Broker.run(Kafka.source(settings, topic)
                .mapGo(r -> Go.sleep(Duration.ofMillis(1500)).as(r))
                .peek(Received::done)
                .take(1)
                .drain());

        assertThat(assigned).containsExactly(1, 0);
        assertThat(BROKER.committed(group, topic, 0)).isEqualTo(1);
    }

    @Test
    void aCancelledSourceLeavesTheGroupAndCommitsWhatWasDone() throws Exception {
        String topic = BROKER.topic("orders", 1);
        BROKER.fill(topic, 1, 5, 1);
        Go<?> stuckAtThree = Context.background()
                .withCancel()
                .flatMap(ctx -> ctx.run(Kafka.source(BROKER.consumer(group), topic)
                        .mapGo(r -> r.offset() == 3 ? ctx.cancel().then(Go.never()) : Go.pure(r))
                        .peek(Received::done)
                        .drain()));
        long begun = System.nanoTime();
        Broker.run(stuckAtThree);

        assertThat(BROKER.committed(group, topic, 0)).isEqualTo(3);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(9));
        Seq<Long> rest = Broker.run(Kafka.source(BROKER.consumer(group), topic)
                .take(2)
                .peek(Received::done)
                .map(Received::offset)
                .toList());
        assertThat(rest).containsExactly(3L, 4L);
    }

    @Test
    void aFailureNamesTheRecordAndLeavesItUncommitted() throws Exception {
        String topic = BROKER.topic("orders", 1);
        BROKER.fill(topic, 1, 5, 1);

        Throwable thrown = catchThrowable(() -> Broker.run(Kafka.source(BROKER.consumer(group), topic)
                .map(r -> r.withValue(1 / (Integer.parseInt(r.value()) - 2)))
                .named("divide")
                .peek(Received::done)
                .drain()));

        assertThat(thrown)
                .isInstanceOf(PipelineException.class)
                .hasMessageStartingWith("stage \"divide\" (map at SourceTest.java:")
                .hasMessageEndingWith("ArithmeticException: / by zero; element=" + topic + "-0@2");
        assertThat(BROKER.committed(group, topic, 0)).isEqualTo(2);
    }

    @Test
    void aPoisonRecordIsAFailedValueAndTheOthersGoOn() throws Exception {
        String topic = BROKER.topic("numbers", 1);
        BROKER.fill(topic, 1, 3, 1); // text of one byte, and not integers of four
        ConsumerSettings<String, Integer> settings =
                ConsumerSettings.of(BROKER.servers(), group, new StringDeserializer(), new IntegerDeserializer());

        Seq<RecordException> poison = Broker.run(Kafka.source(settings, topic)
                .attempt()
                .take(3)
                .map(t -> (RecordException) t.getCause())
                .peek(e -> e.record().done())
                .toList());

        assertThat(poison.map(e -> e.topic() + e.partition() + e.offset()))
                .containsExactly(topic + "Some(0)Some(0)", topic + "Some(0)Some(1)", topic + "Some(0)Some(2)");
        assertThat(poison.head())
                .hasMessageStartingWith("the record cannot be deserialized: " + topic + "-0@0: org.apache.kafka.common"
                        + ".errors.SerializationException: ");
        assertThat(new String(poison.head().record().value(), java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo("0");
        assertThat(BROKER.committed(group, topic, 0)).isEqualTo(3);
    }

    @Test
    void aPoisonRecordEndsASourceThatDoesNotAttempt() throws Exception {
        String topic = BROKER.topic("numbers", 1);
        BROKER.fill(topic, 1, 3, 1);
        ConsumerSettings<String, Integer> settings =
                ConsumerSettings.of(BROKER.servers(), group, new StringDeserializer(), new IntegerDeserializer());

        Throwable thrown = catchThrowable(() ->
                Broker.run(Kafka.source(settings, topic).peek(Received::done).drain()));

        assertThat(thrown.getCause()).isInstanceOf(RecordException.class).hasMessageContaining(topic + "-0@0");
        assertThat(BROKER.committed(group, topic, 0)).isEqualTo(-1);
    }

    /** Hunts: records of a partition that moves, worked on by both, although the first was to finish them. */
    @Test
    void recordsBeingWorkedOnAreFinishedBeforeTheirPartitionMoves() throws Exception {
        String topic = BROKER.topic("orders", 2);
        BROKER.fill(topic, 2, 40, 40);
        Map<String, AtomicInteger> times = new ConcurrentHashMap<>();

        try (GoRuntime rt = GoRuntime.builder().maxProcs(2).build()) {
            CancelContext all = rt.run(Context.background().withCancel());
            var first = rt.start(member(topic, all, times));
            while (times.size() < 6) {
                Thread.onSpinWait();
            }
            var second = rt.start(member(topic, all, times));
            first.get();
            second.get();
        }

        assertThat(times).hasSize(40);
        assertThat(times.values()).allSatisfy(n -> assertThat(n).hasValue(1));
        assertThat(BROKER.committed(group, topic, 0) + BROKER.committed(group, topic, 1))
                .isEqualTo(40);
    }

    private Go<Unit> member(String topic, CancelContext all, Map<String, AtomicInteger> times) {
        ConsumerSettings<String, String> settings = BROKER.consumer(group)
                .property("max.poll.records", 2)
                .property("heartbeat.interval.ms", 100)
                .buffer(2)
                .until(all);
        return Kafka.source(settings, topic)
                .parallelByKey(
                        3,
                        Received::orderKey,
                        r -> Go.sleep(Duration.ofMillis(50))
                                .then(Go.call(() -> {
                                    times.computeIfAbsent(r.value(), v -> new AtomicInteger())
                                            .incrementAndGet();
                                    r.done();
                                    return times.size();
                                }))
                                .flatMap(n -> n == 40 ? all.cancel() : Go.unit()))
                .drain();
    }

    /** Hunts: a property of ours that the newer protocol, in which the brokers assign, refuses. */
    @Test
    void theGroupsNewerProtocolMayBeUsed() throws Exception {
        String topic = BROKER.topic("orders", 2);
        BROKER.fill(topic, 2, 20, 7);
        Seq<String> values =
                Broker.run(Kafka.source(BROKER.consumer(group).property("group.protocol", "consumer"), topic)
                        .take(20)
                        .parallelByKey(4, Received::orderKey, Go::pure)
                        .peek(Received::done)
                        .map(Received::value)
                        .toList());

        assertThat(values).hasSize(20).doesNotHaveDuplicates();
        assertThat(BROKER.committed(group, topic, 0) + BROKER.committed(group, topic, 1))
                .isEqualTo(20);
    }

    /** Hunts: a thread of Kafka's clients that is left when the pipeline has ended, well or not. */
    @Test
    void noThreadIsLeft() throws Exception {
        String topic = BROKER.topic("orders", 1);
        String to = BROKER.topic("bills", 1);
        BROKER.fill(topic, 1, 4, 1);
        ConsumerSettings<String, String> settings = BROKER.consumer(group).property("client.id", group);
        ProducerSettings<String, String> sender = BROKER.sender().property("client.id", group);
        List<String> during = Collections.synchronizedList(new ArrayList<>());
        for (int bad : new int[] {1, 4}) {
            Throwable thrown = catchThrowable(() -> Broker.run(Kafka.source(settings, topic)
                    .take(3)
                    .map(r -> r.sends(Message.of(r.key(), "" + 1 / (r.offset() - bad))))
                    .peek(o -> during.addAll(threads()))
                    .through(Kafka.sink(sender, to))
                    .drain()));
            assertThat(thrown == null).isEqualTo(bad == 4);
            assertThat(threads()).isEmpty();
        }
        assertThat(during).anyMatch(t -> t.contains("producer")).anyMatch(t -> t.contains("heartbeat"));
    }

    private List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.endsWith(group))
                .toList();
    }

    @Test
    void itIsDrawnAndNamedAsOneOperator() {
        assertThat(Kafka.source(BROKER.consumer(group), "a", "b")
                        .map(Received::value)
                        .explain())
                .isEqualTo("Kafka.source(a,b) → map\n");
    }

    @Test
    void partitionsThatTheUserPausedStayPaused() throws Exception {
        String topic = BROKER.topic("orders", 2);
        BROKER.fill(topic, 2, 20, 20);
        Pauses pauses = new Pauses();
        pauses.pause(topic, 1);
        Seq<Integer> partitions = Broker.run(Kafka.source(BROKER.consumer(group).pauses(pauses), topic)
                .zipWithIndex()
                .peek(t -> {
                    if (t._2 == 9) {
                        pauses.resume(topic, 1);
                    }
                })
                .map(t -> t._1.partition())
                .take(20)
                .toList());

        assertThat(partitions.take(10)).containsOnly(0);
        assertThat(partitions.drop(10)).containsOnly(1);
    }
}
