package io.gondola.dsl;

import java.time.Duration;

/** Rules for what users hand to the DSL. */
final class Checks {
    private Checks() {}

    /** Refuses the null that a user's function returned where a program is due. */
    static Go<?> program(Object returned, String where) {
        if (returned == null) {
            throw new NullPointerException(
                    where
                            + ": the function returned null in place of a program; return Go.unit() where there is nothing to do");
        }
        return (Go<?>) returned;
    }

    static int notNegative(int n, String name) {
        if (n < 0) {
            throw new IllegalArgumentException(name + " must not be negative: " + n);
        }
        return n;
    }

    static Duration notNegative(Duration d, String name) {
        if (d.isNegative()) {
            throw new IllegalArgumentException(name + " must not be negative: " + d);
        }
        return d;
    }
}
