package io.gondola.dsl;

import io.gondola.dsl.engine.Fiber;
import org.jspecify.annotations.Nullable;

/**
 * Code that executes the rounds of loops; each kind of loop has a method. {@code depth} is how many descriptions that
 * hold others are being executed in place, one in the other; 0 for what the run loop calls. See {@link LoopRounds}.
 */
abstract class Rounds {
    Rounds() {}

    abstract Object forRange(ForRange.Iteration loop, Fiber f, int depth) throws Throwable;

    abstract Object repeat(Repeat.Iteration loop, Fiber f, int depth) throws Throwable;

    /**
     * {@code received} is an element that has come already, or {@link io.gondola.dsl.channel.ChannelCore#CLOSED}; null
     * if none.
     */
    abstract Object range(RangeOver.Iteration<?> loop, @Nullable Object received, Fiber f, int depth) throws Throwable;

    abstract Object forEach(ForEach.Iteration<?> loop, Fiber f, int depth) throws Throwable;

    abstract Object forWhile(ForWhile.Iteration loop, Fiber f, int depth) throws Throwable;

    abstract Object forever(ForeverState.Iteration<?> loop, Fiber f, int depth) throws Throwable;

    abstract @Nullable Object loop(LoopState.Iteration<?, ?> loop, Fiber f, int depth) throws Throwable;

    /** Executes what is left of a few programs one after another. */
    abstract Object parts(LoopFrame loop, Fiber f, int depth) throws Throwable;
}
