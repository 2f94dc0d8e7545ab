package io.gondola.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.gondola.dsl.Go;
import io.gondola.dsl.GoRuntime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The programs that are measured do what they claim. */
class ProgramsTest {
    private static final int N = 1_000;
    private static final long SUM = (long) N * (N - 1) / 2;

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void goroutinesDoAllTheirOperations(int procs) {
        try (GoRuntime rt = GoRuntime.builder().maxProcs(procs).build()) {
            assertThat(rt.<Long>run(PingPongBenchmark.program(N))).isEqualTo(SUM);
            assertThat(rt.<Long>run(BufferedBenchmark.program(N))).isEqualTo(SUM);
            assertThat(rt.<Long>run(SpawnBenchmark.program(N))).isEqualTo(N);
            assertThat(rt.<Long>run(SelectBenchmark.program(N))).isEqualTo(SUM);
            assertThat(rt.<Long>run(YieldBenchmark.program(N))).isEqualTo(N);
        }
    }

    @Test
    void programsEndOnTheDeterministicRuntime() {
        try (GoRuntime rt = GoRuntime.deterministic(1)) {
            Go<Long> fanIn = SelectBenchmark.program(N);

            assertThat(rt.run(fanIn)).isEqualTo(SUM);
        }
    }

    @Nested
    class Twins {
        @BeforeEach
        void needVirtualThreads() {
            assumeTrue(VirtualThreads.available(), VirtualThreads::missing);
        }

        @Test
        void virtualThreadsDoAllTheirOperations() throws InterruptedException {
            assertThat(PingPongBenchmark.twin(N)).isEqualTo(SUM);
            assertThat(BufferedBenchmark.twin(N)).isEqualTo(SUM);
            assertThat(SpawnBenchmark.twin(N)).isEqualTo(N);
            assertThat(SelectBenchmark.twin(N)).isEqualTo(SUM);
            assertThat(YieldBenchmark.twin(N)).isEqualTo(N);
        }
    }
}
