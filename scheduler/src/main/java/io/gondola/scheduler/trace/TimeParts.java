package io.gondola.scheduler.trace;

/** How much of each of some equally long parts of the trace is covered, by however many intervals at once. */
final class TimeParts {
    private final long length;
    private final int parts;
    private final double width;
    private final double[] covered;

    /**
     * What begins to cover all parts from here on, and ends to: so an interval over many parts is added in one step.
     */
    private final double[] whole;

    private long total;

    TimeParts(long length, int parts) {
        this.length = Math.max(1, length);
        this.parts = parts;
        this.width = (double) this.length / parts;
        this.covered = new double[parts];
        this.whole = new double[parts + 1];
    }

    void add(long from, long to) {
        if (to <= from) {
            return;
        }
        total += to - from;
        int first = part(from);
        int last = part(to);
        if (first == last) {
            covered[first] += to - from;
            return;
        }
        covered[first] += (first + 1) * width - from;
        covered[last] += to - last * width;
        whole[first + 1]++;
        whole[last]--;
    }

    private int part(long time) {
        return (int) Math.max(0, Math.min(parts - 1, time / width));
    }

    long total() {
        return total;
    }

    /** Of each part, {@code factor} times how many intervals covered it on average. */
    double[] averages(double factor) {
        double[] result = new double[parts];
        double running = 0;
        for (int i = 0; i < parts; i++) {
            running += whole[i];
            result[i] = factor * (running + covered[i] / width);
        }
        return result;
    }
}
