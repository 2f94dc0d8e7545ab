package io.gondola.testkit.strategy;

import io.gondola.dsl.engine.OpKind;
import io.gondola.testkit.run.Chooser;
import io.gondola.testkit.run.Code;
import io.gondola.testkit.run.Event;
import io.gondola.testkit.run.Execution;
import io.gondola.testkit.run.Lineage;
import io.gondola.testkit.run.Task;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Leads a run to where certain steps come in a given order: a task that is too early is put off as long as others can
 * go on.
 */
public final class Steered extends Chooser {
    /*
     * The idea is of Joshi, Park, Sen, Naik: A randomized dynamic program analysis technique for detecting real
     * deadlocks, 2009.
     *
     * This only chooses a schedule. Whether anything is wrong is judged as in all runs, so rules that cannot be kept,
     * or lead nowhere, cost a run, and are never reported. Somebody is put off for a limited number of times in all,
     * so that tasks which run on and on until that one has done its part do not seem to be in a livelock; and under the
     * adversarial clock, time passes while all that can go on are put off.
     */
    private static final int MAX_PUT_OFF = 2_000;

    /** Of the steps that a run may have. */
    private static final int MAX_SHARE_PUT_OFF = 4;

    private final List<Rule> rules;

    /** Decides among those who are not put off. */
    private final Chooser base;

    private final Map<Made, Integer> made = new HashMap<>();
    private int putOff;
    private int maxPutOff;

    /** The {@code nth} step, from 1, of kind {@code what} that {@code who} makes. */
    public record Moment(Lineage who, OpKind what, int nth) {}

    /**
     * {@code later} is put off until {@code earlier} has been made or, if {@code arrival}, until its goroutine is about
     * to make it.
     */
    public record Rule(Moment later, Moment earlier, boolean arrival) {}

    /** How many steps of a kind a goroutine has made is counted. */
    private record Made(Lineage who, OpKind what) {}

    /** Keeps {@code rules}, and to the default order otherwise. */
    public Steered(List<Rule> rules) {
        this(rules, new DefaultOrder(false));
    }

    /** Keeps {@code rules}, and to what {@code base} decides otherwise. */
    public Steered(List<Rule> rules, Chooser base) {
        this.rules = List.copyOf(rules);
        this.base = base;
    }

    @Override
    public void begin(Execution x) {
        made.clear();
        putOff = 0;
        maxPutOff = Math.min(MAX_PUT_OFF, x.settings().maxSteps() / MAX_SHARE_PUT_OFF);
        base.begin(x);
    }

    @Override
    public int next(Execution x, Task[] enabled, int n) {
        Task[] free = new Task[n];
        int[] indexes = new int[n];
        int k = 0;
        int firstPutOff = -1;
        for (int i = 0; i < n; i++) {
            if (!isPutOff(x, enabled[i])) {
                free[k] = enabled[i];
                indexes[k++] = i;
            } else if (firstPutOff < 0) {
                firstPutOff = i;
            }
        }
        if (k == n || k == 0) {
            return base.next(x, enabled, n);
        }
        if (allSpin(free, k) || putOff >= maxPutOff) {
            return firstPutOff;
        }
        putOff++;
        return indexes[k == 1 ? 0 : base.next(x, free, k)];
    }

    private static boolean allSpin(Task[] tasks, int n) {
        for (int i = 0; i < n; i++) {
            if (!tasks[i].isSpinning()) {
                return false;
            }
        }
        return true;
    }

    private boolean isPutOff(Execution x, Task t) {
        for (Rule rule : rules) {
            if (isAbout(t, rule.later) && !isMade(rule.earlier) && !(rule.arrival && isArrived(x, rule.earlier))) {
                return true;
            }
        }
        return false;
    }

    private boolean isAbout(Task t, Moment m) {
        return t.pendingKind() == m.what
                && t.lineage().equals(m.who)
                && made.getOrDefault(new Made(m.who, m.what), 0) + 1 == m.nth;
    }

    private boolean isMade(Moment m) {
        return made.getOrDefault(new Made(m.who, m.what), 0) >= m.nth;
    }

    private boolean isArrived(Execution x, Moment m) {
        for (Task t : x.tasks()) {
            if (isAbout(t, m)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public int choose(Execution x, Code code, int n) {
        if (code == Code.TICK) {
            return areAllPutOff(x) ? 1 : 0;
        }
        return base.choose(x, code, n);
    }

    private boolean areAllPutOff(Execution x) {
        for (Task t : x.tasks()) {
            if (t.isEnabled() && !isPutOff(x, t)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int fault(Execution x, double probability) {
        return base.fault(x, probability);
    }

    @Override
    public void stepped(Execution x, Event e) {
        made.merge(new Made(e.task().lineage(), e.kind()), 1, Integer::sum);
        base.stepped(x, e);
    }

    @Override
    public void ticked(Execution x) {
        base.ticked(x);
    }

    @Override
    public void end(Execution x) {
        base.end(x);
    }
}
