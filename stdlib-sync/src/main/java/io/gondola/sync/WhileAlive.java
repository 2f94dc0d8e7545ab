package io.gondola.sync;

import io.gondola.dsl.Go;
import io.gondola.dsl.engine.AtEnd;
import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.Outline;
import io.gondola.dsl.engine.Sites;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A program on whose end goroutines of other programs wait. If the goroutine's own program ends before, {@code abandon}
 * lets those go on; it is given the goroutine, runs on any thread, and holds no lock.
 *
 * @param <A> the type of the value
 */
final class WhileAlive<A> extends Go<A> {
    private final Go<? extends A> body;
    private final Consumer<Fiber> abandon;

    WhileAlive(Go<? extends A> body, Consumer<Fiber> abandon) {
        this.body = body;
        this.abandon = abandon;
    }

    /**
     * A part of {@code body}, before which the goroutine has taken what {@code abandon} gives back: does so if the
     * program has ended. The end may have come before the goroutine took it.
     */
    static <A> Go<A> unlessEnded(Go<? extends A> part, Consumer<Fiber> abandon) {
        return new UnlessEnded<>(part, abandon);
    }

    @Override
    public Object exec(Fiber f) {
        Consumer<Fiber> atEnd = abandon; // the frame keeps what is run at the end, and not the body
        boolean entered = AtEnd.enter(f, () -> atEnd.accept(f));
        return entered ? f.call(body) : f.yieldThen(this); // which the scheduler drops
    }

    @Override
    public void droppedBefore(Fiber f) {
        abandon.accept(f);
    }

    @Override
    public @Nullable Object site() {
        return Sites.of(body);
    }

    @Override
    public void outline(Outline out) {
        out.step(body);
    }

    private static final class UnlessEnded<A> extends Go<A> {
        private final Go<? extends A> part;
        private final Consumer<Fiber> abandon;

        UnlessEnded(Go<? extends A> part, Consumer<Fiber> abandon) {
            this.part = part;
            this.abandon = abandon;
        }

        @Override
        public Object exec(Fiber f) {
            if (f.isGone()) {
                abandon.accept(f);
                return f.yieldThen(this);
            }
            return f.call(part);
        }

        @Override
        public @Nullable Object site() {
            return Sites.of(part);
        }

        @Override
        public void outline(Outline out) {
            out.step(part);
        }
    }
}
