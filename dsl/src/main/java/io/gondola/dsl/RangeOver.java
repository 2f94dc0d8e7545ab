package io.gondola.dsl;

import io.gondola.dsl.channel.ChannelCore;
import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.Frame;
import io.gondola.dsl.engine.Outline;
import io.gondola.dsl.engine.Signal;
import io.vavr.CheckedFunction1;

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
        return iteration.iterate(f);
    }

    @Override
    public Object site() {
        return body;
    }

    @Override
    public void outline(Outline out) {
        out.function("range " + Outline.text(next.waitsOn()), body);
    }

    /** Receives for the loop, which sees the closing of the channel itself. */
    private static final class Next extends Receiving<Object> {
        Next(ChannelCore channel) {
            super(channel);
        }

        @Override
        Object valueOf(Object element) {
            return element;
        }
    }

    private static final class Iteration<T> extends Frame {
        private final RangeOver<T> loop;
        private final Next next;

        /** Whether the value that comes is an element, rather than that of the body. */
        private boolean receiving;

        Iteration(RangeOver<T> loop) {
            this.loop = loop;
            this.next = loop.next;
        }

        @Override
        public Object resume(Fiber f, Object value) throws Throwable {
            if (receiving) {
                receiving = false;
                Object v = execBody(f, value);
                if (v != null) {
                    return v;
                }
            }
            return iterate(f);
        }

        Object iterate(Fiber f) throws Throwable {
            while (true) {
                Object element = next.exec(f);
                if (element instanceof Signal) {
                    receiving = true;
                    return element;
                }
                Object v = execBody(f, element);
                if (v != null) {
                    return v;
                }
            }
        }

        /** Returns what the frame has to answer, or null if the loop goes on at once. */
        @SuppressWarnings("unchecked") // only elements of type T are sent
        private Object execBody(Fiber f, Object element) throws Throwable {
            if (element == ChannelCore.CLOSED) {
                f.pop();
                return Unit.UNIT;
            }
            Go<?> body = Checks.program(loop.body.apply((T) element), "range");
            Object v = Shallow.execShallow(body, f);
            return v instanceof Signal ? v : null;
        }

        @Override
        public Object site() {
            return loop.body;
        }
    }
}
