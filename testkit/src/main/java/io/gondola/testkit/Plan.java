package io.gondola.testkit;

import io.gondola.scheduler.deterministic.SplitMix64;
import io.gondola.testkit.run.Chooser;
import io.gondola.testkit.run.Execution;
import io.gondola.testkit.run.Settings;
import io.gondola.testkit.strategy.DefaultOrder;
import io.gondola.testkit.strategy.Pct;
import io.gondola.testkit.strategy.Pos;
import io.gondola.testkit.strategy.Profile;
import io.gondola.testkit.strategy.RandomChooser;
import io.gondola.testkit.strategy.Steered;
import io.gondola.testkit.strategy.Surw;
import io.gondola.testkit.suspect.Suspicions;
import java.util.List;

/**
 * Who decides in which run. It depends on the run's number and the seed only, so that any thread may make any run: what
 * there is to learn from other runs is learnt from those that are made before all that are counted.
 *
 * <p>The portfolio begins with two runs that never preempt. Then it goes by threes: one that is led to where those two
 * could have gone wrong, as long as there are {@linkplain Suspicions suspicions}; one of the systematic search, as long
 * as that has not come to its end; and one that is drawn, as those are in whose place nothing is left. Of every twenty
 * drawn eight are POS, five PCT, four SURW, three random walks. A fifth of them runs under the jittering and a fifth
 * under the adversarial clock, if the program uses timers. If several goroutines run plain Java code, a quarter of them
 * makes steps of it, and some are made in any case.
 */
final class Plan {
    static final int MAX_SYSTEMATIC = 300;
    private static final int CONTINUED = 8;
    private static final int JAVA_STEPS = 4;
    private static final int AT_LEAST = 64;
    private static final int CALIBRATIONS = 2;
    private static final long GAMMA = 0x9E3779B97F4A7C15L;

    private final Exploration exploration;
    private final Settings settings;

    /** Of the first run. */
    private final Profile profile;

    private final boolean timed;

    /** Whether the program is merely long: it was cut, and would not have gone on for ever. */
    private final boolean isLong;

    /** Whether some runs make steps of plain Java code. */
    private final boolean java;

    /** For each run that is led somewhere, the rules that lead it. */
    private final List<List<Steered.Rule>> suspicions;

    /** {@code calibrations} are runs that never preempt, the first one with the default order. */
    Plan(Exploration exploration, Settings settings, List<Execution> calibrations) {
        Execution first = calibrations.get(0);
        this.exploration = exploration;
        this.settings = settings;
        this.profile = Profile.of(first);
        this.timed = first.usedTimers();
        this.isLong = first.isCut() && first.finding() == null;
        this.java = exploration.effort.strategy() == Strategy.PORTFOLIO
                && !exploration.options.javaSteps()
                && calibrations.stream().anyMatch(Execution::sharesJavaCode);
        this.suspicions = exploration.effort.strategy() == Strategy.PORTFOLIO ? Suspicions.of(calibrations) : List.of();
    }

    /** One run: who decides, and under which clock. */
    record Run(Chooser chooser, Settings settings, Strategy strategy, long seed) {}

    long seed(int run) {
        return SplitMix64.mix(exploration.effort.seed() + GAMMA * (run + 1));
    }

    /** Whether run {@code i} is one of the systematic search. */
    boolean isSystematic(int i) {
        return switch (exploration.effort.strategy()) {
            case DPOR, DFS, DELAY_BOUNDED, PREEMPTION_BOUNDED -> true;
            case PORTFOLIO ->
                exploration.options.clock() == Clock.IDLE && i >= CALIBRATIONS && i % 3 == 0 && i / 3 <= MAX_SYSTEMATIC;
            default -> false;
        };
    }

    /**
     * What is the same for all runs but for the clock; of a program that is merely long only one run in eight is
     * continued.
     */
    Settings settings(int i) {
        return isLong && i % CONTINUED != 0 ? settings.notContinued() : settings;
    }

    /** How many runs there must be though the systematic search is at its end: enough to try plain Java code, too. */
    int atLeast() {
        return java ? AT_LEAST : 0;
    }

    /** Run {@code i}, which is not systematic. */
    Run run(int i) {
        long seed = seed(i);
        Settings settings = settings(i);
        if (exploration.effort.strategy() != Strategy.PORTFOLIO) {
            return new Run(
                    chooser(exploration.effort.strategy(), seed),
                    withJitter(settings, seed),
                    exploration.effort.strategy(),
                    seed);
        }
        if (i < CALIBRATIONS) {
            return new Run(new DefaultOrder(i == 1), withJitter(settings, seed), Strategy.PORTFOLIO, seed);
        }
        if (i % 3 == 2 && i / 3 < suspicions.size()) {
            return new Run(new Steered(suspicions.get(i / 3)), steered(settings, seed), Strategy.PORTFOLIO, seed);
        }
        SplitMix64 draw = new SplitMix64(seed ^ GAMMA);
        int share = draw.next(20);
        Strategy s =
                share < 8 ? Strategy.POS : share < 13 ? Strategy.PCT : share < 17 ? Strategy.SURW : Strategy.RANDOM;
        Settings clocked = withJitter(
                java && i % JAVA_STEPS == 1 ? settings.with(settings.options().withJavaSteps(true)) : settings, seed);
        if (timed && exploration.options.clock() == Clock.IDLE) {
            int clock = draw.next(5);
            if (clock == 0) {
                clocked = withJitter(clocked.withClock(Clock.JITTER), seed);
            } else if (clock == 1) {
                clocked = clocked.withClock(Clock.ADVERSARIAL);
            }
        }
        return new Run(chooser(s, seed), clocked, s, seed);
    }

    /** Time may pass while a goroutine is put off, whatever else can go on. */
    private Settings steered(Settings s, long seed) {
        return timed && exploration.options.clock() == Clock.IDLE
                ? s.withClock(Clock.ADVERSARIAL)
                : withJitter(s, seed);
    }

    private static Settings withJitter(Settings s, long seed) {
        return s.clock() == Clock.JITTER ? s.withJitterSeed(seed & 0xFFFFFFFFL) : s;
    }

    private Chooser chooser(Strategy s, long seed) {
        return switch (s) {
            case POS -> new Pos(seed);
            case PCT -> new Pct(seed, profile.choices());
            case SURW -> new Surw(seed, profile);
            default -> new RandomChooser(seed);
        };
    }
}
