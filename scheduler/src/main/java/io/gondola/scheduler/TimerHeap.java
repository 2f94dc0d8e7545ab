package io.gondola.scheduler;

import java.util.Arrays;

/**
 * Deadlines of one processor: goroutines that sleep, and timers.
 *
 * @go runtime/time.go, {@code timers}
 */
final class TimerHeap extends SpinLock {
    /*
     * Algorithm. A 4-ary heap in parallel arrays: deadlines, whose comparisons then touch one cache line a level, entries,
     * and the generations of entries. An entry is a Goroutine that sleeps or a TimerTask. Disarming a task leaves its entry in
     * the heap, as Go does, but gives the task a new generation: the entry is stale. Stale entries are dropped when they reach
     * the top, or all at once when they outnumber the others.
     *
     * A task that was abandoned, as is a timer that nobody knows any more, tells nobody. The heap looks for such tasks when it
     * is full, and grows only if that has not made room: it is never more than a constant times as large as what it held
     * after the last look, so a look costs a constant time for each entry added. Go keeps a channel's timer out of the heap
     * while nobody receives, which costs each receive from such a channel a look at the clock.
     *
     * Invariants
     *   I1  All but `earliest` is guarded by the lock.
     *   I2  An armed task has one entry of its generation, in the heap that the task names.
     *   I3  The entry at the top is not stale.
     *   I4  `earliest` is the deadline at the top, or MAX_VALUE; volatile, so that the poller and idle machines look at it
     *       without the lock.
     */
    private static final int ARITY = 4;
    private static final int INITIAL_CAPACITY = 16;
    private static final int MIN_STALE = 64;

    volatile long earliest = Long.MAX_VALUE;
    private long[] deadlines = new long[INITIAL_CAPACITY];
    private Object[] entries = new Object[INITIAL_CAPACITY];
    private int[] generations = new int[INITIAL_CAPACITY];
    private int size;
    private int stale;

    /** Whether there was a task since the last look for abandoned ones. */
    private boolean holdsTasks;

    /** What a caller of {@link #popDue} got: goroutines whose sleep is over. */
    interface Woken {
        void accept(Goroutine g);
    }

    /** Returns whether the earliest deadline of this heap has changed to {@code deadline}. */
    boolean addSleeper(Goroutine g, long deadline) {
        lock();
        try {
            push(deadline, g, 0);
            return entries[0] == g;
        } finally {
            unlock();
        }
    }

    /** Arms {@code task}, whose heap this is. Returns whether it was armed, or what it had delivered was retracted. */
    boolean arm(TimerTask task, long deadline) {
        lock();
        try {
            boolean active = disarmLocked(task);
            armLocked(task, deadline);
            return active;
        } finally {
            unlock();
        }
    }

    boolean disarm(TimerTask task) {
        lock();
        try {
            return disarmLocked(task);
        } finally {
            unlock();
        }
    }

    private boolean disarmLocked(TimerTask task) {
        boolean active = task.armed;
        if (active) {
            task.armed = false;
            task.generation++;
            if (++stale > Math.max(MIN_STALE, size / 2)) {
                removeStale();
            } else {
                dropStaleTop();
            }
        }
        boolean retracted = task.retract();
        return active || retracted;
    }

    /**
     * Takes at most {@code limit} entries that are due, fires the tasks among them, and hands the sleepers to {@code
     * woken} after the lock was released.
     *
     * @return how many entries were due
     */
    int popDue(long now, int limit, Woken woken) {
        WaitQueue sleepers = null;
        int due = 0;
        lock();
        try {
            while (size > 0 && deadlines[0] <= now && due < limit) {
                Object entry = entries[0];
                popTop();
                due++;
                if (entry instanceof Goroutine g) {
                    if (sleepers == null) {
                        sleepers = new WaitQueue();
                    }
                    sleepers.add(g); // linked through itself: it waits nowhere else
                } else {
                    fire((TimerTask) entry, now);
                }
                dropStaleTop();
            }
            updateEarliest();
        } finally {
            unlock();
        }
        if (sleepers != null) {
            for (Waiter w = sleepers.take(); w != null; w = sleepers.take()) {
                woken.accept((Goroutine) w);
            }
        }
        return due;
    }

    private void fire(TimerTask task, long now) {
        task.armed = false;
        task.generation++;
        long next = task.fire(now);
        if (next != Long.MAX_VALUE) {
            armLocked(task, next);
        }
    }

    private void armLocked(TimerTask task, long deadline) {
        task.armed = true;
        task.deadline = deadline;
        holdsTasks = true;
        push(deadline, task, task.generation);
    }

