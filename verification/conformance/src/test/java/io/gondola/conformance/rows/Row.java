package io.gondola.conformance.rows;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A rule of Go and the test that shows what Gondola makes of it: a row of docs/conformance.md. On a method, the test is
 * that method, and {@link #tests} if there are any; on a class, it is {@link #tests} alone.
 */
@Target({ElementType.METHOD, ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Repeatable(Row.Several.class)
public @interface Row {
    /** In place of {@link #ours}. */
    String SAME = "the same";

    /** The section, a hyphen, and what is unique in it: {@code 3.2-4}, {@code 1.1-send-nil}. */
    String id();

    /** The situation, or the rule. */
    String rule();

    /** What Go does. */
    String go();

    /** What Gondola does. */
    String ours() default SAME;

    /** Why {@link #ours} is not the same; not to be left out then. */
    String why() default "";

    /** Further tests, as {@code Class.method}, of any module. */
    String[] tests() default {};

    /** Why no test runs on every runtime; not to be left out then. */
    String only() default "";

    /** Several of them. */
    @Target({ElementType.METHOD, ElementType.TYPE})
    @Retention(RetentionPolicy.RUNTIME)
    @interface Several {
        Row[] value();
    }
}
