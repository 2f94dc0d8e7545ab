package io.gondola.benchmarks;

import java.util.Arrays;

/** Several samples of one quantity, in brief. */
record Figures(double median, double min, double max) {
    /** Sums up at least one sample. */
    static Figures of(double... samples) {
        double[] sorted = samples.clone();
        Arrays.sort(sorted);
        int n = sorted.length;
        return new Figures((sorted[(n - 1) / 2] + sorted[n / 2]) / 2, sorted[0], sorted[n - 1]);
    }
}
