/**
 * The machine of the language: instructions, the frames below them, and the fiber that runs them as a task of the
 * scheduler.
 *
 * <p>Begin at {@link io.gondola.dsl.engine.Fiber} and {@link io.gondola.dsl.engine.Instruction}. The package uses the
 * scheduler, and names no node of the language; it is exported to sister modules only.
 */
@NullMarked
package io.gondola.dsl.engine;

import org.jspecify.annotations.NullMarked;
