/**
 * One controlled run of a program: who is asked for the next choice, what happens, the oracles that watch it, and its
 * verdict.
 *
 * <p>Begin at {@link io.gondola.testkit.run.Execution}. The package uses the deterministic scheduler and {@code
 * trace}; which order is tried is up to {@code strategy}.
 */
@NullMarked
package io.gondola.testkit.run;

import org.jspecify.annotations.NullMarked;
