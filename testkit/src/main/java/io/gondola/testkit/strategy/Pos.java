package io.gondola.testkit.strategy;

import io.gondola.testkit.run.Event;
import io.gondola.testkit.run.Execution;
import io.gondola.testkit.run.Task;

/**
 * The step with the highest priority is made. Priorities are random, one for each step, and drawn again for those that
 * were in a race with the step that was made.
 *
 * <p>Yuan, Yang, Gu: Partial order aware concurrency sampling, 2018.
 */
public final class Pos extends RandomAnswers {
    private final Priorities priorities = new Priorities();

    public Pos(long seed) {
        super(seed);
    }

    @Override
    public void begin(Execution x) {
        priorities.clear();
    }

    @Override
    public int next(Execution x, Task[] enabled, int n) {
        if (Priorities.isLong(x)) {
            return random.next(n);
        }
        for (int i = 0; i < n; i++) {
            if (priorities.isNew(enabled[i])) {
                priorities.set(enabled[i], random.nextDouble());
            }
        }
        return priorities.greatest(enabled, n);
    }

    @Override
    public void stepped(Execution x, Event e) {
        priorities.set(e.task(), Double.NaN);
        for (Task t : x.tasks()) {
            if (!priorities.isNew(t) && t.pendingKind() != null && x.mayDepend(t, e)) {
                priorities.set(t, Double.NaN);
            }
        }
    }
}
