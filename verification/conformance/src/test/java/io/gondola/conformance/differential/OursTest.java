package io.gondola.conformance.differential;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SortedSet;
import org.junit.jupiter.api.Test;

/** Hunts outcomes that no schedule has, or that one must not have. */
class OursTest {
    private static final int PROGRAMS = 60;
    private static final int MAX_STATES = 20_000;

    @Test
    void theSchedulesOfAProgramHaveAllTheOutcomesThatGoAllowsAndNoOthers() {
        int exhausted = 0;
        for (int seed = 1; seed <= PROGRAMS; seed++) {
            RandomProgram program = Generator.program(seed);
            SortedSet<String> allowed =
                    Model.outcomes(program, MAX_STATES, true).orElseThrow();
            SortedSet<String> certain =
                    Model.outcomes(program, MAX_STATES, false).orElseThrow();

            Ours.Explored ours = Ours.underSchedules(program, 2_000);

            assertThat(allowed).as(GoSource.of(List.of(program))).containsAll(ours.outcomes());
            if (ours.exhausted()) {
                assertThat(ours.outcomes()).as(GoSource.of(List.of(program))).containsAll(certain);
                exhausted++;
            }
        }
        assertThat(exhausted).isGreaterThan(PROGRAMS * 3 / 4);
    }
}
