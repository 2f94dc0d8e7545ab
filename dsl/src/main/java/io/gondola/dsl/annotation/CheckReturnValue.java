package io.gondola.dsl.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A caller of the method, or of a method of the class or of the package, must use what it returns. Error Prone and
 * SpotBugs know this annotation by its simple name, whatever its package. Not in Go, whose {@code vet} reports unused
 * results of some functions.
 *
 * <pre>{@code
 * @CheckReturnValue
 * static Go<Unit> greet(SendChannel<String> out) {
 *     return out.send("hello");
 * }
 * }</pre>
 */
@Documented
@Target({ElementType.METHOD, ElementType.CONSTRUCTOR, ElementType.TYPE, ElementType.PACKAGE})
@Retention(RetentionPolicy.CLASS)
public @interface CheckReturnValue {}
