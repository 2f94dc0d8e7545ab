package io.gondola.context;

import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.dsl.annotation.CheckReturnValue;
import org.jspecify.annotations.Nullable;

/**
 * A context that can be cancelled.
 *
 * @go context/context.go, {@code CancelFunc}, {@code CancelCauseFunc}
 */
@CheckReturnValue
public sealed interface CancelContext extends Context permits Cancellable {
    /**
     * Ends this context with {@link Context#CANCELED}, and all below it, before it yields. Does nothing if it has
     * ended. Never parks.
     *
     * @return a program; the same one at each call
     */
    Go<Unit> cancel();

    /**
     * As {@link #cancel()}, and gives the reason, which {@link #cause} then yields.
     *
     * @param cause the reason; null counts as {@link Context#CANCELED}, as in Go
     */
    Go<Unit> cancel(@Nullable Throwable cause);
}
