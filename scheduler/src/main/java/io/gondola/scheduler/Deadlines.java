package io.gondola.scheduler;

import java.util.Arrays;

/**
 * A heap of deadlines, each with an entry and the entry's generation. Guarded by the lock of the {@link TimerHeap} that
 * has it.
 */
final class Deadlines {
    /*
     * A 4-ary heap in parallel arrays: comparisons touch the deadlines only, one cache line a level.
     *
     * An array that cannot be had, for there is no memory, leaves all as it was: growing fails before anything is
     * changed, and shrinking is left for another time.
     */
    private static final int ARITY = 4;
    private static final int INITIAL_CAPACITY = 16;

    private long[] deadlines = new long[INITIAL_CAPACITY];
    private Object[] entries = new Object[INITIAL_CAPACITY];
    private int[] generations = new int[INITIAL_CAPACITY];
    private int size;

    /** Above this size the arrays are not tried to be shrunk: there was no memory for smaller ones. */
    private int shrinkableAt = Integer.MAX_VALUE;

    /** What {@link #retain} keeps. */
    interface Filter {
        boolean keeps(Object entry, int generation);
    }

    int size() {
        return size;
    }

    boolean isFull() {
        return size == entries.length;
    }

    /** Whether less than a quarter is free. */
    boolean isTight() {
        return size > entries.length / 4 * 3;
    }

    Object entry(int i) {
        return entries[i];
    }

    int generation(int i) {
        return generations[i];
    }

    /** The earliest deadline; {@link Long#MAX_VALUE} if there is none. */
    long earliest() {
        return size == 0 ? Long.MAX_VALUE : deadlines[0];
    }

    void grow() {
        resize(2 * entries.length);
    }

    /** Adds an entry, for which there is room. Returns whether it is the first now. */
    boolean push(long deadline, Object entry, int generation) {
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
        return i == 0;
    }

    /** Drops the first entry. */
    void pop() {
        int last = --size;
        long deadline = deadlines[last];
        Object entry = entries[last];
        entries[last] = null;
        if (last > 0) {
            siftDown(0, deadline, entry, generations[last]);
        }
        shrinkIfSparse();
    }

    /** Drops what {@code filter} does not keep. */
    void retain(Filter filter) {
        int kept = 0;
        for (int i = 0; i < size; i++) {
            Object entry = entries[i];
            if (filter.keeps(entry, generations[i])) {
                generations[kept] = generations[i];
                entries[kept] = entry;
                deadlines[kept++] = deadlines[i];
            }
        }
        Arrays.fill(entries, kept, size, null);
        size = kept;
        shrinkIfSparse();
        for (int i = (size - 2) / ARITY; i >= 0 && size > 1; i--) {
            siftDown(i, deadlines[i], entries[i], generations[i]);
        }
    }

    /**
     * Halves the arrays again and again as a crowd of sleepers leaves. If there is no memory, the next try comes when
     * half of the entries are gone: each try that fails may cost a collection of all garbage.
     */
    private void shrinkIfSparse() {
        if (size > shrinkableAt) {
            return;
        }
        int capacity = entries.length;
        while (capacity > INITIAL_CAPACITY && size < capacity / 8) {
            capacity /= 2;
        }
        if (capacity < entries.length) {
            try {
                resize(capacity);
            } catch (OutOfMemoryError e) {
                shrinkableAt = size / 2;
            }
        }
    }

    private void resize(int capacity) {
        long[] newDeadlines = Arrays.copyOf(deadlines, capacity);
        Object[] newEntries = Arrays.copyOf(entries, capacity);
        generations = Arrays.copyOf(generations, capacity);
        deadlines = newDeadlines;
        entries = newEntries;
        shrinkableAt = Integer.MAX_VALUE;
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
}
