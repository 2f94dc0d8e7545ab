package io.gondola.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ObservationTest {
    private final Observation observation = new Observation();

    /** Hunts a page that shows what was not written down since the last pause as if nothing had happened. */
    @Test
    void recorderThatPausesKnowsNothingOfWhatFollows() {
        List<Long> gaps = new ArrayList<>();
        assertThat(observation.recordedUntil(5)).isEqualTo(5);

        observation.pauseRecorder(7);
        observation.pauseRecorder(8);
        assertThat(observation.recordedUntil(9)).isEqualTo(7);

        observation.resumeRecorder(gaps::add);
        observation.resumeRecorder(gaps::add);
        assertThat(gaps).containsExactly(7L);
        assertThat(observation.recordedUntil(9)).isEqualTo(9);
    }
}
