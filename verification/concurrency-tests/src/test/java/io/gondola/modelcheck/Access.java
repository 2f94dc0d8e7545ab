package io.gondola.modelcheck;

import java.util.Objects;
import java.util.function.BooleanSupplier;

/** One access of a thread to shared memory, or a wait: what it announces before it does it. */
final class Access {
    enum Action {
        READ,
        WRITE,
        /** Waits until something is free, and takes it. */
        TAKE,
        /** Makes free what others wait for. */
        FREE
    }

    final Location location;
    final Action kind;

    /** For TAKE: whether it is free. For FREE: whether that enables who waits; null if it does. */
    final BooleanSupplier condition;

    Access(Location location, Action kind, BooleanSupplier condition) {
        this.location = location;
        this.kind = kind;
        this.condition = condition;
    }

    boolean possible() {
        return kind != Action.TAKE || condition.getAsBoolean();
    }

    boolean waits() {
        return kind == Action.TAKE;
    }

    boolean enables() {
        return kind == Action.FREE && (condition == null || condition.getAsBoolean());
    }

    boolean writes() {
        return kind != Action.READ;
    }

    boolean conflictsWith(Access other) {
        return location.number == other.location.number && (writes() || other.writes());
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Access a && a.location.number == location.number && a.kind == kind;
    }

    @Override
    public int hashCode() {
        return Objects.hash(location.number, kind);
    }

    @Override
    public String toString() {
        return kind + " " + location;
    }
}
