package io.gondola.testkit;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How an exploration looks, and how hard.
 *
 * @param schedules how many it tries at most
 * @param seed of all that is drawn
 * @param budget how long it may take; null for as long as it takes
 * @param threads how many run schedules at once
 */
record Effort(
        int schedules,
        long seed,
        Strategy strategy,
        @Nullable Duration budget,
        int threads) {
    static final Effort DEFAULT = new Effort(1_000, 0, Strategy.PORTFOLIO, null, 1);

    Effort withSchedules(int n) {
        return new Effort(n, seed, strategy, budget, threads);
    }

    Effort withSeed(long n) {
        return new Effort(schedules, n, strategy, budget, threads);
    }

    Effort withStrategy(Strategy s) {
        return new Effort(schedules, seed, s, budget, threads);
    }

    Effort withBudget(Duration d) {
        return new Effort(schedules, seed, strategy, d, threads);
    }

    Effort withThreads(int n) {
        return new Effort(schedules, seed, strategy, budget, n);
    }
}
