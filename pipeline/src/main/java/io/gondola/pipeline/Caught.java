package io.gondola.pipeline;

/**
 * What a worker hands to the other side of its boundary, in the place of an element, when its function has failed for
 * it.
 *
 * @param failure why
 */
record Caught(PipelineException failure) {
    /** {@code x}, as a source answers it. */
    static Object outcome(Object x) {
        return x instanceof Caught c ? new Failed(c.failure, true) : x;
    }
}
