package io.gondola.dsl;

import io.gondola.dsl.channel.ChannelCore;
import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.Outline;
import io.vavr.CheckedFunction1;
import org.jspecify.annotations.Nullable;

/** {@code for v := range c}: one frame for all elements. */
final class RangeOver<T> extends Go<Unit> {
    private final Next next;
    private final CheckedFunction1<? super T, ? extends Go<?>> body;

    RangeOver(Chan<T> channel, CheckedFunction1<? super T, ? extends Go<?>> body) {
        this.next = new Next(channel);
        this.body = body;
    }

    @Override
    public Object exec(Fiber f) throws Throwable {
        Iteration<T> iteration = new Iteration<>(this);
        f.push(iteration);
        return iteration.rounds.range(iteration, null, f, 0);
    }

    @Override
    public Object site() {
        return body;
    }

    @Override
    public void outline(Outline out) {
        out.function("range " + out.shown(next.waitsOn()), body);
    }

    /** Receives for the loop, which sees the closing of the channel itself. */
    static final class Next extends Receiving<Object> {
        Next(ChannelCore channel) {
            super(channel);
        }

        @Nullable
        @Override
        Object valueOf(@Nullable Object element) {
            return element;
        }
    }

    static final class Iteration<T> extends HotLoop {
        final Next next;
        final CheckedFunction1<? super T, ? extends Go<?>> body;

        /** Whether the value that comes is an element, rather than that of the body. */
        boolean receiving;

        Iteration(RangeOver<T> loop) {
            this.next = loop.next;
            this.body = loop.body;
        }

        @Override
        public Object resume(Fiber f, @Nullable Object value) throws Throwable {
            boolean isElement = receiving;
            receiving = false;
            return rounds.range(this, isElement ? value : null, f, 0);
        }

        @Override
        public Object site() {
            return body;
        }
    }
}
