package io.gondola.pipeline.kafka;

import io.gondola.dsl.Unit;
import io.vavr.CheckedFunction0;
import io.vavr.control.Option;
import java.time.Duration;
import java.util.ConcurrentModificationException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.InvalidMetadataException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.WakeupException;

/**
 * Whom a source or sink talks to, and of what: says what goes wrong there.
 *
 * @param what the source or sink
 * @param servers the brokers' addresses
 * @param topics the topics
 */
record Connection(String what, String servers, List<String> topics) {
    private static final int DEFAULT_BATCH_SIZE = 16_384;
    private static final int DEFAULT_REQUEST_SIZE = 1_048_576;
    private static final long LOOK_MILLIS = 10;
    private static final Duration CUT_OFF_WITHIN = Duration.ofSeconds(1);
    private static final System.Logger LOG = System.getLogger(Connection.class.getName());

    String names() {
        return String.join(",", topics);
    }

    TopicException failed(String how, Throwable cause) {
        return new TopicException(names(), names() + " " + how + ": " + text(cause) + where(), cause);
    }

    /** Where Kafka only wraps another exception, that one, too: it says what is wrong. */
    private static String text(Throwable t) {
        Throwable cause = t.getCause();
        return t.getClass() == KafkaException.class && cause != null && cause != t
                ? t + ": " + text(cause)
                : t.toString();
    }

    private String where() {
        return "; bootstrap.servers=" + servers;
    }

    /** A client; the reason why there is none is that of its properties. */
    <C> C made(CheckedFunction0<? extends C> open) throws Throwable {
        try {
            return open.apply();
        } catch (KafkaException e) {
            throw unreachable(e);
        }
    }

    private TopicException unreachable(KafkaException e) {
        return failed("cannot be reached as the settings say", e.getCause() == null ? e : e.getCause());
    }

    /** That there is a broker, and that it has the topics: otherwise a client waits for them without a word. */
    void check(Map<String, Object> properties, Duration within) throws InterruptedException {
        var unused = asked(properties, within, admin -> {
            check(admin, within);
            return Unit.UNIT;
        });
    }

    /** As {@link #check}, for a producer, of whose properties it makes those that suit the topic. */
    Map<String, Object> checked(Map<String, Object> properties, Duration within) throws InterruptedException {
        return asked(properties, within, admin -> {
            check(admin, within);
            awaitLeaders(admin, within);
            return suited(properties, batchLimit(admin));
        });
    }

    /**
     * No message and no batch is above the topic's limit: the brokers would refuse it, and Kafka's producer would
     * divide the batch into some of the size that its properties allow, which may be the same one, and send them again
     * until the time for their delivery is over. How large they are when they are compressed is not known before.
     */
    private static Map<String, Object> suited(Map<String, Object> properties, Option<Integer> limit) {
        Map<String, Object> all = new HashMap<>(properties);
        if (String.valueOf(all.getOrDefault("compression.type", "none")).equals("none")) {
            limit.forEach(bytes -> {
                all.put("batch.size", atMost(bytes, all.getOrDefault("batch.size", DEFAULT_BATCH_SIZE)));
                all.put("max.request.size", atMost(bytes, all.getOrDefault("max.request.size", DEFAULT_REQUEST_SIZE)));
            });
        }
        return all;
    }

    private static Object atMost(int limit, Object mine) {
        try {
            return Math.min(limit, Integer.parseInt(mine.toString().strip()));
        } catch (NumberFormatException e) { // Kafka says what is wrong with it
            return mine;
        }
    }

    /** The answer for {@code key}: there is one for each that was asked for. */
    private static <Q, A> KafkaFuture<A> answer(Map<Q, KafkaFuture<A>> answers, Q key) {
        return Objects.requireNonNull(answers.get(key), () -> "answer for " + key);
    }

    /** What looks the topics up. */
    private interface Question<A> {
        A ask(Admin admin) throws InterruptedException;
    }

    private <A> A asked(Map<String, Object> properties, Duration within, Question<A> question)
            throws InterruptedException {
        Map<String, Object> some = new HashMap<>(properties);
        some.keySet().retainAll(AdminClientConfig.configNames());
        long millis = Math.max(1, within.toMillis());
        some.put("default.api.timeout.ms", (int) Math.min(Integer.MAX_VALUE, millis));
        some.put("request.timeout.ms", (int) Math.min(Integer.MAX_VALUE, millis));
        Admin admin;
        try {
            admin = Admin.create(some);
        } catch (KafkaException e) {
            throw unreachable(e);
        }
        try {
            return question.ask(admin);
        } finally {
            admin.close(Duration.ZERO); // otherwise it waits for an answer that nobody waits for any more
        }
    }

