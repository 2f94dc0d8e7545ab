package io.gondola.testkit.strategy;

import io.gondola.dsl.engine.OpKind;
import io.gondola.testkit.run.Code;
import io.gondola.testkit.run.Event;
import io.gondola.testkit.run.Execution;
import io.gondola.testkit.run.Task;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One schedule, at least, of each class of those that differ only in the order of steps that commute.
 *
 * <p>Dynamic partial-order reduction with source sets (Abdulla, Aronis, Jonsson, Sagonas: Optimal dynamic partial order
 * reduction, 2014) and sleep sets (Godefroid, 1996).
 */
public final class Dpor extends TreeChooser {
    /*
     * Algorithm. After each execution every race is looked at: steps i and j of different tasks that do not commute,
     * where j does not happen after i through something else. To see the two in the other order, some other task must
     * go first where i was made: one of those that can begin what comes after i without i. If none of these is wanted
     * in that node yet, one becomes so.
     *
     * A task that was tried in a node, and another one then is, sleeps below the latter until a step is made that its
     * own does not commute with; executions in which only sleepers can go on are given up.
     *
     * Happens-before is a vector clock for each step, over program order, wake-ups and the locations that steps touch.
     * The unlock of a mutex comes before the next lock, but the two cannot be swapped; the lock is in a race with the
     * lock before. A lock that a task waits for to the end counts as a step there.
     *
     * A sleeper is woken when in doubt, so in an execution it may have made its step although nothing woke it that it
     * depends on. Then it could have begun what comes after i, too; but since all that it begins is known, that tells
     * nothing of the rest, which somebody else must begin: sleepers are no candidates, and do not stand for others.
     *
     * Races in executions that are given up count, too: what follows has been seen elsewhere, but not from the nodes on
     * this path.
     *
     * A panic ends the program, so it commutes with nothing, which is known only afterwards: when it has happened, all
     * tasks are tried in its place. What it leaves out counts only if it would have been a data race, so of the steps
     * before it those that raced are swapped with it.
     *
     * Where two steps only meet (a send and its receive) they commute, but what follows the receive comes after the
     * send.
     *
     * The clock moves when nothing can go on, so nothing can be swapped with that, except that a task may have been
     * before a lock that was held. It also moves when all that can go on spin: the step that brings this about then
     * commutes with nothing, and, as long as a timer is armed, a row of steps in place that is long enough does not
     * commute with steps that end it. When the clock moves for other reasons, or a run was cut short, races were not
     * seen: isComplete then says no. A run in which others go on and on while a task sleeps is unfair, and given up.
     */
    private static final int MAX_SLEEP = 5_000;

    private List<Task> sleepers = new ArrayList<>();
    private boolean blocked;
    private int asleepSince;
    private boolean complete = true;
    private int[] nodeOfStep = new int[64];

    // of the execution that is analysed
    private int[][] clocks = new int[64][];
    private int[][] before = new int[64][];

    @Override
    public void begin(Execution x) {
        super.begin(x);
        sleepers.clear();
        blocked = false;
        asleepSince = 0;
        Arrays.fill(nodeOfStep, -1);
    }

    /** Whether the tree that was walked holds all there is. */
    public boolean isComplete() {
        return complete;
    }

    @Override
    void arrive(Execution x, Node node) {
        noteStep(node);
        if (node.code != Code.GO) {
            return; // all answers are tried
        }
        for (Task t : sleepers) {
            int i = node.indexOf(t.lineage().hash());
            if (i >= 0) {
                node.asleep[i] = true;
            }
        }
        node.answer = -1;
        for (int i = 0; i < node.arity && node.answer < 0; i++) {
            if (!node.asleep[i]) {
                node.answer = i;
                node.wanted[i] = true;
            }
        }
        if (node.answer < 0) {
            node.answer = 0;
            blocked = true;
        }
    }

    @Override
    void revisit(Execution x, Node node) {
        noteStep(node);
    }

    private void noteStep(Node node) {
        if (node.code == Code.GO) {
            if (node.step >= nodeOfStep.length) {
                int n = nodeOfStep.length;
                nodeOfStep = Arrays.copyOf(nodeOfStep, 2 * node.step);
                Arrays.fill(nodeOfStep, n, nodeOfStep.length, -1);
            }
            nodeOfStep[node.step] = depth;
        }
    }

