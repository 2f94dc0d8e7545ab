package io.gondola.scheduler;

import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Objects;

/**
 * What a scheduler with real threads tells about itself while it runs.
 *
 * @param schedTrace the time between two {@code SCHED} lines, at least 1 ms; zero for none
 * @param schedDetail whether each of them is followed by a line for every processor, machine and goroutine
 * @param longStep how long a goroutine may hold its processor in plain Java code before that is counted and logged, at
 *     least 10 ms; zero to count none
 * @param errors where {@code SCHED} lines go if no logger takes them
 * @param recorder its flight recorder
 */
public record Monitoring(
        Duration schedTrace, boolean schedDetail, Duration longStep, PrintStream errors, RecorderOptions recorder) {
    /** The default of {@link #longStep}: ten time slices. */
    public static final Duration LONG_STEP = Duration.ofMillis(100);

    private static final Duration MIN_SCHED_TRACE = Duration.ofMillis(1);
    private static final Duration MIN_LONG_STEP = Duration.ofMillis(10);

    /** Counts and logs long steps, and prints nothing. */
    public static final Monitoring DEFAULT =
            new Monitoring(Duration.ZERO, false, LONG_STEP, new PrintStream(OutputStream.nullOutputStream()));

    /**
     * Checks what was given.
     *
     * @throws IllegalArgumentException {@code schedTrace must be zero or at least PT0.001S: PT-1S},
     *     {@code longStep must be zero or at least PT0.01S: PT0.001S}
     */
    public Monitoring {
        check(schedTrace, "schedTrace", MIN_SCHED_TRACE);
        check(longStep, "longStep", MIN_LONG_STEP);
        Objects.requireNonNull(errors, "errors");
        Objects.requireNonNull(recorder, "recorder");
    }

    /** Without a flight recorder. */
    public Monitoring(Duration schedTrace, boolean schedDetail, Duration longStep, PrintStream errors) {
        this(schedTrace, schedDetail, longStep, errors, RecorderOptions.NONE);
    }

    public Monitoring withRecorder(RecorderOptions options) {
        return new Monitoring(schedTrace, schedDetail, longStep, errors, options);
    }

    private static void check(Duration d, String name, Duration least) {
        if (!Objects.requireNonNull(d, name).isZero() && d.compareTo(least) < 0) {
            throw new IllegalArgumentException(name + " must be zero or at least " + least + ": " + d);
        }
    }

    long schedTraceNanos() {
        return nanos(schedTrace);
    }

    long longStepNanos() {
        return nanos(longStep);
    }

    private static long nanos(Duration d) {
        try {
            return d.toNanos();
        } catch (ArithmeticException e) { // more than 292 years
            return Long.MAX_VALUE;
        }
    }
}
