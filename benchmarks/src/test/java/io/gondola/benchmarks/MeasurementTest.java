package io.gondola.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MeasurementTest {
    private static final int PROCS = 2;

    @Test
    void theLinesOfAProcessAreRead() throws PeerFailure {
        Measurement measured = Measurement.parse("version go9 linux\nround 12 55\nround 14 55\nmetric rss 1.5\n", 55);

        assertThat(measured.version()).isEqualTo("go9 linux");
        assertThat(measured.nanos()).containsExactly(12L, 14L);
        assertThat(measured.metrics().get("rss")).containsExactly(1.5);
    }

    @Test
    void aRoundThatDidNotDoAllOfItsWorkDoesNotCount() {
        assertThatThrownBy(() -> Measurement.parse("round 12 54\n", 55))
                .isInstanceOf(PeerFailure.class)
                .hasMessage("a round yielded 54 instead of 55");
    }

    @ParameterizedTest
    @ValueSource(strings = {"hello", "round 12", "round x 55", "metric a b"})
    void aStrangeLineIsNamed(String line) {
        assertThatThrownBy(() -> Measurement.parse(line + "\n", 55))
                .isInstanceOf(PeerFailure.class)
                .hasMessage("not a line of the protocol: " + line);
    }

    @Test
    void aWorkerMeasuresInAProcessOfItsOwn() throws Exception {
        Launcher launcher = new Launcher("64m", Launcher.folder());
        launcher.prepare(Peer.GONDOLA);

        Measurement measured = launcher.measure(trial(Workload.PINGPONG, 100), 0, 3);

        assertThat(measured.nanos()).hasSize(3).allMatch(nanos -> nanos > 0);
        assertThat(measured.version()).startsWith("gondola on JDK ");
    }

    @Test
    void parkedGoroutinesAreWeighed() throws Exception {
        Measurement measured = new Launcher("128m", Launcher.folder()).measure(trial(Workload.PARKED, 100_000), 0, 1);

        assertThat(measured.metrics().get("heap-bytes").get()).isBetween(20.0, 1_000.0);
    }

    @Test
    void tooLittleHeapIsSaid() {
        assertThatThrownBy(
                        () -> new Launcher("16m", Launcher.folder()).measure(trial(Workload.PARKED, 10_000_000), 0, 1))
                .isInstanceOf(PeerFailure.class)
                .hasMessage("parked of 10000000: a heap of 16m is too small: use a greater --heap");
    }

    @Test
    void theGoProgramDoesTheSameWork(@TempDir Path target) throws Exception {
        Path program;
        try {
            program = GoToolchain.build(Launcher.folder().resolve("go"), target);
        } catch (PeerFailure e) {
            assumeTrue(false, e.getMessage());
            throw e;
        }
        for (Workload workload : Workload.values()) {
            Process process = new ProcessBuilder(program.toString(), workload.label(), "1000", "2", "0", "1").start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(Measurement.parse(output, workload.expected(1_000)).version())
                    .startsWith("go");
        }
    }

    @Test
    void aMissingToolchainIsSaid(@TempDir Path folder) throws Exception {
        Files.createFile(folder.resolve("go.mod"));

        assertThatThrownBy(() -> GoToolchain.build("no-such-go", folder, folder))
                .isInstanceOf(PeerFailure.class)
                .hasMessage("Go is not installed: no command no-such-go on the path");
    }

    private static Trial trial(Workload workload, int size) {
        return new Trial(Peer.GONDOLA, workload, Shape.PUBLISHED, size, PROCS, WarmWith.ITSELF);
    }
}
