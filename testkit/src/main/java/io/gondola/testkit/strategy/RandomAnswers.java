package io.gondola.testkit.strategy;

import io.gondola.scheduler.deterministic.SplitMix64;
import io.gondola.testkit.run.Chooser;
import io.gondola.testkit.run.Code;
import io.gondola.testkit.run.Execution;

/** Draws the answers to all decisions but who goes on. */
abstract class RandomAnswers extends Chooser {
    private static final int TICK = 20;

    final SplitMix64 random;

    RandomAnswers(long seed) {
        this.random = new SplitMix64(seed);
    }

    @Override
    public int choose(Execution x, Code code, int n) {
        return code == Code.TICK ? (random.next(TICK) == 0 ? 1 : 0) : random.next(n);
    }

    @Override
    public int fault(Execution x, double probability) {
        return random.nextDouble() < probability ? 1 : 0;
    }
}
