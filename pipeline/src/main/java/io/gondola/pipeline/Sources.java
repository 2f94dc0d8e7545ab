package io.gondola.pipeline;

import io.gondola.dsl.Go;
import io.gondola.dsl.ReceiveChannel;
import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.MeterCounter;
import io.gondola.dsl.engine.Nanos;
import io.gondola.dsl.engine.Signal;
import io.vavr.CheckedFunction1;
import io.vavr.Tuple2;
import io.vavr.control.Option;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The sources that need no goroutine of their own. */
final class Sources {
    private Sources() {}

    static Pipeline<Object> ofTwo(Object first, Object second) {
        Iterator<Object> both = Arrays.asList(first, second).iterator();
        return Head.source(new Label("of", "", null, null), s -> new OfIterator(s.label(), both));
    }

    /** An element that is null is a failure of the source. */
    static NullPointerException isNull() {
        return new NullPointerException("an element is null");
    }

    /** A source that never waits. */
    abstract static class Steps extends Source {
        Steps(Label label) {
            super(label);
        }

        @Override
        abstract Iterator<?> steps();

        @Override
        final Object next(Loop loop, Fiber f) {
            Iterator<?> steps = steps();
            if (!steps.hasNext()) {
                return Mark.END;
            }
            Object x = steps.next();
            if (x == null) {
                throw isNull();
            }
            return x;
        }
    }

    static Iterator<?> iterator(Iterable<?> xs) {
        return Objects.requireNonNull(xs.iterator(), "xs.iterator() is null");
    }

    /** Those of an iterator, which is made when the first one is asked for. */
    static final class OfIterable extends Steps {
        private final Iterable<?> xs;
        private @Nullable Iterator<?> i;

        OfIterable(Label label, Iterable<?> xs) {
            super(label);
            this.xs = xs;
        }

        @Override
        Iterator<?> steps() {
            if (i == null) {
                i = iterator(xs);
            }
            return i;
        }

        @Override
        long size() {
            return xs instanceof Collection<?> c ? c.size() : MeterCounter.UNKNOWN;
        }
    }

    static final class Failing extends Source {
        private final Throwable cause;

        Failing(Label label, Throwable cause) {
            super(label);
            this.cause = cause;
        }

        @Override
        Object next(Loop loop, Fiber f) throws Throwable {
            throw cause;
        }
    }

    static final class OfIterator extends Steps {
        private final Iterator<?> i;

        OfIterator(Label label, Iterator<?> i) {
            super(label);
            this.i = i;
        }

        @Override
        Iterator<?> steps() {
            return i;
        }
    }

    static final class OfStream extends Steps {
        private final Stream<?> stream;
        private final AtomicBoolean used;
        private @Nullable Iterator<?> i;

        OfStream(Label label, Stream<?> stream, AtomicBoolean used) {
            super(label);
            this.stream = stream;
            this.used = used;
        }

        @Override
        Iterator<?> steps() {
            if (i == null) {
                if (used.getAndSet(true)) {
                    throw new IllegalStateException(
                            "a stream can be read once, and this pipeline has run before; make the"
                                    + " new stream for each run");
                }
                i = stream.iterator();
            }
            return i;
        }

        @Override
        @Nullable
        Go<?> close(Loop loop, Fiber f) {
            return i == null && used.get() ? null : Go.run(this::closeOnce);
        }

        private void closeOnce() {
            used.set(true);
            stream.close();
        }
    }

    static final class Range extends Steps implements Iterator<Integer> {
        private final int to;
        private int next;

        Range(Label label, int from, int to) {
            super(label);
            this.next = from;
            this.to = to;
        }

        @Override
        Iterator<?> steps() {
            return this;
        }

        @Override
        public boolean hasNext() {
            return next < to;
        }

        @Override
        public Integer next() {
            return next++;
        }

        @Override
        long size() {
            return Math.max(0, (long) to - next);
        }
    }

    static final class Iterate extends Source {
        private final CheckedFunction1<Object, Object> step;
        private Object last;
        private boolean begun;

        Iterate(Label label, Object seed, CheckedFunction1<Object, Object> step) {
            super(label);
            this.last = seed;
            this.step = step;
        }

        @Override
        Object next(Loop loop, Fiber f) throws Throwable {
            if (begun) {
                last = step.apply(last);
            }
            begun = true;
            return last;
        }
    }

    static final class Unfold extends Source {
        private final CheckedFunction1<Object, Option<Tuple2<Object, Object>>> step;
        private Object state;

        Unfold(Label label, Object seed, CheckedFunction1<Object, Option<Tuple2<Object, Object>>> step) {
            super(label);
            this.state = seed;
            this.step = step;
        }

        @Override
        Object next(Loop loop, Fiber f) throws Throwable {
            Option<Tuple2<Object, Object>> next = step.apply(state);
            if (next == null) {
                throw new NullPointerException("the function yielded null in place of an Option");
            }
            if (next.isEmpty()) {
                return Mark.END;
            }
            state = next.get()._2;
            return next.get()._1;
        }
    }

    /** {@code repeat}: its failures are those of one element. */
    static final class Repeat extends Source {
        private final Go<?> program;

        Repeat(Label label, Go<?> program) {
            super(label);
            this.program = program;
        }

        @Override
        Object next(Loop loop, Fiber f) throws Throwable {
            return loop.run(f, program, label);
        }

        @Override
        boolean failsByElement() {
            return true;
        }
    }

    static final class Tick extends Source {
        private final long period;
        private long due = Long.MIN_VALUE;

        Tick(Label label, Duration period) {
            super(label);
            this.period = Nanos.of(period);
        }

        @Override
        Object next(Loop loop, Fiber f) throws Throwable {
            long now = f.scheduler().nanoTime();
            if (due == Long.MIN_VALUE) {
                due = Nanos.after(now, period);
            } else {
                long missed = (now - due) / period; // 0 unless downstream was slow
                due = Nanos.after(due, (missed > 0 ? missed : 1) * period);
            }
            if (due <= now) {
                return f.scheduler().now();
            }
            Object v = loop.run(f, Go.sleep(Duration.ofNanos(due - now)), label);
            return v instanceof Signal ? v : f.scheduler().now();
        }

        @Override
        Object resumed(Loop loop, Fiber f, Object value) {
            return f.scheduler().now();
        }
    }

    static final class OfChannel extends Source {
        private final Go<? extends Option<?>> receive;

        OfChannel(Label label, ReceiveChannel<?> channel) {
            super(label);
            this.receive = channel.receiveOption();
        }

        @Override
        Object next(Loop loop, Fiber f) throws Throwable {
            Object v = loop.run(f, receive, label);
            return v instanceof Signal ? v : resumed(loop, f, v);
        }

        @Override
        Object resumed(Loop loop, Fiber f, Object value) {
            Option<?> x = (Option<?>) value;
            return x.isEmpty() ? Mark.END : x.get();
        }
    }
}
