package io.gondola.dsl.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What the method returns may be dropped, although its class or package is annotated with {@link CheckReturnValue}: it
 * returns {@code this}, or it did its work before it returned. Error Prone, SpotBugs and gondola-lint know it by its
 * simple name.
 */
@Documented
@Target({ElementType.METHOD, ElementType.CONSTRUCTOR, ElementType.TYPE})
@Retention(RetentionPolicy.CLASS)
public @interface CanIgnoreReturnValue {}
