package io.gondola.testkit.strategy;

import io.gondola.testkit.run.Chooser;
import io.gondola.testkit.run.Code;
import io.gondola.testkit.run.Deviations.Deviation;
import io.gondola.testkit.run.Execution;
import io.gondola.testkit.run.Task;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Follows recorded deviations, and answers the default everywhere else. */
public final class Replay extends Chooser {
    private final List<Deviation> deviations;
    private int at;
    private int next;
    private @Nullable String divergence;

    public Replay(List<Deviation> deviations) {
        this.deviations = deviations;
    }

    @Override
    public void begin(Execution x) {
        at = 0;
        next = 0;
        divergence = null;
    }

    @Override
    public int next(Execution x, Task[] enabled, int n) {
        Deviation d = due();
        if (d == null) {
            return 0;
        }
        if (d.code() != Code.GO) {
            return diverged(x, d, "a choice of a goroutine");
        }
        if (d.answer() < n && matches(enabled[d.answer()], d)) {
            return d.answer();
        }
        StringBuilder seen = new StringBuilder("a choice among");
        int found = 0;
        for (int i = 0; i < n; i++) {
            seen.append(i == 0 ? " " : ", ").append(describe(enabled[i]));
            if (matches(enabled[i], d)) {
                found = i;
            }
        }
        diverged(x, d, seen.toString());
        return found;
    }

    private static boolean matches(Task t, Deviation d) {
        return t.lineage().equals(d.who()) && t.pendingKind() == d.what();
    }

    private static String describe(Task t) {
        return t.fullName() + " before " + t.pendingKind();
    }

    @Override
    public int choose(Execution x, Code code, int n) {
        Deviation d = due();
        if (d == null) {
            return 0;
        }
        if (d.code() == code && d.answer() < n && n == d.arity()) {
            return d.answer();
        }
        return diverged(x, d, "a choice of " + code + " among " + n);
    }

    /** The deviation that belongs to this decision; null if there is none. Counts the decision. */
    private @Nullable Deviation due() {
        if (next < deviations.size() && deviations.get(next).at() == at) {
            at++;
            return deviations.get(next++);
        }
        at++;
        return null;
    }

    private int diverged(Execution x, Deviation d, String seen) {
        if (divergence == null) {
            String what = d.code() == Code.GO
                    ? d.who() + " before " + d.what()
                    : "answer " + d.answer() + " of " + d.arity() + " to " + d.code();
            divergence = "diverged at step " + x.steps() + ": expected " + what + ", seen " + seen;
        }
        return 0;
    }

    /** Where the run could not follow, step, expected and seen; null if it could all the way. */
    public @Nullable String divergence() {
        return divergence;
    }

    /** How many of the deviations were due so far. */
    public int used() {
        return next;
    }
}
