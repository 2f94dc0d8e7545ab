package io.gondola.testkit.strategy;

import io.gondola.testkit.run.Event;
import io.gondola.testkit.run.Execution;
import io.gondola.testkit.run.Task;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Samples the interleavings of the steps on one object, drawn for each run, about uniformly: who makes the next of
 * these steps is drawn in proportion to how many each task has left to make. All other steps come as they may.
 *
 * <p>Zhao, Wolff, Mathur, Roychoudhury: Selectively uniform concurrency testing, 2025.
 */
public final class Surw extends RandomAnswers {
    private final Profile profile;
    private final Map<Long, Integer> left = new HashMap<>();
    private int object;
    private long intended;

    public Surw(long seed, Profile profile) {
        super(seed);
        this.profile = profile;
    }

    @Override
    public void begin(Execution x) {
        left.clear();
        List<Profile.Contended> contended = profile.contended();
        if (!contended.isEmpty()) {
            Profile.Contended drawn = contended.get(random.next(contended.size()));
            object = drawn.object();
            left.putAll(drawn.steps());
        }
        intend();
    }

    private void intend() {
        int total = 0;
        for (int n : left.values()) {
            total += n;
        }
        intended = 0;
        if (total > 0) {
            int drawn = random.next(total);
            for (Map.Entry<Long, Integer> each : left.entrySet()) {
                drawn -= each.getValue();
                if (drawn < 0) {
                    intended = each.getKey();
                    return;
                }
            }
        }
    }

    private boolean isHeldBack(Execution x, Task t) {
        return t.lineage().hash() != intended && x.objectOfPending(t) == object;
    }

    @Override
    public int next(Execution x, Task[] enabled, int n) {
        if (!Priorities.isLong(x) && intended != 0) {
            int start = random.next(n);
            for (int k = 0; k < n; k++) {
                int i = (start + k) % n;
                if (!isHeldBack(x, enabled[i]) && !enabled[i].isSpinning()) {
                    return i;
                }
            }
        }
        return random.next(n);
    }

    @Override
    public void stepped(Execution x, Event e) {
        if (intended != 0 && e.object() != null && e.object().index() == object) {
            long who = e.task().lineage().hash();
            left.merge(who, -1, (a, b) -> Math.max(0, a + b));
            if (who == intended) {
                intend();
            }
        }
    }
}
