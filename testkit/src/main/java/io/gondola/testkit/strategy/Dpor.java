package io.gondola.testkit.strategy;

import io.gondola.testkit.run.Code;
import io.gondola.testkit.run.Event;
import io.gondola.testkit.run.Execution;
import io.gondola.testkit.run.Task;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
     * Which steps race is what Races finds.
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
    private final Races races = new Races(this::reverse);

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
        races.find(x);
        if (x.finding() != null && x.finding().thrown() != null) {
            int last = x.events().size() - 1;
            for (Event raced : x.raced()) {
                races.check(raced.number(), last);
            }
            wantAllBefore(last);
        }
    }

    // reversals

    /** Step {@code i} ended the program, whatever the others were about to do: it commutes with nothing. */
    private void wantAllBefore(int i) {
        Node node = nodeOf(i);
        if (node != null) {
            Arrays.fill(node.wanted, true);
        }
    }

    /** Where step {@code i} was chosen; null if no other task could go on there. */
    private @Nullable Node nodeOf(int i) {
        int at = i >= 0 && i < nodeOfStep.length ? nodeOfStep[i] : -1;
        return at < 0 ? null : path.get(at);
    }

    /** Steps {@code i} and {@code j} race: wants a task in place of {@code i} that leads to the other order. */
    private void reverse(int i, int j) {
        Node node = nodeOf(i);
        if (node == null) {
            return;
        }
        // Which tasks can go first in what comes after i and not because of i?
        List<Integer> rest = new ArrayList<>();
        int candidate = -1;
        boolean asleep = false;
        for (int k = i + 1; k <= j; k++) {
            if (races.isAfter(k, i, j)) {
                continue; // because of i
            }
            boolean first = races.isFirst(k, j, rest);
            rest.add(k);
            int answer = first ? node.indexOf(races.task(k).lineage().hash()) : -1;
            if (answer < 0) {
                continue;
            }
            if (node.asleep[answer]) {
                asleep = true;
            } else if (node.wanted[answer] || node.done[answer]) {
                return;
            } else if (candidate < 0 || races.task(k) == races.task(j)) {
                candidate = answer;
            }
        }
        if (candidate >= 0) {
            node.wanted[candidate] = true;
        } else if (!asleep) {
            Arrays.fill(node.wanted, true);
        }
    }
}
