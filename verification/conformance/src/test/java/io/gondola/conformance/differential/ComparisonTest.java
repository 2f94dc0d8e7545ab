package io.gondola.conformance.differential;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Hunts a comparison that lets a difference pass. */
class ComparisonTest {
    private static SortedSet<String> set(String... outcomes) {
        return new TreeSet<>(Arrays.asList(outcomes));
    }

    private static Comparison of(SortedSet<String> go, SortedSet<String> ours, boolean exhausted) {
        return new Comparison(Generator.program(1), set("a", "b", "c"), set("a", "b"), go, ours, exhausted);
    }

    @Test
    void anOutcomeThatGoMayNotHaveIsADifference() {
        Comparison c = of(set("a"), set("a", "x"), false);
        assertThat(c.differs()).isTrue();
        assertThat(c.report()).contains("program of seed 1", "forbidden", "x");
    }

    @Test
    void anOutcomeThatTheModelDoesNotKnowIsADifference() {
        assertThat(of(set("y"), set("a"), false).unknown()).containsExactly("y");
        assertThat(of(set("y"), set("a"), false).differs()).isTrue();
    }

    @Test
    void anOutcomeOfNoScheduleIsADifferenceOnlyIfAllWereTried() {
        assertThat(of(set(), set("a"), true).missing()).containsExactly("b");
        assertThat(of(set(), set("a"), true).differs()).isTrue();
        assertThat(of(set(), set("a"), false).differs()).isFalse();
        assertThat(of(set("b"), set("a"), false).unreached()).containsExactly("b");
    }
}
