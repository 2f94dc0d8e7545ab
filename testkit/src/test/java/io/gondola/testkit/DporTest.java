package io.gondola.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.testkit.run.Execution;
import io.gondola.testkit.run.Finding;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongFunction;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Partial-order reduction must leave out nothing that a search through all schedules finds. */
@SuppressWarnings("NullAway") // what is looked for is there
class DporTest {
    private static final int MAX_SCHEDULES = 20_000;

    /** All endings of the program of {@code seed}; null if there are too many schedules. */
    private static Set<String> endings(
            LongFunction<RandomProgram> make, long seed, Strategy strategy, UnaryOperator<Explorer> liberties) {
        RandomProgram[] current = new RandomProgram[1];
        Exploration exploration = (Exploration) liberties.apply(Explorer.of(() -> {
                    current[0] = make.apply(seed);
                    return current[0].program();
                })
                .named("random"));
        Systematic search = new Systematic(strategy);
        Watchdog watchdog = new Watchdog();
        Set<String> endings = new TreeSet<>();
        for (int i = 0; i < MAX_SCHEDULES && !search.isOver(); i++) {
            Execution x = exploration.execute(search.chooser(), exploration.settings(), watchdog);
            if (!x.isAbandoned() || x.finding() != null) {
                endings.add(ending(x, current[0]));
            }
            if (!x.isAbandoned()) {
                endings.add("in the end " + described(x.ending(), current[0]));
            }
            search.ran(x);
        }
        watchdog.close();
        if (search.isOver()) {
            assertThat(search.isExhausted()).isTrue();
        }
        return search.isOver() ? endings : null;
    }

    /** What is reported: a race is one wherever the run ends. */
    private static String ending(Execution x, RandomProgram program) {
        return x.finding() != null && x.finding().kind() == Kind.RACE ? "RACE" : described(x.finding(), program);
    }

    /** A panic stops the others at once, so what they had seen until then says nothing. */
    private static String described(Finding f, RandomProgram program) {
        if (f == null) {
            return "ok " + program.seen();
        }
        return f.fingerprint() + (f.thrown() != null ? "" : " " + program.seen());
    }

    private static int check(LongFunction<RandomProgram> make, int from, int to) {
        return check(make, from, to, e -> e);
    }

    private static int check(LongFunction<RandomProgram> make, int from, int to, UnaryOperator<Explorer> liberties) {
        int compared = 0;
        for (int seed = from; seed < to; seed++) {
            Set<String> reduced = endings(make, seed, Strategy.DPOR, liberties);
            Set<String> all = reduced == null ? null : endings(make, seed, Strategy.DFS, liberties);
            if (all != null) {
                assertThat(reduced)
                        .as("program %s:%n%s", seed, make.apply(seed))
                        .isEqualTo(all);
                compared++;
            }
        }
        return compared;
    }

    @Test
    void itFindsTheSameEndingsAsASearchThroughAllSchedules() {
        assertThat(check(RandomProgram::new, 0, 50)).isGreaterThan(30);
    }

    @Test
    void itFindsTheSameEndingsInProgramsWithContextsTimersAndMisusedLocks() {
        assertThat(check(RandomProgram::wide, 0, 50)).isGreaterThan(30);
    }

    private static Explorer allLiberties(Explorer e) {
        return e.loose().spuriousWakeups().tryLockMayFail();
    }

    @Test
    void itFindsTheSameEndingsIfWaitersAreServedInAnyOrderAndAttemptsAndWaitsFail() {
        assertThat(check(RandomProgram::new, 0, 5, DporTest::allLiberties)).isGreaterThan(1);
        assertThat(check(RandomProgram::wide, 0, 5, DporTest::allLiberties)).isGreaterThan(1);
        assertThat(check(RandomProgram::crowded, 0, 10, DporTest::allLiberties)).isGreaterThan(2);
    }

    @Test
    void itFindsTheSameEndingsInProgramsWhoseSelectsHaveSeveralCasesOnOneChannel() {
        assertThat(check(RandomProgram::repeating, 0, 20)).isGreaterThan(12);
    }

    /** All of them are exhausted, though in many the clock moves while goroutines go on and on. */
    @Test
    void itFindsTheSameEndingsInProgramsThatSpin() {
        assertThat(check(RandomProgram::spinning, 0, 20)).isGreaterThan(12);
    }

    /** In program 2686 a goroutine sleeps, and another one gives way again and again. */
    @Test
    void aClockThatMovesPastSpinnersHidesNothing() {
        assertThat(check(RandomProgram::new, 2_686, 2_687)).isEqualTo(1);
    }

    /** In program 2291 only runs that are given up show that two sends into the same channel compete. */
    @Test
    void racesInRunsThatAreGivenUpCount() {
        assertThat(check(RandomProgram::new, 2_291, 2_292)).isEqualTo(1);
    }

    /**
     * In program 3836 a goroutine unlocks an unlocked mutex either after a data race, or before it and instead of it.
     */
    @Test
    void aFatalErrorMayComeBeforeTheDataRaceThatItLeavesOut() {
        assertThat(check(RandomProgram::new, 3_836, 3_837)).isEqualTo(1);
    }

    /**
     * In programs 15 and 42 it depends on the others whether one who never took a lock for reading may give it back.
     */
    @Test
    void aReaderWhoLeavesWithoutHavingComeDependsOnAllOthers() {
        assertThat(check(RandomProgram::wide, 15, 16) + check(RandomProgram::wide, 42, 43))
                .isEqualTo(2);
    }

    /** In these programs a sender waits for room, and then panics, or is served in time, as close and receive come. */
    @Test
    void aCloseAndAReceiveThatServesASenderCompete() {
        assertThat(check(RandomProgram::wide, 802, 803) + check(RandomProgram::repeating, 1_946, 1_947))
                .isEqualTo(2);
    }

    @Test
    @Tag("stress")
    void itFindsTheSameEndingsInThousandsOfPrograms() {
        assertThat(check(RandomProgram::new, 50, 6_000)).isGreaterThan(4_000);
    }

    @Test
    @Tag("stress")
    void itFindsTheSameEndingsInThousandsOfProgramsWithContextsTimersAndMisusedLocks() {
        assertThat(check(RandomProgram::wide, 50, 6_000)).isGreaterThan(4_000);
    }

    @Test
    @Tag("stress")
    void itFindsTheSameEndingsInThousandsOfProgramsWhoseSelectsHaveSeveralCasesOnOneChannel() {
        assertThat(check(RandomProgram::repeating, 20, 3_000)).isGreaterThan(2_000);
    }

    @Test
    @Tag("stress")
    void itFindsTheSameEndingsInThousandsOfProgramsThatTakeLiberties() {
        assertThat(check(RandomProgram::new, 5, 3_000, DporTest::allLiberties)).isGreaterThan(1_500);
    }

    @Test
    @Tag("stress")
    void itFindsTheSameEndingsInThousandsOfProgramsThatSpin() {
        assertThat(check(RandomProgram::spinning, 20, 1_500)).isGreaterThan(1_000);
    }
}
