package io.gondola.pipeline;

import static io.gondola.select.Select.onReceiveOption;
import static io.gondola.select.Select.onTimeout;
import static io.gondola.select.Select.select;

import io.gondola.dsl.Go;
import io.gondola.dsl.ReceiveChannel;
import io.gondola.dsl.channel.ChannelCore;
import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.Nanos;
import io.gondola.dsl.engine.Signal;
import io.vavr.CheckedFunction1;
import io.vavr.control.Option;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The boundaries at which time decides what is emitted. */
final class Timed {
    private Timed() {}

    /** {@code batch(n, within)}, {@code batchWeighted}. */
    static final class Batch extends Boundary {
        private final Pipeline<?> above;
        private final long limit;
        private final @Nullable CheckedFunction1<Object, Long> weigh;
        private final Duration within;
        private @Nullable Gather gather;

        @SuppressWarnings("NullAway.Init") // recruit makes it
        private Gather.TakeBatch take;

        /** {@code weigh} is null if each element has the weight 1. */
        Batch(
                Head.Setting setting,
                Pipeline<?> above,
                long limit,
                @Nullable CheckedFunction1<Object, Long> weigh,
                Duration within) {
            super(setting);
            this.above = above;
            this.limit = limit;
            this.weigh = weigh;
            this.within = within;
        }

        @Override
        void recruit(Crew c, Loop loop) {
            gather = new Gather(label.drawn(), limit, Nanos.of(within));
            take = gather.new TakeBatch();
            segment(above, new Bringing(gather), false).atEnd(gather::end);
        }

        @Override
        Object receive(Loop loop, Fiber f) throws Throwable {
            Object v = take.exec(f);
            return v instanceof Signal ? v : received(loop, f, v);
        }

        @Override
        @Nullable
        Go<?> close(Loop loop, Fiber f) {
            if (gather != null) {
                gather.close();
            }
            return super.close(loop, f);
        }

        private final class Bringing extends Stage {
            private final Gather.Bring bring;

            Bringing(Gather g) {
                super(Batch.this.label);
                bring = g.new Bring();
            }

            @Override
            Object apply(Loop loop, Fiber f, Object x) throws Throwable {
                long w = 1;
                if (weigh != null) {
                    Long weight = weigh.apply(x);
                    if (weight == null) {
                        throw new NullPointerException("the weight is null");
                    }
                    w = Checks.notNegative(weight, "the weight");
                }
                Object v = bring.of(x, w).exec(f);
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
    }

    /** Receives until some time, holding the latest element. */
    private abstract static class Latest extends Boundary {
        private static final Object TIMEOUT = new Object();
        private static final Object END = new Object();

        private final Pipeline<?> above;

        @SuppressWarnings("NullAway.Init") // recruit makes it
        private ReceiveChannel<Object> channel;

        private boolean ended;

        @Nullable
        Object held;

        Latest(Head.Setting setting, Pipeline<?> above) {
            super(setting);
            this.above = above;
        }

        @Override
        @SuppressWarnings("unchecked") // a crew's channels are channels of objects
        void recruit(Crew c, Loop loop) {
            ChannelCore core = c.output(0, label.drawn());
            channel = (ReceiveChannel<Object>) (Object) core;
            Segment unused = segment(above, new Send(label, core), false);
        }

        /**
         * Nanoseconds until the held element is to be emitted, now that it has come or that another receive is begun.
         */
        abstract long left(Fiber f);

        /** An element has come; it is held. */
        abstract void came(Fiber f);

        @Override
        Object receive(Loop loop, Fiber f) throws Throwable {
            while (!ended) {
                long nanos = held == null ? 0 : left(f);
                if (held != null && nanos <= 0) {
                    return emit();
                }
                Object v = loop.run(f, held == null ? next() : nextWithin(nanos), label);
                if (v instanceof Signal) {
                    return v;
                }
                Object x = answer(f, v);
                if (x != null) {
                    return x;
                }
            }
            return held != null ? emit() : Mark.END;
        }

        @Override
        Object received(Loop loop, Fiber f, Object value) throws Throwable {
            Object x = answer(f, value);
            return x != null ? x : receive(loop, f);
        }

        @SuppressWarnings("NullAway") // it is asked when one is held
        private Object emit() {
            Object x = held;
            held = null;
            return x;
        }

        private @Nullable Object answer(Fiber f, Object v) {
            if (v == TIMEOUT) {
                return emit();
            }
            if (v == END) {
                Object end = outcome(ChannelCore.CLOSED);
                ended = end == Mark.END;
                return ended ? null : end;
            }
            held = v;
            came(f);
            return null;
        }

        private Go<Object> next() {
            return channel.receiveOption().map(x -> x.getOrElse(END));
        }

        private Go<Object> nextWithin(long nanos) {
            return select(
                    onReceiveOption(channel, (Option<Object> x) -> Go.pure(x.getOrElse(END))),
                    onTimeout(Duration.ofNanos(nanos), Go.pure(TIMEOUT)));
        }
    }

    static final class Debounce extends Latest {
        private final long quiet;
        private long due;

        Debounce(Head.Setting setting, Pipeline<?> above, Duration quiet) {
            super(setting, above);
            this.quiet = Nanos.of(quiet);
        }

        @Override
        long left(Fiber f) {
            return due - f.scheduler().nanoTime();
        }

        @Override
        void came(Fiber f) {
            due = Nanos.after(f.scheduler().nanoTime(), quiet);
        }
    }

    static final class Sample extends Latest {
        private final long period;
        private long due = -1;

        Sample(Head.Setting setting, Pipeline<?> above, Duration period) {
            super(setting, above);
            this.period = Nanos.of(period);
        }

        @Override
        void recruit(Crew c, Loop loop) {
            super.recruit(c, loop);
        }

        @Override
        long left(Fiber f) {
            return due - f.scheduler().nanoTime();
        }

        @Override
        Object receive(Loop loop, Fiber f) throws Throwable {
            if (due < 0) {
                due = Nanos.after(f.scheduler().nanoTime(), period);
            }
            return super.receive(loop, f);
        }

        /** A period is over at each multiple of it, from the beginning on; those without an element are passed over. */
        @Override
        void came(Fiber f) {
            long late = f.scheduler().nanoTime() - due;
            if (late >= 0) {
                due = Nanos.after(due, (late / period + 1) * period);
            }
        }
    }
}
