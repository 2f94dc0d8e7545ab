package io.gondola.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PauseTest {
    private final Pause pause = new Pause(new Observation());

    /** Hunts a page that shows what was not written down since the last pause as if nothing had happened. */
    @Test
    void recorderThatPausesKnowsNothingOfWhatFollows() {
        List<Long> gaps = new ArrayList<>();
        assertThat(pause.toldUntil(5)).isEqualTo(5);

        pause.begin(7);
        pause.begin(8);
        assertThat(pause.toldUntil(9)).isEqualTo(7);

        pause.end(gaps::add);
        pause.end(gaps::add);
        assertThat(gaps).containsExactly(7L);
        assertThat(pause.toldUntil(9)).isEqualTo(9);
    }
}
