/**
 * Streams of values through goroutines: sources, stages, boundaries between goroutines, and what runs them.
 *
 * <p>{@link io.gondola.pipeline.Pipeline} is the place to begin.
 */
@CheckReturnValue
@com.google.errorprone.annotations.CheckReturnValue
@NullMarked
package io.gondola.pipeline;

import io.gondola.dsl.annotation.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
