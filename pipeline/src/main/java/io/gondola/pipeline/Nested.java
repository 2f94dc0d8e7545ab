package io.gondola.pipeline;

import io.gondola.dsl.Go;
import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.Signal;
import io.vavr.CheckedFunction1;
import io.vavr.CheckedFunction2;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The operators that work on the whole of a pipeline, in the segment's goroutine: sources whose elements are those of
 * others.
 */
final class Nested {
    private Nested() {}

    static final class Concat extends Source {
        private final List<Pipeline<?>> parts;
        private int next;

        Concat(Label label, List<Pipeline<?>> parts) {
            super(label);
            this.parts = parts;
        }

        @Override
        Object next(Loop loop, Fiber f) {
            return next < parts.size() ? loop.pulled().nested(parts.get(next++), null, null) : Mark.END;
        }
    }

    /** A pipeline, once; what else is done is the subclass's business. */
    abstract static class Once extends Source {
        private final Pipeline<?> part;
        private boolean begun;

        Once(Label label, Pipeline<?> part) {
            super(label);
            this.part = part;
        }

        @Override
        Object next(Loop loop, Fiber f) throws Throwable {
            if (begun) {
                return Mark.END;
            }
            begun = true;
            return loop.pulled().nested(part, null, null);
        }
    }

    static final class OnEnd extends Once {
        private final Go<?> cleanup;

        OnEnd(Label label, Pipeline<?> part, Go<?> cleanup) {
            super(label, part);
            this.cleanup = cleanup;
        }

        @Override
        Go<?> close(Loop loop, Fiber f) {
            return cleanup;
        }
    }

    /** A pipeline under the name of an operator of a user's own. */
    static final class Operator extends Once {
        Operator(Label label, Pipeline<?> part) {
            super(label, part);
        }
    }

    static final class OrElse extends Source {
        private final Pipeline<?> first;
        private final Pipeline<?> other;
        private boolean any;
        private int begun;

        OrElse(Label label, Pipeline<?> first, Pipeline<?> other) {
            super(label);
            this.first = first;
            this.other = other;
        }

        @Override
        Object next(Loop loop, Fiber f) {
            if (begun == 2 || any) {
                return Mark.END;
            }
            Stage mark = new Programs.Peek(label, x -> any = true);
            return loop.pulled().nested(begun++ == 0 ? first : other, mark, null);
        }
    }

    static final class Recover extends Source {
        private final Pipeline<?> part;
        private final CheckedFunction1<Throwable, Pipeline<?>> f;
        private boolean begun;

        Recover(Label label, Pipeline<?> part, CheckedFunction1<Throwable, Pipeline<?>> f) {
            super(label);
            this.part = part;
            this.f = f;
        }

        @Override
        Object next(Loop loop, Fiber fiber) {
            if (begun) {
                return Mark.END;
            }
            begun = true;
            return loop.pulled().nested(part, null, this);
        }

        @Override
        @Nullable
        Object failed(Loop loop, Fiber fiber, PipelineException failure) throws Throwable {
            Pipeline<?> other = f.apply(failure.getCause());
            if (other == null) {
                throw new NullPointerException("the function returned null in place of a pipeline");
            }
            return loop.pulled().nested(other, null, null);
        }
    }

    static final class Retrying extends Source {
        private final Pipeline<?> part;
        private final Retry policy;
        private boolean begun;
        private int failures;

        Retrying(Label label, Pipeline<?> part, Retry policy) {
            super(label);
            this.part = part;
            this.policy = policy;
        }

        @Override
        Object next(Loop loop, Fiber f) {
            if (begun) {
                return Mark.END;
            }
            begun = true;
            return again(loop);
        }

        private Object again(Loop loop) {
            Stage reset = policy.resetsOnSuccess() ? new Programs.Peek(label, x -> failures = 0) : null;
            return loop.pulled().nested(part, reset, this);
        }

        @Override
        @Nullable
        Object failed(Loop loop, Fiber f, PipelineException failure) throws Throwable {
            if (failures >= policy.times() || !policy.accepts(failure.thrown())) {
                return null;
            }
            Go<?> pause = policy.pause(failures++, f.scheduler()::random);
            if (pause == null) {
                return again(loop);
            }
            Object v = loop.run(f, pause, label);
            return v instanceof Signal ? v : again(loop);
        }

        @Override
        Object resumed(Loop loop, Fiber f, Object value) {
            return again(loop);
        }
    }

    static final class Using extends Source {
        private final Go<?> acquire;
        private final CheckedFunction1<Object, Pipeline<?>> use;
        private final CheckedFunction2<Object, Aftermath, Go<?>> release;
        private @Nullable Object resource;
        private boolean acquired;
        private boolean begun;

        Using(
                Label label,
                Go<?> acquire,
                CheckedFunction1<Object, Pipeline<?>> use,
                CheckedFunction2<Object, Aftermath, Go<?>> release) {
            super(label);
            this.acquire = acquire;
            this.use = use;
            this.release = release;
        }

        @Override
        Object next(Loop loop, Fiber f) throws Throwable {
            if (begun) {
                return Mark.END;
            }
            begun = true;
            Object v = loop.run(f, acquire, label);
            return v instanceof Signal ? v : resumed(loop, f, v);
        }

        @Override
        Object resumed(Loop loop, Fiber f, Object value) throws Throwable {
            resource = value;
            acquired = true;
            Pipeline<?> part = use.apply(value);
            if (part == null) {
                throw new NullPointerException("use returned null in place of a pipeline");
            }
            return loop.pulled().nested(part, null, null);
        }

        @Override
        @Nullable
        Go<?> close(Loop loop, Fiber f) throws Throwable {
            if (!acquired) {
                return null;
            }
            Go<?> program = release.apply(resource, new Closed(loop.isClosingAtEnd(), loop.member()));
            if (program == null) {
                throw new NullPointerException(
                        "release returned null in place of a program; return Go.unit() where there is nothing to do");
            }
            return program;
        }
    }

    private record Closed(boolean atEnd, Member member) implements Aftermath {
        @Override
        public Ending ending() {
            return atEnd && !member.isGivenUp() ? Ending.COMPLETED : Ending.ABANDONED;
        }

        @Override
        public boolean isHandedOn() {
            return !member.isLast();
        }
    }
}
