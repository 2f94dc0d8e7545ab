package io.gondola.pipeline.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.dsl.Go;
import io.gondola.dsl.GoRuntime;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** The runtime is closed in the middle: no thread of a client is left, and no member of the group. */
@SuppressWarnings("NullAway") // what is looked for is there
class RuntimeCloseTest {
    private static final Broker BROKER = Broker.shared();
    private static final int TIMES = 6;
    private static final int AT_MOST_MILLIS = 800;

    private static List<String> threads(String client) {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.endsWith(client))
                .toList();
    }

    private static boolean hasMembers(String group) throws Exception {
        return BROKER.admin().listGroups().all().get().stream()
                        .anyMatch(g -> g.groupId().equals(group))
                && !BROKER.admin()
                        .describeConsumerGroups(List.of(group))
                        .all()
                        .get()
                        .get(group)
                        .members()
                        .isEmpty();
    }

    private static void awaitNothingLeft(String group) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!threads(group).isEmpty() || hasMembers(group)) {
            assertThat(System.nanoTime()).as("%s", threads(group)).isLessThan(end);
            LockSupport.parkNanos(1_000_000);
        }
    }

    /** Hunts: a producer, or a consumer, that the goroutine would have closed which is gone. */
    @Test
    void nothingIsLeftAtWhateverMomentTheRuntimeIsClosed() throws Exception {
        String from = BROKER.topic("orders", 1);
        String to = BROKER.topic("bills", 1);
        BROKER.fill(from, 1, 500, 50);
        Random random = new Random(1);
        for (int i = 0; i < TIMES; i++) {
            String group = Broker.name("group");
            boolean once = i % 2 == 0;
            ConsumerSettings<String, String> c = BROKER.consumer(group).property("client.id", group);
            ProducerSettings<String, String> p = BROKER.sender().property("client.id", group);
            GoRuntime rt = GoRuntime.builder().maxProcs(2).build();
            var run = rt.start(Kafka.source(once ? c.transactional() : c, from)
                    .parallelByKey(
                            4,
                            Received::orderKey,
                            r -> Go.sleep(Duration.ofMillis(5))
                                    .as(r.<String, String>sends(Message.of(r.key(), r.value()))))
                    .through(once ? Kafka.transactions(p.transactionalId(group), to) : Kafka.sink(p, to))
                    .drain());
            LockSupport.parkNanos(
                    Duration.ofMillis(random.nextInt(AT_MOST_MILLIS)).toNanos());
            rt.close();

            assertThat(run).isCompletedExceptionally();
            awaitNothingLeft(group);
        }
    }
}
