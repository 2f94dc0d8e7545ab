package io.gondola.dsl.engine;

import java.time.Duration;

/** Times in nanoseconds that stop at the largest number instead of overflowing, as Go's do. */
public final class Nanos {
    private Nanos() {}

    /** The length of {@code d}; at most {@link Long#MAX_VALUE}. */
    public static long of(Duration d) {
        try {
            return d.toNanos();
        } catch (ArithmeticException e) {
            return d.isNegative() ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
    }

    /** The deadline {@code nanos} after {@code now}; a negative time counts as none. */
    public static long after(long now, long nanos) {
        long deadline = now + Math.max(0, nanos);
        return deadline < now ? Long.MAX_VALUE - 1 : Math.min(deadline, Long.MAX_VALUE - 1);
    }
}
