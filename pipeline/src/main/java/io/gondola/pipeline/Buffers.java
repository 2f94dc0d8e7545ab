package io.gondola.pipeline;

import io.gondola.dsl.Operation;
import io.gondola.dsl.Unit;
import io.gondola.dsl.channel.ChannelCore;
import io.gondola.dsl.channel.Sent;
import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.Meters;
import io.gondola.dsl.engine.OpKind;
import io.gondola.dsl.engine.Signal;
import io.gondola.dsl.engine.Visible;
import io.vavr.CheckedFunction1;
import io.vavr.CheckedFunction2;
import org.jspecify.annotations.Nullable;

/** The boundaries with one goroutine above and a channel between: {@code buffer} and {@code conflate}. */
final class Buffers {
    private Buffers() {}

    /** One segment feeds a belt: {@code buffer(n)} of at least 1, where an element waits for room. */
    static final class OnBelt extends Boundary {
        private final Pipeline<?> above;
        private final int capacity;

        @SuppressWarnings("NullAway.Init") // recruit makes it
        private Belt.Taking take;

        OnBelt(Head.Setting setting, Pipeline<?> above, int capacity) {
            super(setting);
            this.above = above;
            this.capacity = capacity;
        }

        @Override
        void recruit(Crew c, Loop loop) {
            Belt belt = new Belt(label.drawn(), capacity);
            Belt.Ends ends = belt.ends();
            take = ends.take();
            c.output(belt::close);
            Segment unused = segment(above, new ToBelt(label, ends.put()), false);
        }

        @Override
        Object receive(Loop loop, Fiber f) throws Throwable {
            Object v = take.exec(f);
            return v instanceof Signal ? v : received(loop, f, v);
        }
    }

    /** The last stage of a segment that feeds a belt. */
    private static final class ToBelt extends Stage {
        private final Belt.Putting put;

        ToBelt(Label label, Belt.Putting put) {
            super(label);
            this.put = put;
        }

        @Override
        Object apply(Loop loop, Fiber f, Object x) {
            Object v = put.of(x).exec(f);
            return v instanceof Signal ? v : resumed(loop, f, v);
        }

        @Override
        Object resumed(Loop loop, Fiber f, Object value) {
            if (value == ChannelCore.CLOSED) {
                loop.finish();
            }
            return Mark.SKIP;
        }
    }

    /** One segment feeds a channel. */
    static class Buffer extends Boundary {
        private final Pipeline<?> above;
        private final int capacity;

        @SuppressWarnings("NullAway.Init") // recruit makes it
        private Take take;

        Buffer(Head.Setting setting, Pipeline<?> above, int capacity) {
            super(setting);
            this.above = above;
            this.capacity = capacity;
        }

        /** The last stage above. */
        Stage feeding(ChannelCore channel, Loop loop) {
            return new Send(label, channel);
        }

        @Override
        void recruit(Crew c, Loop loop) {
            ChannelCore channel = c.output(capacity, label.drawn());
            take = new Take(channel);
            Segment unused = segment(above, feeding(channel, loop), false);
        }

        @Override
        Object receive(Loop loop, Fiber f) throws Throwable {
            return take(take, loop, f);
        }
    }

    /** Something that is done with a channel without waiting. */
    private static final class Trying extends Operation<Object> implements Visible {
        private final ChannelCore channel;

        /** Null to receive. */
        private final @Nullable Object element;

        Trying(ChannelCore channel, @Nullable Object element) {
            this.channel = channel;
            this.element = element;
        }

        @Override
        public Object exec(Fiber f) {
            if (!f.step()) {
                return f.yieldThen(this);
            }
            if (element == null) {
                Object x = channel.pollElement();
                return x == null ? Unit.UNIT : x;
            }
            return channel.offerElement(element);
        }

        @Override
        public OpKind kind() {
            return element == null ? OpKind.TRY_RECEIVE : OpKind.TRY_SEND;
        }

