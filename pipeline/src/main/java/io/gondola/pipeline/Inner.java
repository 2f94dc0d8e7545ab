package io.gondola.pipeline;

import java.util.Objects;

/**
 * What a stage answers that has made a pipeline of an element: its elements come next.
 *
 * @param pipeline the pipeline
 */
record Inner(Pipeline<?> pipeline) {
    Inner {
        Objects.requireNonNull(pipeline, "the function returned null in place of a pipeline");
    }
}
