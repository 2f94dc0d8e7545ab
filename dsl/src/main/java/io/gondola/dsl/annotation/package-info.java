/**
 * Tells checkers whether the value that a method returns may be dropped. A program that is dropped never runs, so all
 * public packages of Gondola are annotated with {@link io.gondola.dsl.annotation.CheckReturnValue}. Nothing reads the
 * annotations at run time.
 */
@NullMarked
package io.gondola.dsl.annotation;

import org.jspecify.annotations.NullMarked;
