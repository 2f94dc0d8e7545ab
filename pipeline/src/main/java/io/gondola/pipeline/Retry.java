package io.gondola.pipeline;

import io.gondola.dsl.Go;
import io.gondola.dsl.annotation.CheckReturnValue;
import io.gondola.dsl.engine.Nanos;
import io.vavr.CheckedPredicate;
import java.time.Duration;
import java.util.Objects;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * When and how often {@link Pipeline#retry} runs the source side of a pipeline again. Immutable.
 *
 * <pre>{@code
 * Retry.times(5).backoff(Duration.ofMillis(100), Duration.ofSeconds(5)).jitter(0.2).when(e -> e instanceof IOException)
 * }</pre>
 */
@CheckReturnValue
public final class Retry {
    private static final int JITTER_STEPS = 1 << 20;
    private static final int MAX_DOUBLINGS = 62;

    private final int times;
    private final long first;
    private final long max;
    private final double jitter;
    private final CheckedPredicate<? super Throwable> when;
    private final boolean resetOnSuccess;

    private Retry(
            int times,
            long first,
            long max,
            double jitter,
            CheckedPredicate<? super Throwable> when,
            boolean resetOnSuccess) {
        this.times = times;
        this.first = first;
        this.max = max;
        this.jitter = jitter;
        this.when = when;
        this.resetOnSuccess = resetOnSuccess;
    }

    /**
     * Up to {@code n} more runs after the first, at once, whatever the failure.
     *
     * @throws IllegalArgumentException {@code n must be positive: 0}
     */
    public static Retry times(int n) {
        return new Retry(Checks.positive(n, "n"), 0, 0, 0, e -> true, false);
    }

    /**
     * Pauses before each further run: {@code first} before the first one, twice as long before each next one,
     * {@code max} at most.
     *
     * @throws NullPointerException if an argument is null
     * @throws IllegalArgumentException {@code first must not be negative: PT-1S},
     *     {@code max must not be less than first: PT1S}
     */
    public Retry backoff(Duration first, Duration max) {
        Checks.notNegative(first, "first");
        Checks.notNegative(max, "max");
        if (max.compareTo(first) < 0) {
            throw new IllegalArgumentException("max must not be less than first: " + max);
        }
        return new Retry(times, Nanos.of(first), Nanos.of(max), jitter, when, resetOnSuccess);
    }

    /**
     * Makes each pause longer or shorter, at random, by up to this share of it. The randomness is that of the run, so
     * the token of an explored run repeats it.
     *
     * @throws IllegalArgumentException {@code jitter must be from 0 to 1: 1.5}
     */
    public Retry jitter(double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("jitter must be from 0 to 1: " + share);
        }
        return new Retry(times, first, max, share, when, resetOnSuccess);
    }

    /**
     * Runs again only after failures whose cause {@code p} accepts; others go on at once.
     *
     * @throws NullPointerException if {@code p} is null
     */
    public Retry when(CheckedPredicate<? super Throwable> p) {
        return new Retry(times, first, max, jitter, Objects.requireNonNull(p, "p"), resetOnSuccess);
    }

    /** Counts runs, and doubles pauses, from the beginning again once an element has come through. */
    public Retry resetOnSuccess() {
        return new Retry(times, first, max, jitter, when, true);
    }

    int times() {
        return times;
    }

    boolean resetsOnSuccess() {
        return resetOnSuccess;
    }

    boolean accepts(Throwable cause) throws Throwable {
        return when.test(cause);
    }

    /** The pause after {@code failures} earlier ones; null if there is none. */
    @Nullable
    Go<?> pause(int failures, IntUnaryOperator random) {
        if (first == 0) {
            return null;
        }
        long nanos = first;
        for (int i = 0; i < Math.min(failures, MAX_DOUBLINGS) && nanos < max; i++) {
            nanos = nanos > max / 2 ? max : 2 * nanos;
        }
        if (jitter > 0) {
            double share = jitter * (2.0 * random.applyAsInt(JITTER_STEPS) / (JITTER_STEPS - 1) - 1);
            nanos += (long) (share * nanos);
        }
        return Go.sleep(Duration.ofNanos(nanos));
    }

    @Override
    public String toString() {
        return "times(" + times + ")"
                + (first == 0 ? "" : ".backoff(" + Duration.ofNanos(first) + ", " + Duration.ofNanos(max) + ")")
                + (jitter == 0 ? "" : ".jitter(" + jitter + ")")
                + (resetOnSuccess ? ".resetOnSuccess()" : "");
    }
}
