package io.gondola.pipeline;

import io.gondola.dsl.engine.Fiber;
import io.vavr.CheckedFunction1;
import io.vavr.CheckedFunction2;
import io.vavr.CheckedPredicate;
import io.vavr.Tuple;
import io.vavr.control.Option;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The synchronous operators that take one element at a time. Those that keep something make a fresh stage for each run.
 */
final class Stages {
    private Stages() {}

    /** A stage that keeps something: each run has a copy of the prototype, on which nothing has run. */
    abstract static class Keeping extends Stage {
        Keeping(Label label) {
            super(label);
        }

        @Override
        Stage fresh() {
            return copy();
        }
    }

    static final class MapOption extends Stage {
        private final CheckedFunction1<Object, Option<Object>> f;

        MapOption(Label label, CheckedFunction1<Object, Option<Object>> f) {
            super(label);
            this.f = f;
        }

        @Override
        @Nullable
        Object apply(Loop loop, Fiber fiber, Object x) throws Throwable {
            Option<Object> y = f.apply(x);
            return y == null ? null : y.isEmpty() ? Mark.SKIP : y.get();
        }
    }

    static final class Scan extends Keeping {
        private final CheckedFunction2<Object, Object, Object> f;
        private Object state;

        Scan(Label label, Object zero, CheckedFunction2<Object, Object, Object> f) {
            super(label);
            this.state = zero;
            this.f = f;
        }

        @Override
        Object apply(Loop loop, Fiber fiber, Object x) throws Throwable {
            Object next = f.apply(state, x);
            if (next != null) {
                state = next;
            }
            return next;
        }
    }

    static final class ZipWithIndex extends Keeping {
        private long next;

        ZipWithIndex(Label label) {
            super(label);
        }

        @Override
        Object apply(Loop loop, Fiber fiber, Object x) {
            return Tuple.of(x, next++);
        }
    }

    static final class TakeFirst extends Keeping {
        private long left;

        TakeFirst(Label label, long n) {
            super(label);
            this.left = n;
        }

        @Override
        Object apply(Loop loop, Fiber fiber, Object x) {
            if (--left <= 0) {
                loop.finish();
            }
            return x;
        }
    }

    static final class Drop extends Keeping {
        private long left;

        Drop(Label label, long n) {
            super(label);
            this.left = n;
        }

        @Override
        Object apply(Loop loop, Fiber fiber, Object x) {
            if (left <= 0) {
                return x;
            }
            left--;
            return Mark.SKIP;
        }
    }

    static final class TakeWhile extends Stage {
        private final CheckedPredicate<Object> p;

        TakeWhile(Label label, CheckedPredicate<Object> p) {
            super(label);
            this.p = p;
        }

        @Override
        Object apply(Loop loop, Fiber fiber, Object x) throws Throwable {
            if (p.test(x)) {
                return x;
            }
            loop.finish();
            return Mark.SKIP;
        }
    }

    static final class DropWhile extends Keeping {
        private final CheckedPredicate<Object> p;
        private boolean passes;

        DropWhile(Label label, CheckedPredicate<Object> p) {
            super(label);
            this.p = p;
        }

        @Override
        Object apply(Loop loop, Fiber fiber, Object x) throws Throwable {
            passes = passes || !p.test(x);
            return passes ? x : Mark.SKIP;
        }
    }

    static final class Distinct extends Stage {
        private final Set<Object> seen;

        Distinct(Label label, Set<Object> seen) {
            super(label);
            this.seen = seen;
        }

        @Override
        Stage fresh() {
            return new Distinct(label, new HashSet<>());
        }

        @Override
        Object apply(Loop loop, Fiber fiber, Object x) {
            return seen.add(x) ? x : Mark.SKIP;
        }
    }

    static final class Changes extends Keeping {
        private @Nullable Object last;

        Changes(Label label) {
            super(label);
        }

        @Override
        Object apply(Loop loop, Fiber fiber, Object x) {
            boolean changes = !x.equals(last);
            last = x;
            return changes ? x : Mark.SKIP;
        }
    }

    static final class Intersperse extends Keeping {
        private final Object between;
        private boolean begun;

        Intersperse(Label label, Object between) {
            super(label);
            this.between = between;
        }

        @Override
        Object apply(Loop loop, Fiber fiber, Object x) {
            if (begun) {
                return new Inner(Sources.ofTwo(between, x));
            }
            begun = true;
            return x;
        }
    }

    static final class FlatMap extends Stage {
        private final CheckedFunction1<Object, Pipeline<?>> f;

        FlatMap(Label label, CheckedFunction1<Object, Pipeline<?>> f) {
            super(label);
            this.f = f;
        }

        @Override
        Object apply(Loop loop, Fiber fiber, Object x) throws Throwable {
            return new Inner(f.apply(x));
        }
    }

    static final class FlatMapIterable extends Stage {
        private final CheckedFunction1<Object, Iterable<?>> f;

        FlatMapIterable(Label label, CheckedFunction1<Object, Iterable<?>> f) {
            super(label);
            this.f = f;
        }

        @Override
        Object apply(Loop loop, Fiber fiber, Object x) throws Throwable {
            Iterable<?> ys = Objects.requireNonNull(f.apply(x), "the function returned null in place of an iterable");
            Iterator<?> i = Sources.iterator(ys);
            return new Inner(Head.source(label, s -> new Sources.OfIterator(s.label(), i)));
        }
    }

    static final class AttemptStage extends Stage {
        AttemptStage(Label label) {
            super(label);
        }

        @Override
        boolean isAttempt() {
            return true;
        }

        @Override
        Object elementOf(PipelineException failure, Loop loop) {
            return Failures.failure(failure.thrown());
        }

        @Override
        Object apply(Loop loop, Fiber fiber, Object x) {
            return io.vavr.control.Try.success(x);
        }
    }

    /** Hands failures of a worker's function to the other side of its boundary. */
    static final class Catch extends Stage {
        private final Head.Setting setting;

        Catch(Head.Setting setting) {
            super(setting.label());
            this.setting = setting;
        }

        @Override
        boolean isAttempt() {
            return true;
        }

        @Override
        Object elementOf(PipelineException failure, Loop loop) {
            if (!setting.handled() && !setting.covered()) {
                loop.member().run.fail(failure);
            }
            return new Caught(failure);
        }

        @Override
        Object apply(Loop loop, Fiber fiber, Object x) {
            return x;
        }
    }
}
