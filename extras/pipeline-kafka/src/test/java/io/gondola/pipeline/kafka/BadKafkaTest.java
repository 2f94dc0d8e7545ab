package io.gondola.pipeline.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.gondola.context.Context;
import io.gondola.dsl.Go;
import io.gondola.pipeline.Pipeline;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/** What is wrong with brokers, topics, records and settings is said, with the place. */
@SuppressWarnings("NullAway") // null is what is tried
class BadKafkaTest {
    private static final Broker BROKER = Broker.shared();
    private static final String NOBODY = "localhost:1";
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration LONG = Duration.ofSeconds(20);

    private final String group = Broker.name("group");

    private static Throwable causeOf(Go<?> program) {
        Throwable thrown = catchThrowable(() -> Broker.run(program));
        assertThat(thrown).isNotNull();
        assertThat(thrown.getCause()).as("%s", thrown).isInstanceOf(TopicException.class);
        return thrown.getCause();
    }

    @Test
    void noBrokerAtTheAddress() {
        ConsumerSettings<String, String> settings = ConsumerSettings.of(
                        NOBODY, group, new StringDeserializer(), new StringDeserializer())
                .startWithin(SECOND);

        assertThat(causeOf(Kafka.source(settings, "orders").drain()))
                .hasMessageStartingWith("no broker has told of topic orders within PT1S: ")
                .hasMessageEndingWith("; bootstrap.servers=localhost:1");
    }

    @Test
    void noBrokerAtTheAddressOfASink() {
        ProducerSettings<String, String> settings = ProducerSettings.of(
                        NOBODY, new StringSerializer(), new StringSerializer())
                .startWithin(SECOND);

        assertThat(causeOf(Pipeline.of(Outgoing.of("k", "v"))
                        .through(Kafka.sink(settings, "orders"))
                        .drain()))
                .hasMessageStartingWith("no broker has told of topic orders within PT1S: ")
                .hasMessageEndingWith("; bootstrap.servers=localhost:1");
    }

    /** Hunts: an end that waits for an answer of brokers that are not there. */
    @Test
    void sourcesAndSinksCancelledWhileTheyLookForBrokersEndAtOnce() {
        ConsumerSettings<String, String> from = ConsumerSettings.of(
                        NOBODY, group, new StringDeserializer(), new StringDeserializer())
                .startWithin(LONG);
        ProducerSettings<String, String> to = ProducerSettings.of(
                        NOBODY, new StringSerializer(), new StringSerializer())
                .startWithin(LONG);
        long begin = System.nanoTime();
        for (Go<?> program : List.of(
                Kafka.source(from, "orders").drain(),
                Pipeline.of(Outgoing.of("k", "v"))
                        .through(Kafka.sink(to, "orders"))
                        .drain())) {
            Broker.run(Context.background().withTimeout(Duration.ofMillis(300)).flatMap(ctx -> ctx.run(program)));
        }

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(LONG.dividedBy(2));
    }

    @Test
    void anAddressThatIsNone() {
        ConsumerSettings<String, String> settings =
                ConsumerSettings.of("nowhere", group, new StringDeserializer(), new StringDeserializer());

        assertThat(causeOf(Kafka.source(settings, "orders").drain()))
                .hasMessageStartingWith("orders cannot be reached as the settings say: ")
                .hasMessageContaining("bootstrap.servers: nowhere");
    }

    @Test
    void aTopicThatDoesNotExist() {
        Go<?> program = Kafka.source(BROKER.consumer(group), "no-such-topic").drain();

        assertThat(causeOf(program))
                .hasMessageStartingWith("topic no-such-topic does not exist; bootstrap.servers=")
                .extracting(t -> ((TopicException) t).topic())
                .isEqualTo("no-such-topic");
        assertThatThrownBy(() -> Broker.run(program)).hasMessageStartingWith("stage \"Kafka.source(no-such-topic)\" ");
    }

    @Test
    void aTopicOfASinkThatDoesNotExist() {
        assertThat(causeOf(Pipeline.of(Outgoing.of("k", "v"))
                        .through(Kafka.sink(BROKER.sender().startWithin(SECOND), "no-such-topic"))
                        .drain()))
                .hasMessageStartingWith("topic no-such-topic does not exist; bootstrap.servers=");
    }

    private static void deny(ResourceType type, String name) throws Exception {
        BROKER.admin()
                .createAcls(List.of(new AclBinding(
                        new ResourcePattern(type, name, PatternType.LITERAL),
                        new AccessControlEntry("User:ANONYMOUS", "*", AclOperation.ALL, AclPermissionType.DENY))))
                .all()
                .get();
    }

    @Test
    void aGroupThatMayNotBeJoined() throws Exception {
        String topic = BROKER.topic("orders", 1);
        deny(ResourceType.GROUP, group);

        assertThat(causeOf(Kafka.source(BROKER.consumer(group), topic).drain()))
                .hasMessageStartingWith(topic + " cannot be consumed: ")
                .hasMessageContaining("GroupAuthorizationException")
                .hasMessageContaining(group);
    }

