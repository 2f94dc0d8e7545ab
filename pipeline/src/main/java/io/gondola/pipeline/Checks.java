package io.gondola.pipeline;

import io.gondola.dsl.annotation.CanIgnoreReturnValue;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/** Rules for what users hand to the operators. */
@CanIgnoreReturnValue // they check, and hand on what they were given
final class Checks {
    private Checks() {}

    static int positive(int n, String name) {
        if (n <= 0) {
            throw new IllegalArgumentException(name + " must be positive: " + n);
        }
        return n;
    }

    static long positive(long n, String name) {
        if (n <= 0) {
            throw new IllegalArgumentException(name + " must be positive: " + n);
        }
        return n;
    }

    /** For what is reserved at once. */
    static int atMost(int limit, int n, String name) {
        if (n > limit) {
            throw new IllegalArgumentException(name + " must be at most " + limit + ": " + n);
        }
        return n;
    }

    static long notNegative(long n, String name) {
        if (n < 0) {
            throw new IllegalArgumentException(name + " must not be negative: " + n);
        }
        return n;
    }

    static int notNegative(int n, String name) {
        return (int) notNegative((long) n, name);
    }

    /** A copy, without null. */
    static <T> List<T> elements(T[] xs, String name) {
        for (int i = 0; i < Objects.requireNonNull(xs, name).length; i++) {
            if (xs[i] == null) {
                throw new NullPointerException(name + " must not contain null: index=" + i);
            }
        }
        return List.of(xs);
    }

    /** What a function yielded that may keep no null: elements, and the state of a fold. */
    static Object yielded(Object x) {
        if (x == null) {
            throw new NullPointerException("the function yielded null; elements are never null");
        }
        return x;
    }

    static Duration notNegative(Duration d, String name) {
        if (Objects.requireNonNull(d, name).isNegative()) {
            throw new IllegalArgumentException(name + " must not be negative: " + d);
        }
        return d;
    }

    static Duration positive(Duration d, String name) {
        if (Objects.requireNonNull(d, name).isNegative() || d.isZero()) {
            throw new IllegalArgumentException(name + " must be positive: " + d);
        }
        return d;
    }
}
