/**
 * Go's {@code sync}, {@code sync/atomic} and {@code golang.org/x/sync}: locks, groups and atomics whose operations
 * are programs, and which park the goroutine and not its thread.
 */
@CheckReturnValue
@com.google.errorprone.annotations.CheckReturnValue
@NullMarked
package io.gondola.sync;

import io.gondola.dsl.annotation.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