    @Override
    public int next(Execution x, Task[] enabled, int n) {
        int answer = super.next(x, enabled, n);
        Node node = path.get(depth - 1);
        sleepers.clear();
        for (int i = 0; i < n; i++) {
            if (node.asleep[i] || (node.done[i] && i != answer)) {
                sleepers.add(enabled[i]);
            }
        }
        return answer;
    }

    @Override
    public boolean abandons(Execution x, Task t) {
        if (!sleepers.isEmpty() && x.steps() - asleepSince > MAX_SLEEP) {
            complete = false;
            return true;
        }
        return blocked || sleepers.contains(t);
    }

    @Override
    public void stepped(Execution x, Event e) {
        if (!sleepers.isEmpty()) {
            sleepers.removeIf(t -> t == e.task() || x.mayDepend(t, e));
        }
        if (sleepers.isEmpty()) {
            asleepSince = x.steps();
        }
    }

    @Override
    public void ticked(Execution x) {
        sleepers.clear();
    }

    @Override
    boolean isDue(Node node, int i) {
        return node.wanted[i] && !node.asleep[i];
    }

    @Override
    public void end(Execution x) {
        complete &= !x.tickedWhileBusy() && !x.isCut() && !x.choseByItself();
        analyse(x);
    }

    // races

    private void analyse(Execution x) {
        int executed = x.events().size();
        List<Event> events = new ArrayList<>(x.events());
        events.addAll(x.locksNeverTaken());
        int n = events.size();
        if (n > clocks.length) {
            clocks = new int[2 * n][];
            before = new int[2 * n][];
        }
        int tasks = x.tasks().size();
        int[][] taskClock = new int[tasks][tasks];
        int[][] touched = new int[x.locations()][];
        int[] lastWrite = new int[x.locations()];
        int[] lastAcquire = new int[x.locations()];
        Arrays.fill(lastWrite, -1);
        Arrays.fill(lastAcquire, -1);
        int lastUndescribed = -1;
        int tick = 0;
        int[] everything = new int[tasks];
        List<int[]> atTick = new ArrayList<>();
        SpinRows rows = new SpinRows(events, x.usedTimers() ? tasks : 0);
        atTick.add(new int[tasks]);
        for (int j = 0; j < n; j++) {
            Event e = events.get(j);
            int p = e.task().slot();
            while (tick < e.ticks()) {
                tick++;
                atTick.add(everything.clone());
            }
            int[] pre = taskClock[p];
            join(pre, atTick.get(e.pendingSince()));
            before[j] = pre.clone();
            int[] clock = pre.clone();
            join(clock, atTick.get(tick));
            int[] met = new int[tasks];
            clock[p] = e.local();
            if (e.isUndescribed()) {
                for (int i = j - 1; i >= 0; i--) {
                    conflict(x, events, i, j, clock);
                }
                lastUndescribed = j;
            } else if (lastUndescribed >= 0) {
                conflict(x, events, lastUndescribed, j, clock);
            }
            conflictInSpins(x, events, rows, j, clock);
            for (int a = 0; a < e.accesses(); a++) {
                int location = e.location(a);
                boolean writes = e.writes(a);
                int w = lastWrite[location] == j ? -1 : lastWrite[location];
                int[] readers = touched[location];
                if (x.isMeetingPoint(location)) {
                    if (w >= 0 && !writes) {
                        join(met, clocks[w]);
                    }
                } else if (isLock(e.kind()) && writes) {
                    if (lastAcquire[location] >= 0) {
                        race(x, events, lastAcquire[location], j);
                    }
                    if (w >= 0) {
                        join(clock, clocks[w]);
                    }
                    conflictWithReaders(x, events, readers, j, clock, j < executed);
                } else {
                    if (writes) {
                        conflictWithReaders(x, events, readers, j, clock, true);
                    }
                    if (w >= 0) {
                        conflict(x, events, w, j, clock);
                    }
                }
                if (j >= executed) {
                    continue;
                }
                if (writes) {
                    lastWrite[location] = j;
                    touched[location] = null;
                    if (isAcquire(e)) {
                        lastAcquire[location] = j;
                    }
                } else {
                    touched[location] = readers == null ? new int[] {j} : append(readers, j);
                }
            }
            clocks[j] = clock;
            join(met, clock);
            taskClock[p] = met;
            for (Task woken : e.woken()) {
                join(taskClock[woken.slot()], met);
            }
            join(everything, clock);
        }
        if (x.finding() != null && x.finding().thrown() != null) {
            for (Event raced : x.raced()) {
                race(x, events, raced.number(), executed - 1);
            }
            wantAllBefore(executed - 1);
        }
    }

