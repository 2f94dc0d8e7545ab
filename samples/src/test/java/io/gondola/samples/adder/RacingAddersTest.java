package io.gondola.samples.adder;

import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.dsl.GoRuntime;
import io.vavr.collection.Stream;
import org.junit.jupiter.api.Test;

class RacingAddersTest {
    /** Two adders read the same sum, then both write: one number is lost. */
    @Test
    void someSeedLosesANumber() {
        boolean lost = Stream.range(1, 20).exists(seed -> sumUnder(seed) < 500_500);

        assertThat(lost).isTrue();
    }

    private static int sumUnder(long seed) {
        try (GoRuntime runtime = GoRuntime.deterministic(seed)) {
            Buckets buckets = new Buckets();
            return runtime.run(RacingAdders.add(buckets).then(buckets.sums()))
                    .sum()
                    .intValue();
        }
    }
}
