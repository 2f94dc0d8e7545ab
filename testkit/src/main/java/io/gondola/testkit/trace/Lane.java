package io.gondola.testkit.trace;

/**
 * A goroutine of a recorded run: a column of its report.
 *
 * @param lineage who started it, as the how manieth, from main, 0: {@code 0.2.1}
 * @param name the name that the program gave it; empty if none
 * @param createdAt where the program starts it; empty if unknown
 * @param createdBy the number of the step that started it; 0 for main
 */
public record Lane(String lineage, String name, String createdAt, int createdBy) {
    /** The lineage, and the name if there is one. */
    public String title() {
        return name.isEmpty() ? lineage : lineage + " " + name;
    }
}
