package io.gondola.dsl;

import io.gondola.dsl.engine.Fiber;

/** Code that executes the rounds of loops; each kind of loop has a method. See {@link LoopRounds}. */
abstract class Rounds {
    Rounds() {}

    abstract Object forRange(ForRange.Iteration loop, Fiber f) throws Throwable;

    abstract Object repeat(Repeat.Iteration loop, Fiber f) throws Throwable;

    /** {@code received} is an element that has come already, or {@link io.gondola.dsl.channel.ChannelCore#CLOSED}; null if none. */
    abstract Object range(RangeOver.Iteration<?> loop, Object received, Fiber f) throws Throwable;

    abstract Object loop(LoopState.Iteration<?, ?> loop, Fiber f) throws Throwable;

    /** Executes what a function returned inside a loop, or a loop's body, as far as that needs no way through the run loop. */
    abstract Object execute(Go<?> body, Fiber f) throws Throwable;
}