        @Override
        public Object subject() {
            return channel;
        }
    }

    /** Feeds a channel that may be full. */
    static final class SendOrDrop extends Stage {
        private final ChannelCore channel;
        private final Overflow policy;
        private boolean offering;

        SendOrDrop(Label label, ChannelCore channel, Overflow policy) {
            super(label);
            this.channel = channel;
            this.policy = policy;
        }

        @Override
        Object apply(Loop loop, Fiber f, Object x) {
            return offer(loop, f, x);
        }

        private Object offer(Loop loop, Fiber f, Object x) {
            offering = true;
            Object v = new Trying(channel, x).exec(f);
            return v instanceof Signal ? v : offered(loop, f, x, v);
        }

        @Override
        Object resumed(Loop loop, Fiber f, Object value) {
            return offering ? offered(loop, f, loop.input(), value) : dropped(loop, f, loop.input(), value);
        }

        private Object offered(Loop loop, Fiber f, Object x, Object sent) {
            if (sent == Sent.YES) {
                return Mark.SKIP;
            }
            if (sent == Sent.CLOSED) {
                loop.finish();
                return Mark.SKIP;
            }
            if (policy == Overflow.FAIL) {
                throw new IllegalStateException("the buffer is full: capacity=" + channel.bufferSize());
            }
            if (policy == Overflow.DROP_NEWEST || channel.bufferSize() == 0) {
                drop(f);
                return Mark.SKIP;
            }
            offering = false;
            Object v = new Trying(channel, null).exec(f);
            return v instanceof Signal ? v : dropped(loop, f, x, v);
        }

        private void drop(Fiber f) {
            Meters.of(f.scheduler()).named(label.stage()).drop();
        }

        /** Tries again after the oldest element was taken, here or by the other side. */
        private Object dropped(Loop loop, Fiber f, Object x, Object oldest) {
            if (oldest != Unit.UNIT && oldest != ChannelCore.CLOSED) {
                drop(f);
            }
            return offer(loop, f, x);
        }
    }

    /** Feeds a channel with room for one: takes back what lies there, and merges it with the element. */
    static final class Conflating extends Stage {
        private final ChannelCore channel;
        private final CheckedFunction1<Object, Object> seed;
        private final CheckedFunction2<Object, Object, Object> merge;

        @SuppressWarnings("NullAway.Init") // fresh makes it
        private Put put;

        private boolean sending;

        Conflating(
                Label label,
                ChannelCore channel,
                CheckedFunction1<Object, Object> seed,
                CheckedFunction2<Object, Object, Object> merge) {
            super(label);
            this.channel = channel;
            this.seed = seed;
            this.merge = merge;
        }

        @Override
        Stage fresh() {
            Conflating fresh = new Conflating(label, channel, seed, merge);
            fresh.put = new Put(channel);
            return fresh;
        }

        @Override
        Object apply(Loop loop, Fiber f, Object x) throws Throwable {
            sending = false;
            Object v = new Trying(channel, null).exec(f);
            return v instanceof Signal ? v : merged(loop, f, x, v);
        }

        @Override
        Object resumed(Loop loop, Fiber f, Object value) throws Throwable {
            return sending ? sent(loop, value) : merged(loop, f, loop.input(), value);
        }

        private Object merged(Loop loop, Fiber f, Object x, Object waiting) throws Throwable {
            if (waiting == ChannelCore.CLOSED) {
                return sent(loop, waiting);
            }
            Object s = Checks.yielded(waiting == Unit.UNIT ? seed.apply(x) : merge.apply(waiting, x));
            sending = true;
            Object v = put.of(s).exec(f);
            return v instanceof Signal ? v : sent(loop, v);
        }

        private static Object sent(Loop loop, Object value) {
            if (value == ChannelCore.CLOSED) {
                loop.finish();
            }
            return Mark.SKIP;
        }
    }
}
