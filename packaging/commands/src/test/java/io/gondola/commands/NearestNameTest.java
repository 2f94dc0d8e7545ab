package io.gondola.commands;

import static org.assertj.core.api.Assertions.assertThat;

import io.vavr.collection.List;
import org.junit.jupiter.api.Test;

class NearestNameTest {
    @Test
    void distanceCountsAddedDroppedAndReplacedLetters() {
        assertThat(NearestName.distance("fan-in", "fan-in")).isZero();
        assertThat(NearestName.distance("fanin", "fan-in")).isEqualTo(1);
        assertThat(NearestName.distance("fan--in", "fan-in")).isEqualTo(1);
        assertThat(NearestName.distance("ban-in", "fan-in")).isEqualTo(1);
        assertThat(NearestName.distance("", "abc")).isEqualTo(3);
    }

    @Test
    void theNearestNameIsFound() {
        assertThat(NearestName.to("prime-seive", List.of("fan-in", "prime-sieve")))
                .containsExactly("prime-sieve");
    }

    @Test
    void farNamesAreNotSuggested() {
        assertThat(NearestName.to("zebra", List.of("fan-in", "prime-sieve"))).isEmpty();
        assertThat(NearestName.to("zebra", List.empty())).isEmpty();
    }
}
