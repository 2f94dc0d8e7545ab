package io.gondola.pipeline.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.pipeline.Pipeline;
import java.util.List;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;

/** A topic that was just made. */
class NewTopicTest {
    private static final Broker BROKER = Broker.shared();
    private static final int TIMES = 8;
    private static final int PARTITIONS = 8;
    private static final int MESSAGES = 2000;

    /** Hunts: a first batch that is refused, since its partition has no leader yet, while those behind it are taken. */
    @Test
    void messagesMayBeSentAtOnce() throws Exception {
        for (int i = 0; i < TIMES; i++) {
            String to = Broker.name("new");
            BROKER.admin()
                    .createTopics(List.of(new NewTopic(to, PARTITIONS, (short) 1)))
                    .all()
                    .get();

            assertThat(Broker.run(Pipeline.range(0, MESSAGES)
                            .map(n -> Outgoing.of("k" + n, "x".repeat(100)))
                            .through(Kafka.sink(BROKER.sender().property("batch.size", 500), to))
                            .count()))
                    .isEqualTo(MESSAGES);
        }
    }
}
