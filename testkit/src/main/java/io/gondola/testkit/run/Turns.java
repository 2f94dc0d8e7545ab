package io.gondola.testkit.run;

import org.jspecify.annotations.Nullable;

/** Gives a turn to those who were passed over for too long, whatever the strategy wants. */
final class Turns {
    /*
     * A schedule that lets one task spin while another one could go on says nothing of the program, and costs a run.
     * The idea is that of CHESS (Musuvathi, Qadeer: Fair stateless model checking, 2008): who gives way loses its
     * priority to those who could go on meanwhile. Here nobody loses it at once, since to run in place for a while is a
     * schedule as good as any other: a task is passed over for too long after STEPS steps of others since it could go
     * on or made its own last step, or after YIELDS steps in place of others. A task before a lock that is held is
     * passed over, too: else who locks and unlocks all the time would keep it out.
     *
     * Then it is the default answer, which is enough for the strategies that search the tree; and after twice as long
     * it is the only one. This is decided by the steps so far and nothing else, so a replay does the same without a
     * word of it in the token.
     *
     * A task that needs many turns to end the spinning of others would cost many such waits. So with each turn that it
     * is given it waits half as long for the next one, and has twice as many steps, within bounds.
     *
     * Invariant: among n tasks that can go on, none is passed over for more than 2n · max(STEPS, 64n) steps: all those
     * that are overdue longer go first, and each of their turns is bounded.
     */
    private static final int STEPS = 1_000;
    private static final int STEPS_PER_TASK = 64;
    private static final int YIELDS = 64;
    private static final int YIELDS_PER_TASK = 8;
    private static final int MAX_HALVINGS = 4;
    private static final int MAX_DOUBLINGS = 6;

    /** How many steps in place there were. */
    private int yields;

    /** Whose turn it is; null if nobody's. */
    private @Nullable Task served;

    private int left;
    private boolean forced;

    /** {@code t} can go on, or is before a lock. */
    void arrived(Task t, int steps) {
        t.passedSince = steps;
        t.yieldsBefore = yields;
    }

    /** {@code t} has made a step. */
    void made(Task t, int steps, boolean inPlace) {
        if (inPlace) {
            yields++;
        }
        arrived(t, steps);
        if (t == served && (inPlace || --left == 0)) {
            served = null;
        }
    }

    /** Whether somebody got a turn though the strategy could have chosen another one. */
    boolean forced() {
        return forced;
    }

    /**
     * Puts who was passed over for too long first among the first {@code n} of {@code enabled}.
     *
     * @return whether nobody else may go on
     */
    boolean lead(Task[] enabled, int n, int steps) {
        if (steps < YIELDS / 2) {
            return false; // in nearly all runs
        }
        int first = served == null ? -1 : indexOf(served, enabled, n);
        if (first < 0) {
            first = mostOverdue(enabled, n, steps);
            served = null;
            if (first < 0) {
                return false;
            }
            begin(enabled[first]);
        }
        Task t = enabled[first];
        System.arraycopy(enabled, 0, enabled, 1, first);
        enabled[0] = t;
        boolean only = t.hasTurn || isOverdue(t, n, steps, 2);
        t.hasTurn = only;
        forced |= only;
        return only;
    }

    private void begin(Task t) {
        served = t;
        t.hasTurn = false;
        left = 1 << Math.min(t.turns, MAX_DOUBLINGS);
        t.turns++;
    }

    private static int indexOf(Task t, Task[] tasks, int n) {
        for (int i = 0; i < n; i++) {
            if (tasks[i] == t) {
                return i;
            }
        }
        return -1;
    }

    private int mostOverdue(Task[] enabled, int n, int steps) {
        int most = -1;
        for (int i = 0; i < n; i++) {
            if (isOverdue(enabled[i], n, steps, 1)
                    && (most < 0 || enabled[i].passedSince < enabled[most].passedSince)) {
                most = i;
            }
        }
        return most;
    }

    private boolean isOverdue(Task t, int n, int steps, int factor) {
        int halvings = Math.min(t.turns, MAX_HALVINGS);
        int maxSteps = (factor * Math.max(STEPS, STEPS_PER_TASK * n)) >> halvings;
        int maxYields = (factor * Math.max(YIELDS, YIELDS_PER_TASK * n)) >> halvings;
        return steps - t.passedSince > maxSteps || yields - t.yieldsBefore > maxYields;
    }
}
