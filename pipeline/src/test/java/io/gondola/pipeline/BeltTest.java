package io.gondola.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.dsl.Go;
import io.gondola.dsl.GoRuntime;
import io.gondola.testkit.Explorer;
import io.gondola.testkit.Report;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * A buffer between two goroutines: nothing is lost when one side parks while the other moves, and n elements are held,
 * no more.
 */
class BeltTest {
    private static final int MANY = 100_000;

    /** Both sides find the ring full or empty all the time, and park while the other one wakes them. */
    @Test
    void nothingIsLostBetweenParkingAndWaking() {
        for (int procs = 1; procs <= 2; procs++) {
            try (GoRuntime rt = GoRuntime.builder().maxProcs(procs).build()) {
                for (int n : new int[] {1, 2, 16}) {
                    List<Integer> xs = rt.run(Pipeline.range(0, MANY)
                                    .buffer(n)
                                    .map(x -> x + 1)
                                    .buffer(n)
                                    .toList())
                            .asJava();

                    assertThat(xs)
                            .isEqualTo(IntStream.rangeClosed(1, MANY).boxed().toList());
                }
            }
        }
    }

    @Test
    void nothingIsLostUnderExploredSchedules() {
        for (int n = 1; n <= 2; n++) {
            int capacity = n;
            Report report = Explorer.of(() -> Pipeline.range(0, 5)
                            .buffer(capacity)
                            .toList()
                            .map(xs -> assertThat(xs.asJava()).containsExactly(0, 1, 2, 3, 4)))
                    .schedules(500)
                    .seed(n)
                    .explore();
            assertThat(report.failure().map(f -> f.message()).getOrElse("")).isEmpty();
        }
    }

    /** It ends at any moment, of either side. */
    @Test
    void eitherSideMayEndAtAnyMoment() {
        for (int taken = 1; taken <= 3; taken++) {
            int n = taken;
            Report report = Explorer.of(() -> Pipeline.iterate(0, x -> x + 1)
                            .take(3)
                            .buffer(1)
                            .take(n)
                            .count()
                            .map(count -> assertThat(count).isEqualTo(n)))
                    .schedules(300)
                    .seed(n)
                    .explore();
            assertThat(report.failure().map(f -> f.message()).getOrElse("")).isEmpty();
        }
    }

    /** While nobody takes, the source makes as many as there is room for, and one that waits. */
    @Test
    void itHoldsAsManyAsItIsToldAndRefillsAtOnce() {
        for (int n : new int[] {1, 2, 7}) {
            List<Integer> made = new ArrayList<>();
            AtomicInteger produced = new AtomicInteger();
            try (GoRuntime rt = GoRuntime.deterministic(n)) {
                rt.run(Pipeline.range(0, 20)
                        .peek(x -> produced.incrementAndGet())
                        .buffer(n)
                        .take(5)
                        .forEach(x -> Go.sleep(Duration.ofSeconds(1)).then(Go.run(() -> made.add(produced.get())))));
            }

            assertThat(made)
                    .isEqualTo(IntStream.range(0, 5)
                            .mapToObj(i -> Math.min(20, n + 2 + i))
                            .toList());
        }
    }

    /** An element that comes alone is not kept until others come. */
    @Test
    void anElementWaitsForNoOther() {
        List<Long> at = new ArrayList<>();
        try (GoRuntime rt = GoRuntime.deterministic(0)) {
            rt.run(Pipeline.tick(Duration.ofMillis(10))
                    .take(3)
                    .buffer(100)
                    .forEach(t -> Go.run(() -> at.add(t.toEpochMilli() % 1000))));
        }

        assertThat(at).containsExactly(10L, 20L, 30L);
    }
}
