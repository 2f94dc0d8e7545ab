package io.gondola.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.gondola.dsl.GoRuntime;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** The programs that are measured do all of the work that they claim. */
class ProgramsTest {
    private static final int N = 1_000;

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "PARKED")
    void goroutinesDoAllTheirWorkOnOneProcessorAndOnTwo(Workload workload) {
        for (int procs = 1; procs <= 2; procs++) {
            try (GoroutinePrograms programs = new GoroutinePrograms(procs)) {
                assertThat(programs.execute(workload, N)).isEqualTo(workload.expected(N));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "PARKED")
    void everyShapeDoesAllTheWork(Workload workload) {
        assumeTrue(workload != Workload.SLEEPERS, "takes a second for each; see the deterministic runtime");
        assumeTrue(!workload.isNetwork(), "is written in one shape");
        for (int procs = 1; procs <= 2; procs++) {
            try (GoroutinePrograms programs = new GoroutinePrograms(procs)) {
                assertThat(programs.shapes(workload))
                        .hasSizeGreaterThan(workload.row().isEmpty() ? 3 : 1)
                        .doesNotHaveDuplicates();
                for (String shape : programs.shapes(workload)) {
                    assertThat(programs.execute(workload, shape, N)).as(shape).isEqualTo(workload.expected(N));
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "PARKED")
    void goroutinesDoAllTheirWorkOnTheDeterministicRuntime(Workload workload) {
        try (GoRuntime runtime = GoRuntime.deterministic(1)) {
            for (Shape shape : Shapes.of(workload)) {
                assertThat(runtime.run(shape.program().apply(N)))
                        .as(shape.name())
                        .isEqualTo(workload.expected(N));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "PARKED")
    void virtualThreadsDoAllTheirWork(Workload workload) throws InterruptedException {
        assumeTrue(VirtualThreads.available(), VirtualThreads::missing);
        assumeTrue(Peer.VIRTUAL.has(workload), "has no pipelines");
        try (VirtualThreadPrograms programs = new VirtualThreadPrograms()) {
            assertThat(programs.execute(workload, N)).isEqualTo(workload.expected(N));
        }
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "PARKED")
    void joxDoesAllItsWork(Workload workload) throws Exception {
        assumeTrue(VirtualThreads.available(), VirtualThreads::missing);
        assumeTrue(Peer.JOX.has(workload), "jox has no such means");
        try (Programs programs = Peer.JOX.programs(1)) {
            assertThat(programs.execute(workload, N)).isEqualTo(workload.expected(N));
        }
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.MATCH_ALL, names = "PIPE_.*")
    void thePeersOnTheJvmDoAllTheirWorkOnPipelines(Workload workload) throws Exception {
        for (Peer peer : new Peer[] {Peer.STREAM, Peer.REACTOR, Peer.REACTOR_BOUNDED}) {
            if (peer.has(workload)) {
                try (Programs programs = peer.programs(2)) {
                    assertThat(programs.execute(workload, N)).as(peer.title()).isEqualTo(workload.expected(N));
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.MATCH_ALL, names = "PIPE_.*")
    void pekkoDoesAllItsWorkOnPipelines(Workload workload) throws Exception {
        assumeFalse(
                ManagementFactory.getRuntimeMXBean()
                        .getInputArguments()
                        .contains("--sun-misc-unsafe-memory-access=deny"),
                "Pekko needs sun.misc.Unsafe, and this JVM denies it");
        assumeTrue(Peer.PEKKO.has(workload), "Pekko has no such means");
        try (Programs programs = Peer.PEKKO.programs(2)) {
            assertThat(programs.execute(workload, N)).isEqualTo(workload.expected(N));
        }
    }

    @Test
    void nettyDoesAllItsWork() throws Exception {
        for (int procs = 1; procs <= 2; procs++) {
            try (Programs programs = Peer.NETTY.programs(procs)) {
                assertThat(programs.execute(Workload.TCP_ECHO, N)).isEqualTo(N);
            }
        }
    }

    @Test
    void theSieveYieldsTheSumOfThePrimes() {
        assertThat(Workload.SIEVE.expected(10)).isEqualTo(2 + 3 + 5 + 7);
        assertThat(Workload.SIEVE.expected(Workload.SIEVE.size())).isEqualTo(16_274_627); // of the first 2000
    }

    @ParameterizedTest
    @EnumSource
    void theUsualSizesAreAccepted(Workload workload) {
        assertThat(workload.accepts(workload.size())).isTrue();
        assertThat(workload.accepts(workload.quickSize())).isTrue();
        assertThat(workload.accepts(0)).isFalse();
    }

    @Test
    void aPeerWithAProgramOfItsOwnHasNoneHere() {
        assertThatThrownBy(() -> Peer.GO.programs(1)).hasMessage("Go has a program of its own");
    }
}