    @Test
    void aTransactionalIdThatMayNotBeUsed() throws Exception {
        String topic = BROKER.topic("bills", 1);
        deny(ResourceType.TRANSACTIONAL_ID, group);

        assertThat(causeOf(Pipeline.of(Outgoing.of("k", "v"))
                        .through(Kafka.transactions(
                                BROKER.sender().transactionalId(group).property("client.id", group), topic))
                        .drain()))
                .hasMessageContaining(topic)
                .hasMessageContaining("TransactionalIdAuthorizationException");
        assertThat(Thread.getAllStackTraces().keySet())
                .as("its producer is closed")
                .noneMatch(t -> t.getName().endsWith(group));
    }

    @Test
    void aTopicThatMayNotBeRead() throws Exception {
        String topic = BROKER.topic("secret", 1);
        deny(ResourceType.TOPIC, topic);

        assertThat(causeOf(Kafka.source(BROKER.consumer(group), topic).drain()))
                .hasMessageContaining(topic)
                .hasMessageContaining("TopicAuthorizationException");
        assertThat(causeOf(Pipeline.of(Outgoing.of("k", "v"))
                        .through(Kafka.sink(BROKER.sender(), topic))
                        .drain()))
                .hasMessageContaining(topic)
                .hasMessageContaining("TopicAuthorizationException");
    }

    @Test
    void aRecordThatIsTooLargeNamesWhatItIsSentBecauseOf() throws Exception {
        String from = BROKER.topic("orders", 1);
        String to = BROKER.topic("bills", 1);
        BROKER.fill(from, 1, 3, 1);
        ProducerSettings<String, String> sender = BROKER.sender().property("max.request.size", 1000);

        TopicException e = (TopicException) causeOf(Kafka.source(BROKER.consumer(group), from)
                .map(r -> r.sends(Message.of(r.key(), r.offset() == 2 ? "x".repeat(2000) : "x")))
                .through(Kafka.sink(sender, to))
                .drain());

        assertThat(e)
                .hasMessageStartingWith(
                        "message of key k0 cannot be sent: topic=" + to + ", because of " + from + "-0@2: ")
                .hasMessageContaining("RecordTooLargeException");
        assertThat(e.partition()).containsExactly(0);
        assertThat(e.offset()).containsExactly(2L);
        assertThat(BROKER.committed(group, from, 0)).isLessThanOrEqualTo(2);
    }

    /** Hunts: a batch that the brokers refuse, which Kafka's producer sends again and again for two minutes. */
    @Test
    void aRecordAboveTheLimitOfItsTopicIsNamedAtOnceWhateverItIsSentWith() throws Exception {
        String from = BROKER.topic("orders", 1);
        String to = BROKER.topic("bills", 1);
        BROKER.fill(from, 1, 20, 1);
        BROKER.limit(to, 1000);
        ProducerSettings<String, String> sender = BROKER.sender().property("linger.ms", 200);
        Pipeline<Outgoing<String, String>> bills = Kafka.source(
                        BROKER.consumer(group).transactional(), from)
                .map(r -> r.sends(Message.of(r.key(), r.offset() == 2 ? "x".repeat(2000) : "x")));

        for (Go<?> program : List.of(
                bills.through(Kafka.sink(sender, to)).drain(),
                bills.through(Kafka.sink(sender.property("batch.size", "50000"), to))
                        .drain(),
                bills.through(Kafka.transactions(sender.transactionalId(group), to))
                        .drain())) {
            TopicException e = (TopicException) causeOf(program);

            assertThat(e)
                    .hasMessageStartingWith(
                            "message of key k0 cannot be sent: topic=" + to + ", because of " + from + "-0@2: ")
                    .hasMessageContaining("RecordTooLargeException");
            assertThat(e.getMessage()).contains("larger than 1000");
            assertThat(BROKER.committed(group, from, 0)).isLessThanOrEqualTo(2);
        }
    }

    @Test
    void aSerializerThatDoesNotFit() throws Exception {
        String to = BROKER.topic("bills", 1);
        @SuppressWarnings({"unchecked", "rawtypes"})
        ProducerSettings<String, String> sender = (ProducerSettings)
                ProducerSettings.of(BROKER.servers(), new StringSerializer(), new ByteArraySerializer());

        assertThat(causeOf(Pipeline.of(Outgoing.of("k", "v"))
                        .through(Kafka.sink(sender, to))
                        .drain()))
                .hasMessageStartingWith("message of key k cannot be sent: topic=" + to)
                .hasMessageContaining("SerializationException: a java.lang.String is none that"
                        + " org.apache.kafka.common.serialization.ByteArraySerializer serializes: ");
    }

    /** Hunts: what is wrong, hidden in what Kafka wraps around it. */
    @Test
    void anExceptionOfTheUsersFunctionIsTold() throws Exception {
        String topic = BROKER.topic("orders", 1);

        assertThat(causeOf(Kafka.source(
                                BROKER.consumer(group).onAssignment(partitions -> {
                                    throw new IllegalStateException("mine");
                                }),
                                topic)
                        .drain()))
                .hasMessageStartingWith(topic + " cannot be consumed: ")
                .hasMessageContaining(": java.lang.IllegalStateException: mine; bootstrap.servers=");
    }

