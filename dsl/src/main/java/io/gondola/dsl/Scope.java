package io.gondola.dsl;

import io.gondola.dsl.annotation.CheckReturnValue;

/** A function's frame, as far as defers go: given to the body of {@link Go#scoped}. */
@CheckReturnValue
public interface Scope {
    /**
     * Registers {@code cleanup}, when it is reached, to run at the end of the scope, whatever ends it: a value, a panic
     * or a goexit. What was registered last runs first. It must run in the goroutine of the scope, before the scope
     * ends; otherwise it panics with an {@link IllegalStateException}.
     *
     * @throws NullPointerException if {@code cleanup} is null
     * @go runtime/panic.go, {@code deferproc}
     */
    Go<Unit> defer(Go<?> cleanup);
}
