/**
 * What stands between the types of {@code io.gondola.net} and the network that serves them: the real one, or the
 * test's.
 */
@CheckReturnValue
@com.google.errorprone.annotations.CheckReturnValue
package io.gondola.net.transport;

import io.gondola.dsl.annotation.CheckReturnValue;