    /** Whether a task spins decides whether the clock moves. */
    private void conflictInSpins(Execution x, List<Event> events, SpinRows rows, int j, int[] clock) {
        for (int i : rows.conflicts(j)) {
            conflict(x, events, i, j, clock);
        }
    }

    /** Step {@code i} ended the program, whatever the others were about to do: it commutes with nothing. */
    private void wantAllBefore(int i) {
        int at = i >= 0 && i < nodeOfStep.length ? nodeOfStep[i] : -1;
        if (at >= 0) {
            Arrays.fill(path.get(at).wanted, true);
        }
    }

    private static boolean isLock(OpKind kind) {
        return kind == OpKind.LOCK;
    }

    private static boolean isAcquire(Event e) {
        return switch (e.kind()) {
            case LOCK, TRY_LOCK, TRY_WRITE_LOCK -> true;
            default -> false;
        };
    }

    private static int[] append(int[] list, int value) {
        int[] longer = Arrays.copyOf(list, list.length + 1);
        longer[list.length] = value;
        return longer;
    }

    private static void join(int[] clock, int[] other) {
        for (int i = 0; i < other.length; i++) {
            clock[i] = Math.max(clock[i], other[i]);
        }
    }

    private void conflictWithReaders(
            Execution x, List<Event> events, int[] readers, int j, int[] clock, boolean reversible) {
        if (readers != null) {
            for (int i : readers) {
                if (i == j) {
                    continue; // it looked before it wrote
                }
                if (reversible) {
                    conflict(x, events, i, j, clock);
                } else {
                    join(clock, clocks[i]);
                }
            }
        }
    }

    /** Steps {@code i} and {@code j} do not commute. */
    private void conflict(Execution x, List<Event> events, int i, int j, int[] clock) {
        race(x, events, i, j);
        join(clock, clocks[i]);
    }

    private void race(Execution x, List<Event> events, int i, int j) {
        Event a = events.get(i);
        Event b = events.get(j);
        int p = a.task().slot();
        if (a.task() == b.task() || before[j][p] >= a.local()) {
            return;
        }
        int at = i < nodeOfStep.length ? nodeOfStep[i] : -1;
        if (at < 0) {
            return; // nobody else could go on there
        }
        Node node = path.get(at);
        // Who can go first in what comes after a and not because of a?
        List<Integer> rest = new ArrayList<>();
        int candidate = -1;
        boolean asleep = false;
        for (int k = i + 1; k <= j; k++) {
            Event next = events.get(k);
            int[] past = k == j ? before[j] : clocks[k];
            if (past[p] >= a.local()) {
                continue; // because of a
            }
            boolean first = true;
            for (int m : rest) {
                Event earlier = events.get(m);
                if (past[earlier.task().slot()] >= earlier.local() || (k == j && next.dependsOn(earlier, x))) {
                    first = false;
                    break;
                }
            }
            rest.add(k);
            if (first) {
                int answer = node.indexOf(next.task().lineage().hash());
                if (answer >= 0 && node.asleep[answer]) {
                    asleep = true;
                } else if (answer >= 0) {
                    if (node.wanted[answer] || node.done[answer]) {
                        return;
                    }
                    if (candidate < 0 || next.task() == b.task()) {
                        candidate = answer;
                    }
                }
            }
        }
        if (candidate >= 0) {
            node.wanted[candidate] = true;
        } else if (!asleep) {
            Arrays.fill(node.wanted, true);
        }
    }
}
