package io.gondola.testkit.strategy;

import io.gondola.testkit.run.Execution;
import io.gondola.testkit.run.Task;
import java.util.Arrays;

/** A number for each task of an execution. */
final class Priorities {
    private double[] values = new double[8];
    private int known;

    void clear() {
        known = 0;
    }

    /** Whether {@code t} has had none yet. */
    boolean isNew(Task t) {
        return t.slot() >= known || Double.isNaN(values[t.slot()]);
    }

    void set(Task t, double value) {
        int slot = t.slot();
        if (slot >= values.length) {
            values = Arrays.copyOf(values, 2 * slot);
        }
        while (known <= slot) {
            values[known++] = Double.NaN;
        }
        values[slot] = value;
    }

    double get(Task t) {
        return values[t.slot()];
    }

    /** The index of the greatest among the first {@code n}, those that spin last. */
    int greatest(Task[] enabled, int n) {
        int best = 0;
        for (int i = 1; i < n; i++) {
            Task a = enabled[best];
            Task b = enabled[i];
            if (a.isSpinning() != b.isSpinning() ? a.isSpinning() : get(b) > get(a)) {
                best = i;
            }
        }
        return best;
    }

    /** Whether the strategies that demote and hold back give way to chance, so that each run ends. */
    static boolean isLong(Execution x) {
        return x.steps() > 10_000;
    }
}
