package io.gondola.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gondola.commands.UsageError;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompareOptionsTest {
    @Test
    void withoutOptionsEverythingIsMeasuredOnOneProcessorAndOnAll() {
        CompareOptions options = CompareOptions.parse();

        assertThat(options.workloads()).containsExactlyElementsOf(Workload.usual());
        assertThat(options.peers()).containsExactly(Peer.values());
        assertThat(options.procs()).contains(1, Environment.cpus()).doesNotHaveDuplicates();
        assertThat(options.size(Workload.SPAWN)).isEqualTo(1_000_000);
        assertThat(options.unknown()).isEmpty();
    }

    @Test
    void namedWorkloadsAreMeasuredInTheOrderOfTheNames() {
        CompareOptions options = CompareOptions.parse(
                "--workloads", "yield,pingpong,yield",
                "--peers", "go, gondola",
                "--procs", "4,1",
                "--rounds", "7",
                "--sizes", "yield=10,skynet=100",
                "--heap", "512m",
                "--out", "somewhere");

        assertThat(options.workloads()).containsExactly(Workload.YIELD, Workload.PINGPONG);
        assertThat(options.peers()).containsExactly(Peer.GO, Peer.GONDOLA);
        assertThat(options.procs()).containsExactly(4, 1);
        assertThat(options.rounds()).isEqualTo(7);
        assertThat(options.size(Workload.YIELD)).isEqualTo(10);
        assertThat(options.size(Workload.PINGPONG)).isEqualTo(Workload.PINGPONG.size());
        assertThat(options.heap()).isEqualTo("512m");
        assertThat(options.out()).isEqualTo(Path.of("somewhere"));
    }

    @Test
    void quickMeansSmallSizesAndFewRounds() {
        CompareOptions options = CompareOptions.parse("--quick");

        assertThat(options.size(Workload.SPAWN)).isEqualTo(100_000);
        assertThat(options.rounds()).isEqualTo(3);
        assertThat(options.passes()).isEqualTo(1);
    }

    @Test
    void anUnknownWorkloadOrPeerIsNamedAndTheRestIsMeasured() {
        CompareOptions options = CompareOptions.parse("--workloads", "pong,yield", "--peers", "rust,gondola");

        assertThat(options.workloads()).containsExactly(Workload.YIELD);
        assertThat(options.peers()).containsExactly(Peer.GONDOLA);
        assertThat(options.unknown())
                .containsExactly(
                        "unknown workload: pong; there are " + Workload.labels(),
                        "unknown peer: rust; there are gondola, gondola-17, go, virtual, jox, kotlin, cats-effect,"
                                + " zio, stream, reactor, reactor-bounded, pekko, netty");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--fast | | unknown option: --fast",
                "--round | 3 | 'unknown option: --round, did you mean --rounds?'",
                "--out | | --out needs a value",
                "--rounds | 0 | --rounds must be a whole number from 1 to 1000: 0",
                "--passes | x | --passes must be a whole number from 1 to 100: x",
                "--warm-up | -1 | --warm-up must be a whole number from 0 to 600000: -1",
                "--procs | 1,1025 | --procs must be a whole number from 1 to 1024: 1025",
                "--heap | big | --heap must be a number followed by k, m or g: big",
                "--sizes | pong=1 | --sizes: unknown workload: pong",
                "--sizes | spawn | '--sizes spawn must be a whole number from 1 to 2147483639: '",
                "--sizes | skynet=99 | --sizes: skynet must be a power of 10: 99",
                "--sizes | mutex=9 | --sizes: mutex must be a multiple of 8: 9"
            })
    void badOptionsAreRefusedWithNameRuleAndValue(String option, String value, String message) {
        String[] args = value == null ? new String[] {option} : new String[] {option, value};

        assertThatThrownBy(() -> CompareOptions.parse(args))
                .isInstanceOf(UsageError.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void eachWorkloadWarmsItselfUpUnlessAllAreAskedFor() {
        assertThat(CompareOptions.parse().warmWith()).containsExactly(WarmWith.ITSELF);
        assertThat(CompareOptions.parse("--warm-with", "itself,all").warmWith())
                .containsExactly(WarmWith.ITSELF, WarmWith.ALL);
        assertThatThrownBy(() -> CompareOptions.parse("--warm-with", "some"))
                .isInstanceOf(UsageError.class)
                .hasMessageStartingWith("--warm-with must be some of itself, all: some");
    }

    @Test
    void allShapesAreMeasuredUnlessThePublishedOnesAreAskedFor() {
        assertThat(CompareOptions.parse().publishedOnly()).isFalse();
        assertThat(CompareOptions.parse("--shapes", "published").publishedOnly())
                .isTrue();
        assertThatThrownBy(() -> CompareOptions.parse("--shapes", "best"))
                .isInstanceOf(UsageError.class)
                .hasMessageStartingWith("--shapes must be published or all: best");
    }
}
