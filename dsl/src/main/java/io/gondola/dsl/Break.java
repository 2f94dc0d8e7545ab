package io.gondola.dsl;

import io.gondola.dsl.annotation.CheckReturnValue;

/**
 * The way out of an enclosing block: Go's {@code break} with a label.
 *
 * <p>It is given to the body of {@link Go#breakable} and of the loops. The program that {@code exit} returns leaves the
 * block from any depth inside it, running the defers between. It must run in the goroutine that runs the block, before
 * the block has ended; otherwise it panics with an {@link IllegalStateException}.
 *
 * @param <R> the type of the block's result
 */
@CheckReturnValue
public interface Break<R> {
    /** Leaves the block, which yields {@code result}. Never yields a value itself. */
    <B> Go<B> exit(R result);

    /** Leaves a block without a result, that is a {@code Break<Unit>}. */
    <B> Go<B> exit();
}
