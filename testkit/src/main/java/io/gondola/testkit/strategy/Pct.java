package io.gondola.testkit.strategy;

import io.gondola.dsl.engine.OpKind;
import io.gondola.testkit.run.Execution;
import io.gondola.testkit.run.Task;
import java.util.Arrays;

/**
 * The task with the highest priority goes on. Priorities are random, and at a few random points that of the one that
 * runs drops below all others.
 *
 * <p>Burckhardt, Kothari, Musuvathi, Nagarakatte: A randomized scheduler with probabilistic guarantees of finding bugs,
 * 2010.
 */
public final class Pct extends RandomAnswers {
    private static final int[] DEPTHS = {2, 3, 3, 4, 6};

    private final int length;
    private final Priorities priorities = new Priorities();
    private int[] changes = {};
    private int decisions;
    private double lowest;

    /** {@code length} estimates how many choices among tasks a run has. */
    public Pct(long seed, int length) {
        super(seed);
        this.length = Math.max(1, length);
    }

    @Override
    public void begin(Execution x) {
        priorities.clear();
        decisions = 0;
        lowest = 0;
        changes = new int[DEPTHS[random.next(DEPTHS.length)] - 1];
        for (int i = 0; i < changes.length; i++) {
            changes[i] = random.next(length);
        }
        Arrays.sort(changes);
    }

    @Override
    public int next(Execution x, Task[] enabled, int n) {
        if (Priorities.isLong(x)) {
            return random.next(n);
        }
        for (int i = 0; i < n; i++) {
            if (priorities.isNew(enabled[i])) {
                priorities.set(enabled[i], random.nextDouble());
            } else if (enabled[i].pendingKind() == OpKind.YIELD && enabled[i] == x.current()) {
                priorities.set(enabled[i], --lowest);
            }
        }
        int best = priorities.greatest(enabled, n);
        if (Arrays.binarySearch(changes, decisions++) >= 0) {
            priorities.set(enabled[best], --lowest);
            best = priorities.greatest(enabled, n);
        }
        return best;
    }
}