    private void check(Admin admin, Duration within) throws InterruptedException {
        Map<String, KafkaFuture<TopicDescription>> found =
                admin.describeTopics(topics).topicNameValues();
        for (String topic : topics) {
            check(topic, answer(found, topic), within);
        }
    }

    /**
     * Waits until the brokers take messages to all partitions of the one topic, which they may not when it was just
     * made. If the first batch is refused and those behind it are taken, the first one is out of order for ever.
     */
    private void awaitLeaders(Admin admin, Duration within) throws InterruptedException {
        long begin = System.nanoTime();
        while (!hasLeaders(admin) && System.nanoTime() - begin < within.toNanos()) {
            Thread.sleep(LOOK_MILLIS);
        }
    }

    /** Whether all partitions of the one topic have leaders; or it cannot be known, and who sends will hear of it. */
    private boolean hasLeaders(Admin admin) throws InterruptedException {
        try {
            Map<TopicPartition, OffsetSpec> all = new HashMap<>();
            answer(admin.describeTopics(topics).topicNameValues(), names())
                    .get()
                    .partitions()
                    .forEach(p -> all.put(new TopicPartition(names(), p.partition()), OffsetSpec.latest()));
            var unused = admin.listOffsets(all).all().get();
            return true;
        } catch (ExecutionException e) {
            return !(e.getCause() instanceof InvalidMetadataException);
        }
    }

    /**
     * How many bytes a batch of messages may have in the one topic, after {@link #check}; none if that may not be
     * asked.
     */
    private Option<Integer> batchLimit(Admin admin) throws InterruptedException {
        ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, names());
        try {
            Config config = answer(admin.describeConfigs(List.of(topic)).values(), topic)
                    .get();
            return Option.of(config.get("max.message.bytes")).map(e -> Integer.parseInt(e.value()));
        } catch (ExecutionException e) { // no right to, or no answer: the brokers refuse what is too large
            return Option.none();
        }
    }

    private void check(String topic, KafkaFuture<TopicDescription> description, Duration within)
            throws InterruptedException {
        try {
            TopicDescription unused = description.get();
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof UnknownTopicOrPartitionException) {
                throw new TopicException(topic, "topic " + topic + " does not exist" + where(), cause);
            }
            if (cause instanceof TimeoutException) {
                String text = "no broker has told of topic " + topic + " within " + within + ": " + cause.getMessage();
                throw new TopicException(topic, text + where(), cause);
            }
            throw new TopicException(topic, "topic " + topic + " cannot be looked up: " + cause + where(), cause);
        }
    }

    TopicException unfinished(Ticket t, Duration within) {
        TopicPartition p = t.lane.partition;
        String text = t + " was not finished within " + within + " of the end; who works on it must call done()";
        return new TopicException(p.topic(), p.partition(), t.offset, text, null);
    }

    void warnThatNoneIsDone(Duration within) {
        String text = "{0}: no record was done within {1} of the end: nothing is committed";
        LOG.log(System.Logger.Level.WARNING, text, what, within);
    }

    TopicException uncommitted(Map<TopicPartition, OffsetAndMetadata> offsets, Throwable cause) {
        String places = offsets.entrySet().stream()
                .map(e -> e.getKey() + "@" + e.getValue().offset())
                .sorted()
                .collect(Collectors.joining(", "));
        return new TopicException(
                names(), "offsets of finished records cannot be committed: " + places + ": " + cause + where(), cause);
    }

    /** Leaves the group; for when the goroutine that owns the consumer is gone. If it is not, it does so itself. */
    static void cutOff(Consumer<?, ?> consumer) {
        try {
            close(consumer, CUT_OFF_WITHIN);
        } catch (ConcurrentModificationException e) {
            // its thread has outlived the runtime for a moment, and is interrupted
        }
    }

    static void close(Consumer<?, ?> consumer, Duration within) {
        try {
            consumer.close(CloseOptions.timeout(within));
        } catch (WakeupException e) { // it was meant for the poll, and comes once
            consumer.close(CloseOptions.timeout(within));
        }
    }
}
