/** Go's {@code select} statement: {@link io.gondola.select.Select}, and the cases that it chooses from. */
@CheckReturnValue
@com.google.errorprone.annotations.CheckReturnValue
@NullMarked
package io.gondola.select;

import io.gondola.dsl.annotation.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
