package io.gondola.pipeline;

import java.util.Objects;

/** A stage has made a pipeline of an element: the elements of that come next. */
final class Inner extends Answer {
    private final Pipeline<?> pipeline;

    Inner(Pipeline<?> pipeline) {
        this.pipeline = Objects.requireNonNull(pipeline, "the function returned null in place of a pipeline");
    }

    Pipeline<?> pipeline() {
        return pipeline;
    }
}
