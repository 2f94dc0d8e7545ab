package io.gondola.dsl;

import io.gondola.dsl.engine.Fiber;
import org.jspecify.annotations.Nullable;

/** Code that executes the bodies of loops. See {@link LoopBodies}. */
abstract class Bodies {
    /** Executes the rounds of loops that are bodies of others. Set once, before anything is executed. */
    @SuppressWarnings("NullAway.Init") // the rounds that execute them say it
    Rounds rounds;

    Bodies() {}

    /**
     * Executes what a function returned inside a loop, or a loop's body, as far as that needs no way through the run
     * loop.
     *
     * @param depth how many descriptions that hold others are being executed in place, one in the other
     */
    abstract @Nullable Object execute(Go<?> body, Fiber f, int depth) throws Throwable;
}
