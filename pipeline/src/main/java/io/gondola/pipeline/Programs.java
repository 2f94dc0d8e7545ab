package io.gondola.pipeline;

import io.gondola.dsl.Go;
import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.Nanos;
import io.gondola.dsl.engine.Signal;
import io.vavr.CheckedConsumer;
import io.vavr.CheckedFunction1;
import java.time.Duration;

/** The stages that run a program for an element, in the segment's goroutine. */
final class Programs {
    private Programs() {}

    static final class MapGo extends Stage {
        private final CheckedFunction1<Object, Go<?>> f;

        MapGo(Label label, CheckedFunction1<Object, Go<?>> f) {
            super(label);
            this.f = f;
        }

        @Override
        Object apply(Loop loop, Fiber fiber, Object x) throws Throwable {
            return loop.run(fiber, f.apply(x), label);
        }
    }

    static final class PeekGo extends Stage {
        private final CheckedFunction1<Object, Go<?>> f;

        PeekGo(Label label, CheckedFunction1<Object, Go<?>> f) {
            super(label);
            this.f = f;
        }

        @Override
        Object apply(Loop loop, Fiber fiber, Object x) throws Throwable {
            Object v = loop.run(fiber, f.apply(x), label);
            return v instanceof Signal ? v : x;
        }

        @Override
        Object resumed(Loop loop, Fiber fiber, Object value) {
            return loop.input();
        }
    }

    static final class Peek extends Stage {
        private final CheckedConsumer<Object> f;

        Peek(Label label, CheckedConsumer<Object> f) {
            super(label);
            this.f = f;
        }

        @Override
        Object apply(Loop loop, Fiber fiber, Object x) throws Throwable {
            f.accept(x);
            return x;
        }
    }

    /** {@code delay}. */
    static final class Delay extends Stage {
        private final Go<?> sleep;

        Delay(Label label, Duration d) {
            super(label);
            this.sleep = Go.sleep(d);
        }

        @Override
        Object apply(Loop loop, Fiber f, Object x) throws Throwable {
            Object v = loop.run(f, sleep, label);
            return v instanceof Signal ? v : x;
        }

        @Override
        Object resumed(Loop loop, Fiber f, Object value) {
            return loop.input();
        }
    }

    /** {@code throttle}. */
    static final class Throttle extends Stage {
        /*
         * A token bucket, kept as the time at which it will be full if nothing is taken: the generic cell rate
         * algorithm. A token takes per/n to flow in. That time is kept exactly, in nanoseconds and n-ths of them; a
         * token is there as soon as the bucket will be full in at most per - per/n.
         */
        private final int n;
        private final long per;
        private long full = Long.MIN_VALUE;
        private long rest;

        Throttle(Label label, int n, Duration per) {
            this(label, n, Nanos.of(per));
        }

        private Throttle(Label label, int n, long per) {
            super(label);
            this.n = n;
            this.per = per;
        }

        @Override
        Stage fresh() {
            return new Throttle(label, n, per);
        }

        @Override
        Object apply(Loop loop, Fiber f, Object x) throws Throwable {
            long now = f.scheduler().nanoTime();
            if (full < now) {
                full = now;
                rest = 0;
            }
            full = Nanos.after(full, per / n);
            rest += per % n;
            if (rest >= n) {
                rest -= n;
                full = Nanos.after(full, 1);
            }
            long wait = full - per + (rest > 0 ? 1 : 0) - now;
            if (wait <= 0) {
                return x;
            }
            Object v = loop.run(f, Go.sleep(Duration.ofNanos(wait)), label);
            return v instanceof Signal ? v : x;
        }

        @Override
        Object resumed(Loop loop, Fiber f, Object value) {
            return loop.input();
        }
    }
}
