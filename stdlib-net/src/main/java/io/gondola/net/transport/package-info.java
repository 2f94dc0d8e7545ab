/**
 * How addresses are written and read: what the real network and the test's have in common below {@code
 * io.gondola.net}.
 */
@CheckReturnValue
@com.google.errorprone.annotations.CheckReturnValue
@NullMarked
package io.gondola.net.transport;

import io.gondola.dsl.annotation.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
