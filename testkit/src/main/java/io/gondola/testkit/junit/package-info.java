/**
 * The JUnit engine that runs {@code @GoTest}: it finds the methods, explores each of them, keeps failures, and writes
 * reports.
 *
 * <p>Begin at {@link io.gondola.testkit.junit.GoTestEngine}. The package uses the public API of the test kit and
 * {@code run}.
 */
@NullMarked
package io.gondola.testkit.junit;

import org.jspecify.annotations.NullMarked;
