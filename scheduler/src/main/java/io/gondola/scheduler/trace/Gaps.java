package io.gondola.scheduler.trace;

/** When nothing was written down, in the order of time. */
final class Gaps {
    private final Columns.Longs starts = new Columns.Longs();
    private long total;

    void add(long from, long to) {
        starts.add(from);
        total += to - from;
    }

    int size() {
        return starts.size();
    }

    long total() {
        return total;
    }

    /** Whether nothing is known of a part of what lies between the two. */
    boolean between(long from, long to) {
        if (starts.size() == 0) {
            return false;
        }
        int low = 0;
        int high = starts.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (starts.get(middle) < from) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low < starts.size() && starts.get(low) < to;
    }
}
