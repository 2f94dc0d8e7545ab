package io.gondola.testkit.strategy;

import io.gondola.dsl.engine.OpKind;
import io.gondola.testkit.run.Event;
import io.gondola.testkit.run.Execution;
import io.gondola.testkit.run.Task;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The races of an execution: pairs of steps of different tasks that do not commute, and that nothing else orders. */
final class Races {
    /*
     * Happens-before is a vector clock for each step, over program order, wake-ups, the moves of the clock and the
     * locations that steps touch. Steps are looked at in their order; each one is compared with the last ones that
     * touched the same locations, as those before them happen before these.
     *
     * Where two steps only meet (a send and its receive) they commute, but what follows the receive comes after the
     * send.
     *
     * The unlock of a mutex comes before the next lock, but the two cannot be swapped; the lock is in a race with the
     * lock before. A lock that a task waits for to the end counts as a step at the end: it touches nothing for others.
     */
    private final Reversal reversal;

    /** For each step what happened before it, with and without what it touched itself. They are used again. */
    private int[][] clocks = new int[64][];

    private int[][] before = new int[64][];

    // of the execution that is looked at; begin() sets all of it
    @SuppressWarnings("NullAway.Init")
    private Execution x;

    private List<Event> events = List.of();
    private int executed;
    private int[][] taskClock = {};
    private List<int[]> atTick = List.of();

    @SuppressWarnings("NullAway.Init")
    private SpinRows rows;

    private int lastUndescribed;

    // of its locations
    private int[] @Nullable [] readers = {};
    private int[] lastWrite = {};
    private int[] lastAcquire = {};

    /** What is done about a race. */
    interface Reversal {
        /** Step {@code i} came before {@code j}, and could come after it. */
        void reverse(int i, int j);
    }

    Races(Reversal reversal) {
        this.reversal = reversal;
    }

    /** Tells of all races of {@code execution}, in the order of their second steps. */
    void find(Execution execution) {
        begin(execution);
        int[] everything = new int[x.tasks().size()];
        for (int j = 0; j < events.size(); j++) {
            Event e = events.get(j);
            while (atTick.size() <= e.ticks()) {
                atTick.add(everything.clone());
            }
            int[] clock = clockAt(j, e);
            compareWithUndescribed(j, e, clock);
            for (int i : rows.conflicts(j)) { // whether a task spins decides whether the clock moves
                conflict(i, j, clock);
            }
            int[] met = new int[clock.length];
            for (int a = 0; a < e.accesses(); a++) {
                compare(j, e, a, clock, met);
                note(j, e, a);
            }
            end(j, e, clock, met);
            join(everything, clock);
        }
    }

    private void begin(Execution execution) {
        x = execution;
        executed = x.events().size();
        events = new ArrayList<>(x.events());
        events.addAll(x.locksNeverTaken());
        if (events.size() > clocks.length) {
            clocks = new int[2 * events.size()][];
            before = new int[2 * events.size()][];
        }
        int tasks = x.tasks().size();
        taskClock = new int[tasks][tasks];
        atTick = new ArrayList<>();
        atTick.add(new int[tasks]);
        rows = new SpinRows(events, x.usedTimers() ? tasks : 0);
        lastUndescribed = -1;
        readers = new int[x.locations()][];
        lastWrite = new int[x.locations()];
        lastAcquire = new int[x.locations()];
        Arrays.fill(lastWrite, -1);
        Arrays.fill(lastAcquire, -1);
    }

    /** What happened before step {@code j} whatever it touches, and the step itself. */
    private int[] clockAt(int j, Event e) {
        int[] past = taskClock[e.task().slot()];
        join(past, atTick.get(e.pendingSince()));
        before[j] = past.clone();
        int[] clock = past.clone();
        join(clock, atTick.get(atTick.size() - 1));
        clock[e.task().slot()] = e.local();
        return clock;
    }

    /** A step of which nothing is known may have touched anything. */
    private void compareWithUndescribed(int j, Event e, int[] clock) {
        if (e.isUndescribed()) {
            for (int i = j - 1; i >= 0; i--) {
                conflict(i, j, clock);
            }
            lastUndescribed = j;
        } else if (lastUndescribed >= 0) {
            conflict(lastUndescribed, j, clock);
        }
    }

    /** Compares access {@code a} of step {@code j} with those before it to the same location. */
    private void compare(int j, Event e, int a, int[] clock, int[] met) {
        int location = e.location(a);
        boolean writes = e.writes(a);
        int write = lastWrite[location] == j ? -1 : lastWrite[location];
        if (x.isMeetingPoint(location)) {
            if (write >= 0 && !writes) {
                join(met, clocks[write]);
            }
        } else if (e.kind() == OpKind.LOCK && writes) {
            if (lastAcquire[location] >= 0) {
                check(lastAcquire[location], j);
            }
            if (write >= 0) {
                join(clock, clocks[write]);
            }
            compareWithReaders(location, j, clock, j < executed);
        } else {
            if (writes) {
                compareWithReaders(location, j, clock, true);
            }
            if (write >= 0) {
                conflict(write, j, clock);
            }
        }
    }

    private void compareWithReaders(int location, int j, int[] clock, boolean reversible) {
        if (readers[location] == null) {
            return;
        }
        for (int i : readers[location]) {
            if (i == j) {
                continue; // it looked before it wrote
            }
            if (reversible) {
                conflict(i, j, clock);
            } else {
                join(clock, clocks[i]);
            }
        }
    }

    /** From now on access {@code a} of step {@code j} is the last one of its kind; not if it was never made. */
    private void note(int j, Event e, int a) {
        if (j >= executed) {
            return;
        }
        int location = e.location(a);
        if (e.writes(a)) {
            lastWrite[location] = j;
            readers[location] = null;
            if (isAcquire(e)) {
                lastAcquire[location] = j;
            }
        } else {
            readers[location] = readers[location] == null ? new int[] {j} : append(readers[location], j);
        }
    }

    /** What happened up to step {@code j} happened before the next step of its task, and of those that it woke. */
    private void end(int j, Event e, int[] clock, int[] met) {
        clocks[j] = clock;
        join(met, clock);
        taskClock[e.task().slot()] = met;
        for (Task woken : e.woken()) {
            join(taskClock[woken.slot()], met);
        }
    }

    /** Steps {@code i} and {@code j} do not commute. */
    private void conflict(int i, int j, int[] clock) {
        check(i, j);
        join(clock, clocks[i]);
    }

    /** Steps {@code i} and {@code j} do not commute: they race, unless something else orders them. */
    void check(int i, int j) {
        Event first = events.get(i);
        if (first.task() != task(j) && before[j][first.task().slot()] < first.local()) {
            reversal.reverse(i, j);
        }
    }

    // to reverse a race

    Task task(int i) {
        return events.get(i).task();
    }

    /** Whether step {@code k} is after {@code i}, in a race of the latter with {@code j}. */
    boolean isAfter(int k, int i, int j) {
        Event first = events.get(i);
        return past(k, j)[first.task().slot()] >= first.local();
    }

    /** Whether step {@code k}, up to {@code j}, could come before all of {@code others}. */
    boolean isFirst(int k, int j, List<Integer> others) {
        int[] past = past(k, j);
        for (int m : others) {
            Event earlier = events.get(m);
            if (past[earlier.task().slot()] >= earlier.local()
                    || (k == j && events.get(k).dependsOn(earlier, x))) {
                return false;
            }
        }
        return true;
    }

    /** What is before {@code k}; of {@code j}, of a race, without what it touches. */
    private int[] past(int k, int j) {
        return k == j ? before[j] : clocks[k];
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
}
