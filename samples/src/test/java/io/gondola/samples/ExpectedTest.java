package io.gondola.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.vavr.collection.List;
import io.vavr.collection.Seq;
import org.junit.jupiter.api.Test;

class ExpectedTest {
    private static final Seq<String> A = List.of("a1", "a2");
    private static final Seq<String> B = List.of("b1", "b2");

    @Test
    void exactLinesAcceptNoOtherOrder() {
        Expected expected = Expected.lines("x", "y");

        assertThat(expected.accepts(List.of("x", "y"))).isTrue();
        assertThat(expected.accepts(List.of("y", "x"))).isFalse();
        assertThat(expected.accepts(List.of("x"))).isFalse();
        assertThat(expected.accepts(List.of("x", "y", "z"))).isFalse();
    }

    @Test
    void interleavingKeepsTheOrderOfEachGoroutine() {
        Expected expected = Expected.interleaving(A, B);

        assertThat(expected.accepts(List.of("a1", "b1", "b2", "a2"))).isTrue();
        assertThat(expected.accepts(List.of("a2", "b1", "b2", "a1"))).isFalse();
        assertThat(expected.accepts(List.of("a1", "b1", "a2"))).isFalse();
    }

    @Test
    void interleavingTriesEveryGoroutineThatMayHavePrintedALine() {
        Expected expected = Expected.interleaving(List.of("x", "y"), List.of("x", "z"));

        assertThat(expected.accepts(List.of("x", "z", "x", "y"))).isTrue();
        assertThat(expected.accepts(List.of("x", "y", "z", "x"))).isFalse();
    }

    @Test
    void anInterleavingCutShortMayLackEnds() {
        Expected expected = Expected.interleavingCutShort(A, B);

        assertThat(expected.accepts(List.of("b1", "a1"))).isTrue();
        assertThat(expected.accepts(List.empty())).isTrue();
        assertThat(expected.accepts(List.of("b2"))).isFalse();
    }

    @Test
    void matchingComparesLineByLine() {
        Expected expected = Expected.matching("steals: \\d+", "end");

        assertThat(expected.accepts(List.of("steals: 12", "end"))).isTrue();
        assertThat(expected.accepts(List.of("steals: many", "end"))).isFalse();
        assertThat(expected.accepts(List.of("steals: 12"))).isFalse();
    }

    @Test
    void rulesCombine() {
        Expected expected = Expected.anyOf(Expected.lines("x 1 ms"), Expected.lines("y 1 ms"))
                .and(Expected.endsWith("y 1 ms"))
                .after(line -> line.replaceFirst("\\d+", "1"));

        assertThat(expected.accepts(List.of("y 17 ms"))).isTrue();
        assertThat(expected.accepts(List.of("x 17 ms"))).isFalse();
    }
}
