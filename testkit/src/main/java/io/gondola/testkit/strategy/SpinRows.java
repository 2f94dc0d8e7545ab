package io.gondola.testkit.strategy;

import io.gondola.testkit.run.Event;
import io.gondola.testkit.run.Task;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The rows of steps in place in a run, each long enough that its task counts as spinning. */
final class SpinRows {
    /*
     * A row is made by one task, and by steps of its own nothing ends it; steps of others may do so. Two linearisations
     * in which a row is interrupted by different steps let the clock move at different places. Shorter rows never make
     * a task spin.
     */
    private static final int[] NONE = {};

    private final List<Event> events;
    private final boolean[] inRow;

    /**
     * By task: its last step so far that belongs to a row, and its last one that ends those of others; -1 if there is
     * none.
     */
    private final int[] lastInRow;

    private final int[] lastEnding;
    private final boolean any;

    /** Rows in {@code events}, which are of so many {@code tasks}; with 0 none is looked for. */
    SpinRows(List<Event> events, int tasks) {
        this.events = events;
        this.inRow = new boolean[events.size()];
        this.any = findRows(tasks);
        this.lastInRow = new int[any ? tasks : 0];
        this.lastEnding = new int[any ? tasks : 0];
        Arrays.fill(lastInRow, -1);
        Arrays.fill(lastEnding, -1);
    }

    private boolean findRows(int tasks) {
        if (tasks == 0) {
            return false; // no timer, no matter
        }
        boolean found = false;
        List<List<Integer>> rows = null;
        for (int i = 0; i < events.size(); i++) {
            Event e = events.get(i);
            boolean ends = e.endsSpins();
            if (!ends && !e.spins()) {
                continue;
            }
            if (rows == null) {
                rows = new ArrayList<>();
                for (int t = 0; t < tasks; t++) {
                    rows.add(new ArrayList<>());
                }
            }
            List<Integer> row = rows.get(e.task().slot());
            if (ends) {
                row.clear();
                continue;
            }
            row.add(i);
            if (row.size() >= Task.SPINS) {
                found = true;
                row.forEach(k -> inRow[k] = true);
            }
        }
        return found;
    }

    /** The steps before {@code j} that do not commute with it for this reason. To be asked for each step, in order. */
    int[] conflicts(int j) {
        if (!any) {
            return NONE;
        }
        Event e = events.get(j);
        int slot = e.task().slot();
        int[] found = NONE;
        if (inRow[j]) {
            found = ofOthers(lastEnding, slot);
            lastInRow[slot] = j;
        } else if (e.endsSpins()) {
            found = ofOthers(lastInRow, slot);
            lastEnding[slot] = j;
        }
        return found;
    }

    private static int[] ofOthers(int[] last, int slot) {
        return Arrays.stream(last).filter(i -> i >= 0 && i != last[slot]).toArray();
    }
}
