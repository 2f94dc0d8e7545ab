/**
 * Go's {@code net}: TCP, UDP, TLS and names. A goroutine per connection, straight-line code, and no thread that waits.
 *
 * <p>{@link io.gondola.net.Net} listens and dials; {@link io.gondola.net.TcpListener#serve} runs a server.
 */
@CheckReturnValue
@com.google.errorprone.annotations.CheckReturnValue
@NullMarked
package io.gondola.net;

import io.gondola.dsl.annotation.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
