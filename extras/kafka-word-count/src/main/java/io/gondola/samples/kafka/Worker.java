package io.gondola.samples.kafka;

import io.gondola.context.CancelContext;
import io.gondola.context.Context;
import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.pipeline.Pipeline;
import io.gondola.pipeline.kafka.ConsumerSettings;
import io.gondola.pipeline.kafka.Kafka;
import io.gondola.pipeline.kafka.Message;
import io.gondola.pipeline.kafka.Outgoing;
import io.gondola.pipeline.kafka.ProducerSettings;
import io.gondola.pipeline.kafka.Received;
import io.gondola.pipeline.kafka.Sent;
import io.vavr.collection.Set;
import java.time.Duration;
import java.util.Objects;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.LongSerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** One process of the group: takes lines, and sends how often each word is in each. Ends when its input does. */
final class Worker {
    static final String LINES = "lines";
    static final String WORDS = "words";

    /** The header that says of which line a count is. */
    static final String PLACE = "line";

    private static final String GROUP = "word-count";
    private static final Duration WORK = Duration.ofMillis(8);
    private static final int IN_FLIGHT = 4;

    /** Three processes start at once, beside the broker, on a machine that may have other work. */
    private static final Duration START_WITHIN = Duration.ofMinutes(1);

    private final Mode mode;
    private final ConsumerSettings<String, String> consumer;
    private final ProducerSettings<String, Long> producer;

    Worker(String servers, String name, Mode mode) {
        this.mode = mode;
        this.consumer = consumer(servers);
        ProducerSettings<String, Long> settings = ProducerSettings.of(
                        servers, new StringSerializer(), new LongSerializer())
                .startWithin(START_WITHIN);
        this.producer = mode == Mode.AT_LEAST_ONCE
                ? settings
                : settings.transactionalId(GROUP + "-" + name).property("transaction.timeout.ms", 2000);
    }

    Go<Unit> program() {
        return Context.background()
                .withCancel()
                .flatMap(ctx -> Go.go("input", untilTheInputEnds(ctx))
                        .then(Kafka.source(settings(ctx), LINES)
                                .parallelByKey(
                                        IN_FLIGHT,
                                        Received::orderKey,
                                        line -> Go.sleep(WORK).as(counts(line)))
                                .through(this::send)
                                .drain()));
    }

    private static Go<Unit> untilTheInputEnds(CancelContext ctx) {
        return Go.blocking(() -> System.in.read()).then(ctx.cancel());
    }

    private static Outgoing<String, Long> counts(Received<String, String> line) {
        return line.sends(Text.countsOf(Objects.requireNonNullElse(line.value(), ""))
                .map(t -> Message.of(t._1, t._2).header(PLACE, line.partition() + "@" + line.offset())));
    }

    private Pipeline<Sent<String, Long>> send(Pipeline<Outgoing<String, Long>> counts) {
        return counts.through(
                mode == Mode.AT_LEAST_ONCE ? Kafka.sink(producer, WORDS) : Kafka.transactions(producer, WORDS));
    }

    private ConsumerSettings<String, String> settings(Context until) {
        return mode == Mode.AT_LEAST_ONCE
                ? consumer.until(until)
                : consumer.until(until).transactional();
    }

    private static ConsumerSettings<String, String> consumer(String servers) {
        return ConsumerSettings.of(servers, GROUP, new StringDeserializer(), new StringDeserializer())
                .property("session.timeout.ms", 2000)
                .property("heartbeat.interval.ms", 200)
                .property("max.poll.records", 50)
                .buffer(100)
                .commitEvery(Duration.ofMillis(200))
                .startWithin(START_WITHIN)
                .onAssignment(Worker::tell);
    }

    private static void tell(Set<TopicPartition> partitions) {
        System.out.println(Assigned.line(partitions.map(TopicPartition::partition)));
    }
}