    /** Hunts: an arithmetic overflow in place of a wait without end. */
    @Test
    void timesMayBeForEver() throws Exception {
        String topic = BROKER.topic("orders", 1);
        BROKER.fill(topic, 1, 3, 1);
        Duration forEver = Duration.ofSeconds(Long.MAX_VALUE);
        ConsumerSettings<String, String> from = BROKER.consumer(group)
                .commitEvery(forEver)
                .finishWithin(forEver)
                .startWithin(forEver)
                .closeWithin(forEver)
                .stuckAfter(forEver, "m");
        ProducerSettings<String, String> to =
                BROKER.sender().waitAtMost(forEver).startWithin(forEver);

        Broker.run(Kafka.source(from, topic)
                .take(3)
                .map(r -> r.sends(Message.of(r.key(), r.value())))
                .through(Kafka.sink(to, topic))
                .drain());

        assertThat(BROKER.committed(group, topic, 0)).isEqualTo(3);
    }

    @Test
    void aRecordThatIsNeverDoneIsNamedAtTheEnd() throws Exception {
        String topic = BROKER.topic("orders", 1);
        BROKER.fill(topic, 1, 5, 1);

        assertThat(causeOf(Kafka.source(BROKER.consumer(group).finishWithin(Duration.ofMillis(100)), topic)
                        .peek(r -> {
                            if (r.offset() != 3) {
                                r.done();
                            }
                        })
                        .take(5)
                        .drain()))
                .hasMessage(topic + "-0@3 was not finished within PT0.1S of the end; who works on it must call done()");
        assertThat(BROKER.committed(group, topic, 0)).isEqualTo(3);
    }

    @Test
    void aSourceThatCommitsByItselfAboveTransactions() throws Exception {
        String topic = BROKER.topic("orders", 1);
        BROKER.fill(topic, 1, 1, 1);

        Throwable thrown = catchThrowable(() -> Broker.run(Kafka.source(BROKER.consumer(group), topic)
                .map(r -> r.sends(Message.of("k", "v")))
                .through(Kafka.transactions(BROKER.sender().transactionalId(group), topic))
                .drain()));

        assertThat(thrown.getCause())
                .hasMessage("the source of " + topic + "-0@0 commits by itself; its settings must be transactional()"
                        + " above transactions");
    }

    /** Hunts: exactly once that a property turns off, however it is ordered. */
    @Test
    void aTransactionalSourceReadsWhatIsCommittedWhateverThePropertySays() {
        ConsumerSettings<String, String> c = BROKER.consumer(group);
        assertThat(c.consumerProperties()).doesNotContainKey("isolation.level");
        assertThat(c.transactional()
                        .property("isolation.level", "read_uncommitted")
                        .consumerProperties())
                .containsEntry("isolation.level", "read_committed");
    }

    @Test
    void argumentsAreRefusedByTheirNames() {
        ConsumerSettings<String, String> c = BROKER.consumer(group);
        ProducerSettings<String, String> p = BROKER.sender();

        assertThatThrownBy(() -> Kafka.source(c)).hasMessage("topics must not be empty");
        assertThatThrownBy(() -> Kafka.source(c, "t", null)).hasMessage("topic");
        assertThatThrownBy(() -> Kafka.sink(p, null)).hasMessage("topic");
        assertThatThrownBy(() -> Kafka.source(c, (String[]) null)).hasMessage("topics");
        assertThatThrownBy(() -> Outgoing.of(Collections.<Message<String, String>>singleton(null)))
                .hasMessage("message");
        assertThatThrownBy(() -> Kafka.source(c, "")).hasMessage("topic must not be blank: \"\"");
        assertThatThrownBy(() -> c.buffer(0)).hasMessage("records must be positive: 0");
        assertThatThrownBy(() -> c.maxGap(-1)).hasMessage("records must be positive: -1");
        assertThatThrownBy(() -> c.commitEvery(Duration.ZERO)).hasMessage("period must be positive: PT0S");
        assertThatThrownBy(() -> c.finishWithin(SECOND.negated())).hasMessage("time must not be negative: PT-1S");
        assertThatThrownBy(() -> c.property("enable.auto.commit", true))
                .hasMessage("name must be none that the source sets itself: enable.auto.commit");
        assertThatThrownBy(() -> p.property("transactional.id", "x"))
                .hasMessage("name must be none that the sink sets itself: transactional.id");
        assertThatThrownBy(() -> p.inFlight(0)).hasMessage("n must be positive: 0");
        assertThatThrownBy(() -> Kafka.transactions(p, "t"))
                .hasMessage("settings must have a transactionalId for transactions");
        assertThatThrownBy(() -> Kafka.sink(p.transactionalId("x"), "t"))
                .hasMessage("settings must have no transactional id for a sink; use transactions");
        assertThatThrownBy(() -> new Pauses().pause("t", -1)).hasMessage("partition must not be negative: -1");
    }
}
