package io.gondola.testkit.fair;

import static io.gondola.dsl.Go.blocking;
import static io.gondola.dsl.Go.call;
import static io.gondola.dsl.Go.run;
import static io.gondola.dsl.Go.sequence;
import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.dsl.Go;
import io.gondola.dsl.GoRuntime;
import io.gondola.sync.WaitGroup;
import io.gondola.testkit.Explorer;
import io.gondola.testkit.Strategy;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** All goroutines of a deterministic run share a thread, and yet none sees that another one interrupted it. */
class InterruptsTest {
    @AfterEach
    void forget() {
        Thread.interrupted();
    }

    private static Go<?> interrupted() {
        WaitGroup wg = new WaitGroup();
        return sequence(
                wg.go(run(() -> Thread.currentThread().interrupt())),
                wg.go(blocking(() -> {
                    Thread.currentThread().interrupt();
                    return 1;
                })),
                wg.go(blocking(() -> {
                    Thread.sleep(0);
                    return 1;
                })),
                wg.await());
    }

    @Test
    void theExplorersGoroutinesSeeTheirOwnOnly() {
        for (Strategy strategy : Strategy.values()) {
            assertThat(Explorer.of(InterruptsTest::interrupted)
                            .strategy(strategy)
                            .schedules(50)
                            .explore()
                            .failure())
                    .as(strategy.toString())
                    .isEmpty();
        }
    }

    @Test
    void aDeterministicRuntimesGoroutinesSeeTheirOwnOnly() {
        LongStream.range(0, 50).forEach(seed -> {
            try (GoRuntime rt = GoRuntime.deterministic(seed)) {
                rt.run(interrupted());
            }
            assertThat(Thread.interrupted()).isFalse();
        });
    }

    @Test
    void theCallersInterruptIsNoGoroutinesAndStays() {
        try (GoRuntime rt = GoRuntime.deterministic(1)) {
            Thread.currentThread().interrupt();

            assertThat(rt.run(call(() -> Thread.currentThread().isInterrupted())))
                    .isFalse();

            assertThat(Thread.interrupted()).isTrue();
        }
    }
}
