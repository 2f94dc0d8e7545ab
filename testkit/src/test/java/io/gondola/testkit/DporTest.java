package io.gondola.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.testkit.run.Execution;
import io.gondola.testkit.run.Kind;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Partial-order reduction must leave out nothing that a search through all schedules finds. */
class DporTest {
    private static final int MAX_SCHEDULES = 20_000;

    /** All endings of the program of {@code seed}; null if there are too many schedules. */
    private static Set<String> endings(long seed, Strategy strategy) {
        RandomProgram[] current = new RandomProgram[1];
        Exploration exploration = (Exploration) Explorer.of(() -> {
                    current[0] = new RandomProgram(seed);
                    return current[0].program();
                })
                .named("random");
        Systematic search = new Systematic(strategy);
        Watchdog watchdog = new Watchdog();
        Set<String> endings = new TreeSet<>();
        for (int i = 0; i < MAX_SCHEDULES && !search.isOver(); i++) {
            Execution x = exploration.execute(search.chooser(), exploration.settings(), watchdog);
            if (!x.isAbandoned() || x.finding() != null) {
                endings.add(ending(x, current[0]));
            }
            search.ran(x);
        }
        watchdog.close();
        if (search.isOver()) {
            assertThat(search.isExhausted()).isTrue();
        }
        return search.isOver() ? endings : null;
    }

    /** A panic stops the others at once, so what they had seen until then says nothing; a race is one wherever the run ends. */
    private static String ending(Execution x, RandomProgram program) {
        if (x.finding() == null) {
            return "ok " + program.seen();
        }
        Kind kind = x.finding().kind();
        if (kind == Kind.RACE) {
            return "RACE";
        }
        return x.finding().fingerprint() + (x.finding().thrown() != null ? "" : " " + program.seen());
    }

    private static int check(int from, int to) {
        int compared = 0;
        for (int seed = from; seed < to; seed++) {
            Set<String> reduced = endings(seed, Strategy.DPOR);
            Set<String> all = reduced == null ? null : endings(seed, Strategy.DFS);
            if (all != null) {
                assertThat(reduced)
                        .as("program %s:%n%s", seed, new RandomProgram(seed))
                        .isEqualTo(all);
                compared++;
            }
        }
        return compared;
    }

    @Test
    void itFindsTheSameEndingsAsASearchThroughAllSchedules() {
        assertThat(check(0, 150)).isGreaterThan(100);
    }

    /** In program 2291 only runs that are given up show that two sends into the same channel compete. */
    @Test
    void racesInRunsThatAreGivenUpCount() {
        assertThat(check(2_291, 2_292)).isEqualTo(1);
    }

    @Test
    @Tag("stress")
    void itFindsTheSameEndingsInThousandsOfPrograms() {
        assertThat(check(150, 6_000)).isGreaterThan(4_000);
    }
}
