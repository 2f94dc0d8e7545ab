package io.gondola.pipeline;

/**
 * In place of an element: a source has failed.
 *
 * @param failure why
 * @param ofElement whether it failed for one element only, and can go on
 */
record Failed(PipelineException failure, boolean ofElement) {}
