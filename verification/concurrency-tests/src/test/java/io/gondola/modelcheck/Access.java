package io.gondola.modelcheck;

import java.util.Objects;
import java.util.function.BooleanSupplier;

/** One access of a thread to shared memory, or a wait: what it announces before it does it. */
final class Access {
    enum Kind {
        READ,
        WRITE,
        /** Waits until something is free, and takes it. */
        TAKE,
        /** Makes free what others wait for. */
        FREE
    }

    final Location location;
    final Kind kind;

    /** For TAKE: whether it is free. For FREE: whether that enables who waits; null if it does. */
    final BooleanSupplier condition;

    Access(Location location, Kind kind, BooleanSupplier condition) {
        this.location = location;
        this.kind = kind;
        this.condition = condition;
    }

    boolean possible() {
        return kind != Kind.TAKE || condition.getAsBoolean();
    }

    boolean waits() {
        return kind == Kind.TAKE;
    }

    boolean enables() {
        return kind == Kind.FREE && (condition == null || condition.getAsBoolean());
    }

    boolean writes() {
        return kind != Kind.READ;
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