    private void dropStaleTop() {
        boolean dropped = false;
        while (size > 0 && entries[0] instanceof TimerTask task && task.generation != generations[0]) {
            popTop();
            stale--;
            dropped = true;
        }
        if (dropped) {
            updateEarliest();
        }
    }

    /** Whether an entry may ready a goroutine of a live program. */
    boolean holdsOffDeadlock() {
        lock();
        try {
            for (int i = 0; i < size; i++) {
                if (entries[i] instanceof Goroutine g) {
                    if (!g.program().ended()) {
                        return true;
                    }
                } else if (((TimerTask) entries[i]).generation == generations[i]
                        && ((TimerTask) entries[i]).holdsOffDeadlock()) {
                    return true;
                }
            }
            return false;
        } finally {
            unlock();
        }
    }

    /** Drops the entries of ended programs. */
    void removeEnded() {
        lock();
        try {
            removeStale();
        } finally {
            unlock();
        }
    }

    int size() {
        return size;
    }

    /** Whether an entry is to stay; disarms the tasks of ended programs, and those that were abandoned. */
    private static boolean isLive(Object entry, int generation) {
        if (entry instanceof Goroutine g) {
            return !g.program().ended();
        }
        TimerTask task = (TimerTask) entry;
        if (task.generation != generation) {
            return false;
        }
        Program program = task.program();
        if ((program != null && program.ended()) || task.abandoned()) {
            task.armed = false;
            task.generation++;
            return false;
        }
        return true;
    }

    private void removeStale() {
        int kept = 0;
        for (int i = 0; i < size; i++) {
            if (isLive(entries[i], generations[i])) {
                generations[kept] = generations[i];
                entries[kept] = entries[i];
                deadlines[kept++] = deadlines[i];
            }
        }
        Arrays.fill(entries, kept, size, null);
        size = kept;
        stale = 0;
        shrinkIfSparse();
        for (int i = (size - 2) / ARITY; i >= 0 && size > 1; i--) {
            siftDown(i, deadlines[i], entries[i], generations[i]);
        }
        updateEarliest();
    }

    private void push(long deadline, Object entry, int generation) {
        if (size == entries.length) {
            makeRoom();
        }
        int i = size++;
        while (i > 0) {
            int parent = (i - 1) / ARITY;
            if (deadlines[parent] <= deadline) {
                break;
            }
            deadlines[i] = deadlines[parent];
            entries[i] = entries[parent];
            generations[i] = generations[parent];
            i = parent;
        }
        deadlines[i] = deadline;
        entries[i] = entry;
        generations[i] = generation;
        if (i == 0) {
            updateEarliest();
        }
    }

    private void makeRoom() {
        if (holdsTasks) {
            removeStale();
            holdsTasks = size > 0;
        }
        if (size > entries.length / 4 * 3) {
            resize(2 * entries.length);
        }
    }

    private void popTop() {
        int last = --size;
        long deadline = deadlines[last];
        Object entry = entries[last];
        entries[last] = null;
        if (last > 0) {
            siftDown(0, deadline, entry, generations[last]);
        }
        shrinkIfSparse();
    }

    /** Halves the arrays again and again as a crowd of sleepers leaves. */
    private void shrinkIfSparse() {
        int capacity = entries.length;
        while (capacity > INITIAL_CAPACITY && size < capacity / 8) {
            capacity /= 2;
        }
        if (capacity < entries.length) {
            resize(capacity);
        }
    }

    private void resize(int capacity) {
        deadlines = Arrays.copyOf(deadlines, capacity);
        entries = Arrays.copyOf(entries, capacity);
        generations = Arrays.copyOf(generations, capacity);
    }

    private void siftDown(int start, long deadline, Object entry, int generation) {
        int i = start;
        while (true) {
            int child = ARITY * i + 1;
            if (child >= size) {
                break;
            }
            int smallest = child;
            for (int c = child + 1; c < child + ARITY && c < size; c++) {
                if (deadlines[c] < deadlines[smallest]) {
                    smallest = c;
                }
            }
            if (deadlines[smallest] >= deadline) {
                break;
            }
            deadlines[i] = deadlines[smallest];
            entries[i] = entries[smallest];
            generations[i] = generations[smallest];
            i = smallest;
        }
        deadlines[i] = deadline;
        entries[i] = entry;
        generations[i] = generation;
    }

    private void updateEarliest() {
        long top = size == 0 ? Long.MAX_VALUE : deadlines[0];
        if (earliest != top) {
            earliest = top;
        }
    }
}
