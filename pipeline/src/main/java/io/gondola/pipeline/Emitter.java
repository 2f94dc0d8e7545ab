package io.gondola.pipeline;

import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.dsl.annotation.CheckReturnValue;

/**
 * What the program of {@link Pipeline#emit} sends its elements with.
 *
 * @param <T> the type of the elements
 */
@CheckReturnValue
public interface Emitter<T> {
    /**
     * Sends {@code value} downstream, parking the goroutine until it is taken. Several goroutines may send.
     *
     * <p>If downstream wants no more elements, or the pipeline has ended, this ends the goroutine that sends, as
     * {@link Go#goexit} does: its defers run.
     *
     * @throws NullPointerException if {@code value} is null, when the program is built
     */
    Go<Unit> send(T value);
}
