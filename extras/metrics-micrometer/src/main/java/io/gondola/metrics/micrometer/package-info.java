/**
 * Meters of a runtime for Micrometer.
 *
 * <p>Begin at {@link io.gondola.metrics.micrometer.GondolaMetrics}, which binds a runtime and the channels that it is
 * given; {@code Readings} are the numbers of the last look. It uses what runtimes tell everybody, how full a channel
 * is, and Micrometer's core.
 */
@NullMarked
package io.gondola.metrics.micrometer;

import org.jspecify.annotations.NullMarked;
