/** Go's {@code context}: cancellation, deadlines and values that go with a request. */
@CheckReturnValue
@com.google.errorprone.annotations.CheckReturnValue
@NullMarked
package io.gondola.context;

import io.gondola.dsl.annotation.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
