package io.gondola.pipeline.kafka;

import io.vavr.CheckedFunction0;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
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
    String names() {
        return String.join(",", topics);
    }

    TopicException failed(String how, Throwable cause) {
        return new TopicException(names(), names() + " " + how + ": " + cause + where(), cause);
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
        Map<String, Object> some = new HashMap<>(properties);
        some.keySet().retainAll(AdminClientConfig.configNames());
        long millis = Math.max(1, within.toMillis());
        some.put("default.api.timeout.ms", (int) Math.min(Integer.MAX_VALUE, millis));
        some.put("request.timeout.ms", (int) Math.min(Integer.MAX_VALUE, millis));
        try {
            check(Admin.create(some), within);
        } catch (KafkaException e) {
            throw unreachable(e);
        }
    }

    private void check(Admin admin, Duration within) throws InterruptedException {
        try {
            Map<String, KafkaFuture<TopicDescription>> found =
                    admin.describeTopics(topics).topicNameValues();
            for (String topic : topics) {
                check(topic, found.get(topic), within);
            }
        } finally {
            admin.close(Duration.ZERO); // otherwise it waits for an answer that nobody waits for any more
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

    TopicException uncommitted(Map<TopicPartition, OffsetAndMetadata> offsets, Throwable cause) {
        String places = offsets.entrySet().stream()
                .map(e -> e.getKey() + "@" + e.getValue().offset())
                .sorted()
                .collect(Collectors.joining(", "));
        return new TopicException(
                names(), "offsets of finished records cannot be committed: " + places + ": " + cause + where(), cause);
    }

    void close(Consumer<?, ?> consumer, Duration within) {
        try {
            consumer.close(CloseOptions.timeout(within));
        } catch (WakeupException e) { // it was meant for the poll, and comes once
            consumer.close(CloseOptions.timeout(within));
        }
    }
}
