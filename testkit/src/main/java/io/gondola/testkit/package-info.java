/**
 * Tests of concurrent programs: {@link io.gondola.testkit.GoTest} and {@link io.gondola.testkit.Explorer} run a
 * program in many orders, {@link io.gondola.testkit.GoAssertions} asserts what it does in one.
 */
@CheckReturnValue
@com.google.errorprone.annotations.CheckReturnValue
@NullMarked
package io.gondola.testkit;

import io.gondola.dsl.annotation.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
