/**
 * The language: programs ({@link io.gondola.dsl.Go}) as immutable values, the channels they talk over, and the
 * runtimes that run them. Start at {@code Go}, then {@link io.gondola.dsl.Channel}.
 */
@CheckReturnValue
@com.google.errorprone.annotations.CheckReturnValue
package io.gondola.dsl;

import io.gondola.dsl.annotation.CheckReturnValue;
