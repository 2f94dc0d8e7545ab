package io.gondola.testkit;

import io.gondola.dsl.Go;

/**
 * Assertions on what programs do.
 *
 * <pre>{@code
 * assertThatGo(println("hello").then(pure(42))).prints("hello").yields(42);
 * }</pre>
 */
public final class GoAssertions {
    private GoAssertions() {}

    /**
     * Begins assertions on {@code program}. The first one runs it, once, on the deterministic runtime; the further ones
     * look at the same run.
     *
     * @throws NullPointerException if {@code program} is null
     */
    public static <A> GoAssert<A> assertThatGo(Go<A> program) {
        return new GoAssert<>(program);
    }
}
