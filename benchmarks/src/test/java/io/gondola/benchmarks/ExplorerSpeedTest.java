package io.gondola.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gondola.commands.UsageError;
import io.gondola.testkit.Strategy;
import io.vavr.collection.List;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ExplorerSpeedTest {
    private static Arguments strategies(String list) {
        return Arguments.parse(ExplorerSpeed.COMMAND, "--strategies", list);
    }

    @ParameterizedTest
    @EnumSource
    void everyStrategyFindsAThousandSchedulesOfFiftySteps(Strategy strategy) {
        ExplorerSpeed.Row row = ExplorerSpeed.measure(strategy, Duration.ZERO, Duration.ofNanos(1));

        assertThat(row.steps() / 1_000)
                .as("with the steps of searches that were given up half-way")
                .isBetween(49.0, 51.0);
        assertThat(row.explorations()).isEqualTo(1);
    }

    @Test
    void strategiesAreChosenByName() {
        assertThat(ExplorerSpeed.strategies(strategies("dpor,POS,dpor"))).containsExactly(Strategy.DPOR, Strategy.POS);
        assertThat(ExplorerSpeed.strategies(strategies("all"))).containsExactly(Strategy.values());
    }

    @Test
    void anUnknownStrategyIsNamedWithThoseThatThereAre() {
        assertThatThrownBy(() -> ExplorerSpeed.strategies(strategies("POS,best")))
                .isInstanceOf(UsageError.class)
                .hasMessageStartingWith("--strategies: unknown strategy: best; there are PORTFOLIO, DPOR, POS,");
    }

    @Test
    void theTableTellsWhetherTheGoalsAreMet() {
        ExplorerSpeed.Row fast = new ExplorerSpeed.Row(Strategy.POS, new Figures(10e6, 8e6, 20e6), 50_000, 7);
        ExplorerSpeed.Row slow = new ExplorerSpeed.Row(Strategy.DPOR, new Figures(51e6, 50e6, 60e6), 50_000, 7);

        assertThat(ExplorerSpeed.markdown(List.of(fast, slow)))
                .contains("| POS | 100,000 | 50,000–125,000 | 5,000,000 | 50.0 | 10.0 ms | 7 | met |\n")
                .contains("| DPOR | 19,608 | 16,667–20,000 | 980,392 | 50.0 | 51.0 ms | 7 | missed |\n");
    }
}
