/** Meters of a runtime for Micrometer: {@link io.gondola.metrics.micrometer.GondolaMetrics}. */
package io.gondola.metrics.micrometer;
