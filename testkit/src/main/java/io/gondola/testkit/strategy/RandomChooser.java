package io.gondola.testkit.strategy;

import io.gondola.scheduler.deterministic.SplitMix64;
import io.gondola.testkit.run.Chooser;
import io.gondola.testkit.run.Code;
import io.gondola.testkit.run.Execution;
import io.gondola.testkit.run.Task;

/** Draws each answer; one step in ten it stays with the default, so that some goroutines get further than others. */
public final class RandomChooser extends Chooser {
    private static final int STICKY = 10;
    private static final int TICK = 20;

    private final SplitMix64 random;

    public RandomChooser(long seed) {
        random = new SplitMix64(seed);
    }

    @Override
    public int next(Execution x, Task[] enabled, int n) {
        return random.next(STICKY) == 0 ? 0 : random.next(n);
    }

    @Override
    public int choose(Execution x, Code code, int n) {
        return code == Code.TICK ? (random.next(TICK) == 0 ? 1 : 0) : random.next(n);
    }
}
