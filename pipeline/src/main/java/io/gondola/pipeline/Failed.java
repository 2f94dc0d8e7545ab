package io.gondola.pipeline;

/** A source has failed. */
final class Failed extends Answer {
    private final PipelineException failure;
    private final boolean ofElement;

    /** {@code ofElement}: it failed for one element only, and can go on. */
    Failed(PipelineException failure, boolean ofElement) {
        this.failure = failure;
        this.ofElement = ofElement;
    }

    PipelineException failure() {
        return failure;
    }

    boolean ofElement() {
        return ofElement;
    }
}
