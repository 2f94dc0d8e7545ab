package io.gondola.testkit.run;

import io.gondola.scheduler.deterministic.SplitMix64;
import org.jspecify.annotations.Nullable;

/**
 * Who a goroutine is, whatever the schedule: {@code 0} is the main one, {@code 0.2.1} the second child of its third
 * child.
 */
public final class Lineage implements Comparable<Lineage> {
    private final @Nullable Lineage parent;
    private final int ordinal;
    private final int depth;
    private final long hash;

    private Lineage(@Nullable Lineage parent, int ordinal) {
        this.parent = parent;
        this.ordinal = ordinal;
        this.depth = parent == null ? 0 : parent.depth + 1;
        this.hash = SplitMix64.mix((parent == null ? 0x9E37 : parent.hash * 31) + ordinal + 1);
    }

    public static Lineage root() {
        return new Lineage(null, 0);
    }

    public Lineage child(int n) {
        return new Lineage(this, n);
    }

    public boolean isRoot() {
        return parent == null;
    }

    /** The number of this child of its parent, from 0. */
    public int ordinal() {
        return ordinal;
    }

    public @Nullable Lineage parent() {
        return parent;
    }

    /** The same for the same lineage in every run. */
    public long hash() {
        return hash;
    }

    @Override
    @SuppressWarnings("NullAway") // of two of the same depth neither runs out of parents first
    public int compareTo(Lineage other) {
        Lineage a = this;
        Lineage b = other;
        while (a.depth > b.depth) {
            a = a.parent;
        }
        while (b.depth > a.depth) {
            b = b.parent;
        }
        int byDepth = Integer.compare(depth, other.depth);
        int order = byDepth;
        while (a != b && a != null) {
            if (a.ordinal != b.ordinal) {
                order = Integer.compare(a.ordinal, b.ordinal);
            }
            a = a.parent;
            b = b.parent;
        }
        return order;
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Lineage other && hash == other.hash && compareTo(other) == 0;
    }

    @Override
    public int hashCode() {
        return (int) hash;
    }

    @Override
    public String toString() {
        return parent == null ? "0" : parent + "." + ordinal;
    }
}
