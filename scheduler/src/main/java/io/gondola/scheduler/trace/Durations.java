package io.gondola.scheduler.trace;

import java.util.Locale;

/** Durations as people read them. */
final class Durations {
    private static final long MICRO = 1_000;
    private static final long MILLI = 1_000_000;
    private static final long SECOND = 1_000_000_000;

    private Durations() {}

    /** With three digits that count, for example {@code 12.3 ms}. */
    static String text(long nanos) {
        if (nanos < MICRO) {
            return nanos + " ns";
        }
        return nanos < MILLI
                ? of(nanos, MICRO, "µs")
                : nanos < SECOND ? of(nanos, MILLI, "ms") : of(nanos, SECOND, "s");
    }

    private static String of(long nanos, long unit, String name) {
        double value = (double) nanos / unit;
        String format = value < 10 ? "%.2f %s" : value < 100 ? "%.1f %s" : "%.0f %s";
        return String.format(Locale.ROOT, format, value, name);
    }
}
