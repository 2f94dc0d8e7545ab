package io.gondola.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.commands.Command;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HelpTest {
    static Stream<Command> commands() {
        return Stream.of(
                CompareOptions.COMMAND,
                ExplorerSpeed.COMMAND,
                Fairness.COMMAND,
                Footprint.COMMAND,
                Latency.COMMAND,
                NetworkLatency.COMMAND,
                ParkedBytes.COMMAND,
                Scaling.COMMAND,
                Sleepers.COMMAND,
                Survey.COMMAND);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void saysHowTheCommandIsRunWithinTheWidthOfATerminal(Command command) {
        assertThat(command.help())
                .startsWith("Usage: java ")
                .contains("io.gondola.benchmarks.", "--help")
                .satisfies(help -> assertThat(help.lines()).allMatch(line -> line.length() <= 120));
    }
}
