package io.gondola.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vavr.collection.List;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FairnessTableTest {
    @ParameterizedTest
    @EnumSource
    void bothKindsOfPartiesWork(FairnessProbe.Shape shape) {
        FairnessProbe.Work work = new FairnessProbe(shape).measure(1, Duration.ofMillis(300));

        assertThat(work.byLongTurns()).isPositive();
        assertThat(work.byShortTurns()).isPositive();
    }

    @Test
    void theTableShowsTheMedianAndTheEnds() {
        Fairness.Row row = new Fairness.Row(FairnessProbe.Shape.PAIRS, 2, Peer.GO, List.of(0.5, 1.25, 3.0));

        assertThat(Fairness.markdown(List.of(row))).contains("| pairs | 2 | Go | 1.25 | 0.50 | 3.00 |\n");
    }

    @Test
    void outputOfTheGoProgramIsRead() throws PeerFailure {
        assertThat(Fairness.parse("version go1.26\nwork 600000 300\n").ratio()).isEqualTo(2_000);
        assertThatThrownBy(() -> Fairness.parse("version go1.26\n")).hasMessageContaining("Go printed no work");
    }
}
