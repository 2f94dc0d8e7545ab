package io.gondola.testkit.run;

import java.util.Arrays;

/** Vector clocks as arrays that grow; a missing element is 0. */
final class VectorClock {
    static final int[] EMPTY = {};

    private VectorClock() {}

    static int get(int[] clock, int slot) {
        return slot < clock.length ? clock[slot] : 0;
    }

    static int[] set(int[] clock, int slot, int value) {
        int[] c = slot < clock.length ? clock : Arrays.copyOf(clock, slot + 1);
        c[slot] = value;
        return c;
    }

    /** Joins {@code other} into {@code clock}, which may be changed in place. Returns the result. */
    static int[] join(int[] clock, int[] other) {
        int[] c = clock.length >= other.length ? clock : Arrays.copyOf(clock, other.length);
        for (int i = 0; i < other.length; i++) {
            if (other[i] > c[i]) {
                c[i] = other[i];
            }
        }
        return c;
    }
}
