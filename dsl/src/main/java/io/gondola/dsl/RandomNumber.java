package io.gondola.dsl;

import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.Outline;

/** Draws a number from 0 to bound - 1: a choice of the schedule. */
final class RandomNumber extends Operation<Integer> {
    private final int bound;

    RandomNumber(int bound) {
        this.bound = bound;
    }

    @Override
    public Object exec(Fiber f) {
        return f.scheduler().random(bound);
    }

    @Override
    public void outline(Outline out) {
        out.line("random number below " + bound);
    }
}
