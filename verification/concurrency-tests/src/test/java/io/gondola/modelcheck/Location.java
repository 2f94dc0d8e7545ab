package io.gondola.modelcheck;

import java.util.Arrays;

/** A variable that threads share, and the accesses to it in this execution. */
final class Location {
    private static final int WRITES = 1;
    private static final int ENABLES = 2;

    final int number;
    private final Object owner;
    private final String name;
    private final int[] lastWrite = new int[Explorer.MAX_THREADS];
    private final int[] reads = new int[Explorer.MAX_THREADS];
    private int[] indices = new int[8];
    private byte[] threads = new byte[8];
    private byte[] flags = new byte[8];
    private int size;

    Location(int number, Object owner, String name) {
        this.number = number;
        this.owner = owner;
        this.name = name;
    }

    /** Moves the thread's clock behind the accesses that its own one, at {@code index}, conflicts with. */
    void order(ModelThread t, int index, boolean writes) {
        join(t.clock, lastWrite);
        if (writes) {
            join(t.clock, reads);
        }
        t.clock[t.number] = index;
        if (writes) {
            System.arraycopy(t.clock, 0, lastWrite, 0, lastWrite.length);
            Arrays.fill(reads, 0);
        } else {
            join(reads, t.clock);
        }
    }

    private static void join(int[] clock, int[] other) {
        for (int i = 0; i < clock.length; i++) {
            clock[i] = Math.max(clock[i], other[i]);
        }
    }

    void add(int index, int thread, boolean writes, boolean enables) {
        if (size == indices.length) {
            indices = Arrays.copyOf(indices, 2 * size);
            threads = Arrays.copyOf(threads, 2 * size);
            flags = Arrays.copyOf(flags, 2 * size);
        }
        indices[size] = index;
        threads[size] = (byte) thread;
        flags[size++] = (byte) ((writes ? WRITES : 0) | (enables ? ENABLES : 0));
    }

    /** The index of the last access that the one announced by {@code t} could have come before; 0 if there is none. */
    int lastRace(ModelThread t) {
        boolean writes = t.announced.writes();
        for (int i = size - 1; i >= 0; i--) {
            boolean wrote = (flags[i] & WRITES) != 0;
            if (!writes && !wrote) {
                continue;
            }
            boolean ordered = indices[i] <= t.clock[threads[i]];
            if (ordered && wrote) {
                return 0;
            }
            if (!ordered && !(t.announced.waits() && (flags[i] & ENABLES) != 0)) {
                return indices[i];
            }
        }
        return 0;
    }

    @Override
    public String toString() {
        return (owner == null ? "" : owner.getClass().getSimpleName() + "#" + number + ".") + name;
    }
}
