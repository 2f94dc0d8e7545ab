package io.gondola.pipeline;

import io.gondola.dsl.Go;
import io.gondola.dsl.SendChannel;
import io.gondola.dsl.Unit;
import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.Signal;
import io.vavr.CheckedFunction1;
import io.vavr.CheckedFunction2;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collector;
import org.jspecify.annotations.Nullable;

/** What takes the elements at the end of a pipeline. */
final class Sinks {
    private Sinks() {}

    static final class ForEach extends Terminal.Sink<Unit> {
        private final CheckedFunction1<Object, Go<?>> f;

        ForEach(Label label, CheckedFunction1<Object, Go<?>> f) {
            super(label);
            this.f = f;
        }

        @Override
        Object apply(Loop loop, Fiber fiber, Object x) throws Throwable {
            Object v = loop.run(fiber, f.apply(x), label);
            return v instanceof Signal ? v : Mark.SKIP;
        }

        @Override
        Object resumed(Loop loop, Fiber fiber, Object value) {
            return Mark.SKIP;
        }
    }

    static final class Drain extends Terminal.Sink<Unit> {
        Drain(Label label) {
            super(label);
        }

        @Override
        Object apply(Loop loop, Fiber f, Object x) {
            return Mark.SKIP;
        }
    }

    static final class Fold extends Terminal.Sink<Object> {
        final CheckedFunction2<Object, Object, Object> f;
        Object state;

        Fold(Label label, Object zero, CheckedFunction2<Object, Object, Object> f) {
            super(label);
            this.state = zero;
            this.f = f;
        }

        @Override
        Stage fresh() {
            return new Fold(label, state, f);
        }

        @Override
        Object function() {
            return f;
        }

        @Override
        Object apply(Loop loop, Fiber fiber, Object x) throws Throwable {
            state = Checks.yielded(f.apply(state, x));
            return Mark.SKIP;
        }

        @Override
        Object result() {
            return state;
        }
    }

    static final class Collect extends Terminal.Sink<Object> {
        private final Collector<Object, Object, Object> collector;
        private final BiConsumer<Object, Object> accumulate;
        private final Function<Object, Object> finisher;
        private @Nullable Object container;
        private boolean finished;

        Collect(Label label, Collector<Object, Object, Object> collector) {
            super(label);
            this.collector = collector;
            this.accumulate = collector.accumulator();
            this.finisher = collector.finisher();
        }

        @Override
        Stage fresh() {
            return new Collect(label, collector);
        }

        private Object container() {
            if (container == null) {
                container = collector.supplier().get();
            }
            return container;
        }

        @Override
        Object apply(Loop loop, Fiber f, Object x) {
            accumulate.accept(container(), x);
            return Mark.SKIP;
        }

        @Override
        Object atEnd(Loop loop, Fiber f) {
            if (!finished) {
                finished = true;
                boolean identity = collector.characteristics().contains(Collector.Characteristics.IDENTITY_FINISH);
                container = identity ? container() : finisher.apply(container());
            }
            return Mark.END;
        }

        @Override
        @Nullable
        Object result() {
            return container;
        }
    }

    static final class ToList extends Terminal.Sink<Seq<Object>> {
        private final List<Object> elements = new ArrayList<>();

        ToList(Label label) {
            super(label);
        }

        @Override
        Stage fresh() {
            return new ToList(label);
        }

        @Override
        Object apply(Loop loop, Fiber f, Object x) {
            elements.add(x);
            return Mark.SKIP;
        }

        @Override
        Seq<Object> result() {
            return Vector.ofAll(elements);
        }
    }

    static final class Count extends Terminal.Sink<Long> {
        private long n;

        Count(Label label) {
            super(label);
        }

        @Override
        Stage fresh() {
            return new Count(label);
        }

        @Override
        Object apply(Loop loop, Fiber f, Object x) {
            n++;
            return Mark.SKIP;
        }

        @Override
        Long result() {
            return n;
        }
    }

    /** {@code first}, {@code last}. */
    static final class One extends Terminal.Sink<Option<Object>> {
        private final boolean first;
        private @Nullable Object x;

        One(Label label, boolean first) {
            super(label);
            this.first = first;
        }

        @Override
        Stage fresh() {
            return new One(label, first);
        }

        @Override
        Object apply(Loop loop, Fiber f, Object next) {
            x = next;
            if (first) {
                loop.finish();
            }
            return Mark.SKIP;
        }

        @Override
        Option<Object> result() {
            return Option.of(x);
        }
    }

    static final class SendTo extends Terminal.Sink<Unit> {
        private final SendChannel<Object> channel;

        SendTo(Label label, SendChannel<Object> channel) {
            super(label);
            this.channel = channel;
        }

        @Override
        Object apply(Loop loop, Fiber f, Object x) throws Throwable {
            Object v = loop.run(f, channel.send(x), label);
            return v instanceof Signal ? v : Mark.SKIP;
        }

        @Override
        Object resumed(Loop loop, Fiber f, Object value) {
            return Mark.SKIP;
        }
    }
}
