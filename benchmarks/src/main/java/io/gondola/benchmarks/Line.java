package io.gondola.benchmarks;

import io.vavr.control.Option;

/** One line of the table: a workload on some number of processors, and its twin if there is one. */
record Line(String workload, String procs, String unit, Figures goroutines, Option<Figures> virtualThreads) {
    /** How many times the goroutines' figure the twin's is: above 1 goroutines are better. */
    Option<Double> ratio() {
        return virtualThreads.map(v -> v.median() / goroutines.median());
    }
}
