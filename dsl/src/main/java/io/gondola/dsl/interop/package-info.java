/**
 * Bridges between goroutines and the JDK's own concurrency: futures, streams, {@link java.util.concurrent.Flow},
 * executors and queues.
 */
@CheckReturnValue
@com.google.errorprone.annotations.CheckReturnValue
@NullMarked
package io.gondola.dsl.interop;

import io.gondola.dsl.annotation.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
