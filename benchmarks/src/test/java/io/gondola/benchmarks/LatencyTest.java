package io.gondola.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.dsl.GoRuntime;
import io.vavr.collection.List;
import java.time.Duration;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LatencyTest {
    @ParameterizedTest
    @EnumSource
    void goroutinesWakeUpWhileOthersAreBusy(LatencyProbe.Waker kind) throws InterruptedException {
        try (GoRuntime runtime = GoRuntime.builder().maxProcs(2).build()) {
            Histogram nanos = new LatencyProbe(runtime, kind, 2).measure(Duration.ofMillis(200));

            assertThat(nanos.getTotalCount()).isPositive();
        }
    }

    @Test
    void theTableShowsMillisecondsOfPercentiles() {
        Histogram nanos = new Histogram(3);
        for (int i = 1; i <= 100; i++) {
            nanos.recordValue(i * 10_000L);
        }

        assertThat(Latency.markdown(List.of(new Latency.Row(LatencyProbe.Waker.TIMER, 4, Peer.GONDOLA, nanos)), 2))
                .contains("| by a timer | 4 | Gondola | 100 | 0.50 ms | 0.99 ms | 1.00 ms | 1.00 ms |\n");
    }

    @Test
    void outputOfTheGoProgramIsReadLineByLine() {
        Histogram nanos = Latency.parse("version go1.26\nwake-up 1000\nwake-up 3000\n");

        assertThat(nanos.getTotalCount()).isEqualTo(2);
        assertThat(nanos.getMaxValue()).isBetween(3_000L, 3_001L);
    }

    @Test
    void theSmokeBenchmarkFailsOnAGrossLossOnly() {
        assertThat(Smoke.isLoss(Workload.PINGPONG, 0.63)).isFalse(); // a quarter of the published ratio
        assertThat(Smoke.isLoss(Workload.PINGPONG, 0.62)).isTrue();
        assertThat(Smoke.isLoss(Workload.PINGPONG, Double.NaN)).isTrue();
    }
}
