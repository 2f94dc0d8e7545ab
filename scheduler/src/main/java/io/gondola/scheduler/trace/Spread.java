package io.gondola.scheduler.trace;

/**
 * How some durations are spread, in nanoseconds.
 *
 * @param n how many there are
 * @param p50 half of them are at most so long; in the same way, 95 and 99 of a hundred
 */
record Spread(int n, long total, long p50, long p95, long p99, long max) {
    private static final Spread NOTHING = new Spread(0, 0, 0, 0, 0, 0);

    static Spread of(Columns.Longs durations) {
        long[] sorted = durations.sorted();
        if (sorted.length == 0) {
            return NOTHING;
        }
        long sum = 0;
        for (long d : sorted) {
            sum += d;
        }
        return new Spread(
                sorted.length, sum, at(sorted, 50), at(sorted, 95), at(sorted, 99), sorted[sorted.length - 1]);
    }

    /** The least of them that {@code percent} of a hundred do not exceed. */
    private static long at(long[] sorted, int percent) {
        long rank = ((long) sorted.length * percent + 99) / 100;
        return sorted[(int) Math.max(0, rank - 1)];
    }
}
