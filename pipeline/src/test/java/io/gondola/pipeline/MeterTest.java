package io.gondola.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.dsl.Go;
import io.gondola.dsl.GoRuntime;
import io.gondola.dsl.Meter;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class MeterTest {
    @Test
    void aMeterCountsElementsAndTimes() {
        try (GoRuntime rt = GoRuntime.deterministic(1)) {
            rt.run(Pipeline.range(0, 3)
                    .mapGo(x -> Go.sleep(Duration.ofMillis(100)).as(x))
                    .meter("looked up")
                    .forEach(x -> Go.sleep(Duration.ofMillis(300))));

            Meter m = rt.stats().meters().get("looked up").get();
            assertThat(m.elements()).isEqualTo(3);
            assertThat(m.perSecond()).isEqualTo(2.5);
            assertThat(m.waitedForInput()).isEqualTo(Duration.ofMillis(300));
            assertThat(m.waitedForOutput()).isEqualTo(Duration.ofMillis(900));
            assertThat(rt.stats().timers()).isZero();
        }
    }

    @Test
    void dropsAreCountedUnderTheNameOfTheBuffer() {
        for (Overflow policy : new Overflow[] {Overflow.DROP_NEWEST, Overflow.DROP_OLDEST}) {
            try (GoRuntime rt = GoRuntime.deterministic(1)) {
                long n = rt.run(Pipeline.range(0, 100)
                        .buffer(4, policy)
                        .named("latest")
                        .mapGo(x -> Go.sleep(Duration.ofMillis(1)).as(x))
                        .count());

                assertThat(n).isLessThan(100);
                assertThat(n + rt.stats().meters().get("latest").get().dropped())
                        .isEqualTo(100);
            }
        }
    }

    @Test
    void aBufferThatMayFailFails() {
        PipelineException e = Runs.failure(Pipeline.range(0, 100)
                .buffer(4, Overflow.FAIL)
                .mapGo(x -> Go.never())
                .drain());
        assertThat(e.getCause()).hasMessage("the buffer is full: capacity=4");
    }

    @Test
    void pendingTimersAreCounted() {
        try (GoRuntime rt = GoRuntime.builder().maxProcs(2).build()) {
            long[] during = {0};
            rt.run(Go.go(Go.sleep(Duration.ofHours(1)))
                    .then(Pipeline.of(1)
                            .batch(2, Duration.ofHours(1))
                            .timeout(Duration.ofHours(1))
                            .drain())
                    .then(Go.sleep(Duration.ofMillis(5)))
                    .then(Go.run(() -> during[0] = rt.stats().timers())));

            assertThat(during[0]).isEqualTo(1);
            assertThat(rt.stats().timers()).isZero();
        }
    }
}
