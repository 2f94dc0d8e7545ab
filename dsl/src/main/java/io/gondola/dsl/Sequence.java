package io.gondola.dsl;

import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.Outline;
import org.jspecify.annotations.Nullable;

/** Programs one after another; their values are dropped. */
final class Sequence extends Go<Unit> {
    private final @Nullable Link first;

    Sequence(Go<?>[] steps) {
        Link rest = null;
        for (int i = steps.length - 1; i >= 0; i--) {
            rest = new Link(steps[i], rest);
        }
        this.first = rest;
    }

    /** A list, so that while one step runs those before it are garbage. */
    private static final class Link {
        private final Go<?> step;
        private final @Nullable Link rest;

        Link(Go<?> step, @Nullable Link rest) {
            this.step = step;
            this.rest = rest;
        }
    }

    @Override
    public Object exec(Fiber f) throws Throwable {
        return begin().start(f);
    }

    /** The frame of one execution. */
    LoopFrame begin() {
        return new Iteration(first);
    }

    @Override
    public void outline(Outline out) {
        if (first == null) {
            out.line("unit");
        }
        for (Link link = first; link != null; link = link.rest) {
            out.step(link.step);
        }
    }

    private static final class Iteration extends LoopFrame {
        private @Nullable Link rest;

        Iteration(@Nullable Link first) {
            this.rest = first;
        }

        @Nullable
        @Override
        Go<?> next() {
            Link link = rest;
            if (link == null) {
                return null;
            }
            rest = link.rest;
            return link.step;
        }
    }
}
