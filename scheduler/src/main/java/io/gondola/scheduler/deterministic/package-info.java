/**
 * A scheduler on one thread, with virtual time, whose order of goroutines a chooser decides: the same choices make
 * the same run.
 *
 * <p>Begin at {@link io.gondola.scheduler.deterministic.World}. The package uses {@code io.gondola.scheduler} only,
 * and is exported to the language's deterministic runtime and to the test kit.
 */
@NullMarked
package io.gondola.scheduler.deterministic;

import org.jspecify.annotations.NullMarked;
