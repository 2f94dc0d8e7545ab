/**
 * Waiting for input and output on the runtime's poller, for the sister modules that offer it to users.
 *
 * <p>{@link io.gondola.dsl.io.Readiness} is all there is: a program that waits until a channel of NIO's is ready. It
 * uses the engine and the scheduler's poller, and knows nothing of addresses or bytes. Only {@code io.gondola.net} sees
 * it.
 */
@NullMarked
package io.gondola.dsl.io;

import org.jspecify.annotations.NullMarked;
