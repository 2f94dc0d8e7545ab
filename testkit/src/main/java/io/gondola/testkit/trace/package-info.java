/**
 * What a run was, as plain values for reports: lanes, steps, races, cycles.
 *
 * <p>Begin at {@link io.gondola.testkit.trace.Trace}. The package uses nothing of the test kit.
 */
@NullMarked
package io.gondola.testkit.trace;

import org.jspecify.annotations.NullMarked;
