package io.gondola.dsl;

import io.gondola.dsl.annotation.CanIgnoreReturnValue;
import io.gondola.dsl.engine.Returns;
import java.time.Duration;
import java.util.Objects;

/** Rules for what users hand to the DSL. */
final class Checks {
    /** The JVM makes no longer arrays. */
    private static final int MAX_ARRAY = Integer.MAX_VALUE - 8;

    private static final int LEAST_BYTES_OF_REFERENCE = 4;

    /** Up to here the heap is not asked for its size. */
    private static final int MIN_REFUSED = 1 << 16;

    private Checks() {}

    /** Refuses what a channel cannot hold, because it is negative or more than the whole heap. */
    static int capacity(int n) {
        if (n < 0) {
            throw new IllegalArgumentException("makechan: size out of range: capacity=" + n);
        }
        if (n > MIN_REFUSED && n > maxCapacity()) {
            throw new IllegalArgumentException(
                    "makechan: size out of range: capacity=" + n + ", with this heap at most " + maxCapacity());
        }
        return n;
    }

    private static long maxCapacity() {
        return Math.min(MAX_ARRAY, Runtime.getRuntime().maxMemory() / LEAST_BYTES_OF_REFERENCE);
    }

    /** Refuses the null that a user's function returned where a program is due. */
    static Go<?> program(Object returned, String where) {
        return (Go<?>) Returns.program(returned, where);
    }

    /** Refuses a program that is null as one given too early: it is taken when the description is built. */
    @CanIgnoreReturnValue
    static <G extends Go<?>> G built(G program, String name) {
        if (program == null) {
            throw new NullPointerException(name
                    + " is null: a program is taken when this one is built, before it runs; where it is made later, use then(() -> …)"
                    + " or suspend(() -> …)");
        }
        return program;
    }

    @CanIgnoreReturnValue
    static int notNegative(int n, String name) {
        if (n < 0) {
            throw new IllegalArgumentException(name + " must not be negative: " + n);
        }
        return n;
    }

    @CanIgnoreReturnValue
    static Duration notNegative(Duration d, String name) {
        if (Objects.requireNonNull(d, name).isNegative()) {
            throw new IllegalArgumentException(name + " must not be negative: " + d);
        }
        return d;
    }
}
