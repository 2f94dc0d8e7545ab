package io.gondola.pipeline.kafka;

import java.time.Duration;
import java.util.Objects;

/** Of arguments. */
final class Checks {
    /** What is longer is as long as this: it can be added to a time in nanoseconds. */
    private static final Duration FOR_EVER = Duration.ofDays(50 * 365);

    private Checks() {}

    static <T> T given(T x, String name) {
        return Objects.requireNonNull(x, name);
    }

    static int positive(int n, String name) {
        if (n <= 0) {
            throw new IllegalArgumentException(name + " must be positive: " + n);
        }
        return n;
    }

    static int notNegative(int n, String name) {
        if (n < 0) {
            throw new IllegalArgumentException(name + " must not be negative: " + n);
        }
        return n;
    }

    static Duration positive(Duration d, String name) {
        if (Objects.requireNonNull(d, name).isZero() || d.isNegative()) {
            throw new IllegalArgumentException(name + " must be positive: " + d);
        }
        return bounded(d);
    }

    static Duration notNegative(Duration d, String name) {
        if (Objects.requireNonNull(d, name).isNegative()) {
            throw new IllegalArgumentException(name + " must not be negative: " + d);
        }
        return bounded(d);
    }

    private static Duration bounded(Duration d) {
        return d.compareTo(FOR_EVER) < 0 ? d : FOR_EVER;
    }

    static String notBlank(String text, String name) {
        if (Objects.requireNonNull(text, name).isBlank()) {
            throw new IllegalArgumentException(name + " must not be blank: \"" + text + "\"");
        }
        return text;
    }
}
