/**
 * What the packages sync, context and time build their operations of: one step of a goroutine, and what is done when
 * it unwinds.
 *
 * <p>Begin at {@link io.gondola.sync.step.Step}. Not exported.
 */
@NullMarked
package io.gondola.sync.step;

import org.jspecify.annotations.NullMarked;
