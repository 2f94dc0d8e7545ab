package io.gondola.benchmarks;

import io.gondola.dsl.Go;
import java.util.function.IntFunction;

/**
 * One way in which a Go programmer may write a workload. What is measured must hold for the language, and not only for
 * the program that this project happens to publish.
 *
 * @param name what is special about it, in a few words
 * @param program of a size; yields {@link Workload#expected}
 */
record Shape(String name, IntFunction<Go<Long>> program) {
    /** The name of the first shape of each workload: the one that earlier tables were made with. */
    static final String PUBLISHED = "published";
}
