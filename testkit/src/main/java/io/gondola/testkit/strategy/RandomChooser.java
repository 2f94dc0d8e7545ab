package io.gondola.testkit.strategy;

import io.gondola.testkit.run.Execution;
import io.gondola.testkit.run.Task;

/** Draws each answer; one step in ten it stays with the default, so that some goroutines get further than others. */
public final class RandomChooser extends RandomAnswers {
    private static final int STICKY = 10;

    public RandomChooser(long seed) {
        super(seed);
    }

    @Override
    public int next(Execution x, Task[] enabled, int n) {
        return random.next(STICKY) == 0 ? 0 : random.next(n);
    }
}
