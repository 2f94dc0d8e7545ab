package io.gondola.conformance.differential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Random programs, with what Go was seen doing with them: no Go is needed. The command of {@link Main} makes it again.
 */
class StoredOutcomesTest {
    private static final int MAX_STATES = 20_000;
    private static final int SCHEDULES = 1_000;

    private static List<StoredOutcomes> stored() throws IOException {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                StoredOutcomesTest.class.getResourceAsStream("outcomes.txt"), StandardCharsets.UTF_8))) {
            return lines.lines().map(StoredOutcomes::parse).toList();
        }
    }

    @Test
    void outcomesSeenInGoAreAllowedByTheModel() throws IOException {
        assertThat(stored())
                .hasSizeGreaterThan(200)
                .allSatisfy(s -> assertThat(allowed(s.program()))
                        .as("seed %d", s.program().seed())
                        .containsAll(s.outcomes()));
    }

    @Test
    void outcomesUnderManySchedulesAreAllowedByGoAndComplete() throws IOException {
        assertThat(stored()).allSatisfy(s -> {
            Ours.Explored ours = Ours.underSchedules(s.program(), SCHEDULES);
            assertThat(allowed(s.program())).as("seed %d", s.program().seed()).containsAll(ours.outcomes());
            if (ours.exhausted()) {
                assertThat(ours.outcomes())
                        .as("seed %d", s.program().seed())
                        .containsAll(s.outcomes())
                        .containsAll(certain(s.program()));
            }
        });
    }

    @Test
    void outcomesOnThreadsAreAllowedByGo() throws IOException {
        try (Ours ours = new Ours()) {
            assertThat(stored())
                    .allSatisfy(s -> assertThat(allowed(s.program()))
                            .as("seed %d", s.program().seed())
                            .containsAll(ours.onThreads(s.program())));
        }
    }

    @Test
    void aLineOfAnotherGeneratorIsRefused() {
        assertThatThrownBy(() -> StoredOutcomes.parse("1\tabc\tok "))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "the generator has changed since this line was stored; make the file again with --record: seed=1");
    }

    @Test
    void aLineReadsBackAsItWasWritten() {
        SortedSet<String> outcomes = new TreeSet<>(List.of("ok s0 | r0=1", "panic: p1"));
        StoredOutcomes stored = new StoredOutcomes(Generator.program(5), outcomes);
        assertThat(StoredOutcomes.parse(stored.line())).isEqualTo(stored);
    }

    private static SortedSet<String> certain(RandomProgram program) {
        return Model.outcomes(program, MAX_STATES, false).orElseThrow();
    }

    private static SortedSet<String> allowed(RandomProgram program) {
        return Model.outcomes(program, MAX_STATES, true).orElseThrow();
    }
}
