package io.gondola.benchmarks;

import io.vavr.collection.List;
import io.vavr.control.Option;

/** What has run in the JVM before a workload is measured. The Go program knows no difference. */
enum WarmWith {
    /** The workload alone, so that its JVM has seen no other lambdas: the figures that a benchmark usually shows. */
    ITSELF("itself", "Each figure is from a JVM that has run nothing else."),

    /** All workloads in all shapes, as in the JVM of a real program, whose call sites have seen many types. */
    ALL("all", "Each figure is from a JVM that has run all workloads, in all shapes, before.");

    private final String label;
    private final String sentence;

    WarmWith(String label, String sentence) {
        this.label = label;
        this.sentence = sentence;
    }

    String label() {
        return label;
    }

    /** For the head of a table. */
    String sentence() {
        return sentence;
    }

    static Option<WarmWith> labelled(String label) {
        return List.of(values()).find(each -> each.label.equals(label));
    }
}
