package io.gondola.pipeline.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.dsl.Go;
import io.gondola.dsl.GoRuntime;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import kafka.server.BrokerServer;
import org.junit.jupiter.api.Test;

/** A broker that stops and comes back. */
@SuppressWarnings("NullAway") // what is looked for is there
class BrokerRestartTest {
    /** Hunts: a pipeline that fails, hangs or loses a record because its only broker was away for a while. */
    @Test
    void aBrokerThatComesBackIsWaitedFor() throws Exception {
        Broker broker = Broker.shared(); // no other test runs meanwhile
        try (GoRuntime rt = GoRuntime.builder().maxProcs(2).build()) {
            String group = Broker.name("group");
            String from = broker.topic("orders", 1);
            String to = broker.topic("bills", 1);
            broker.fill(from, 1, 20, 20);
            AtomicInteger acknowledged = new AtomicInteger();
            ConsumerSettings<String, String> settings = broker.consumer(group).commitEvery(Duration.ofMillis(20));
            var run = rt.start(Kafka.source(settings, from)
                    .mapGo(r -> Go.sleep(Duration.ofMillis(50)).as(r.sends(Message.of(r.key(), r.value()))))
                    .through(Kafka.sink(broker.sender(), to))
                    .peek(s -> acknowledged.incrementAndGet())
                    .take(20)
                    .drain());
            while (acknowledged.get() < 5) {
                Thread.onSpinWait();
            }
            BrokerServer server = broker.kit().brokers().get(0);
            server.shutdown();
            server.awaitShutdown();
            int before = acknowledged.get();
            server.startup();
            run.get();

            assertThat(before).isLessThan(20);
            assertThat(acknowledged).hasValue(20);
            assertThat(broker.read(to, 20, Duration.ofSeconds(20))).hasSize(20);
            assertThat(broker.committed(group, from, 0)).isEqualTo(20);
        }
    }
}
