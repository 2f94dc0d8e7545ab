package io.gondola.dsl;

import io.gondola.dsl.engine.Adapter;
import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.Outline;
import io.vavr.CheckedFunction1;
import io.vavr.CheckedFunction2;
import io.vavr.CheckedFunction3;
import io.vavr.CheckedFunction4;
import io.vavr.CheckedFunction5;
import io.vavr.CheckedFunction6;
import io.vavr.CheckedFunction7;
import io.vavr.CheckedFunction8;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Programs one after another whose values are combined. */
final class Zip<R> extends Go<R> {
    private final String name;
    private final Go<?>[] parts;
    private final Object function;
    private final CheckedFunction1<Object[], ? extends R> combine;

    private Zip(String name, Go<?>[] parts, Object function, CheckedFunction1<Object[], ? extends R> combine) {
        this.name = name;
        this.parts = parts;
        this.function = function;
        this.combine = combine;
    }

    /** What the user gave, still without the parts: {@code combine} calls the user's {@code function}. */
    record Combination<R>(Object function, CheckedFunction1<Object[], ? extends R> combine) {
        Combination {
            Objects.requireNonNull(function, "f");
        }

        Go<R> of(Go<?>... parts) {
            return zip("zip", parts);
        }

        private Go<R> zip(String name, Go<?>... parts) {
            for (int i = 0; i < parts.length; i++) {
                Checks.built(parts[i], "a" + (i + 1));
            }
            return new Zip<>(name, parts, function, combine);
        }
    }

    /** Combines the values of {@code parts} to a program, and runs that, too. */
    static <R> Go<R> flat(Combination<Go<? extends R>> combination, Go<?>... parts) {
        return combination.zip("zipFlat", parts).flatMap(new Flat<>(combination.function()));
    }

    /** The second half of zipFlat: in reports it is the user's function, which has made the program. */
    private static final class Flat<R> implements CheckedFunction1<Go<? extends R>, Go<? extends R>>, Adapter {
        private static final long serialVersionUID = 1;

        private final transient Object function;

        Flat(Object function) {
            this.function = function;
        }

        @Override
        @SuppressWarnings("unchecked") // the same program
        public Go<? extends R> apply(Go<? extends R> made) {
            return (Go<? extends R>) Checks.program(made, "zipFlat");
        }

        @Override
        public Object original() {
            return function;
        }

        @Override
        public void outline(Outline out, String name) {} // the line of the first half says it
    }

    static <T1, T2, R> Combination<R> by(CheckedFunction2<? super T1, ? super T2, ? extends R> f) {
        return new Combination<>(f, xs -> f.apply(at(xs, 0), at(xs, 1)));
    }

    static <T1, T2, T3, R> Combination<R> by(CheckedFunction3<? super T1, ? super T2, ? super T3, ? extends R> f) {
        return new Combination<>(f, xs -> f.apply(at(xs, 0), at(xs, 1), at(xs, 2)));
    }

    static <T1, T2, T3, T4, R> Combination<R> by(
            CheckedFunction4<? super T1, ? super T2, ? super T3, ? super T4, ? extends R> f) {
        return new Combination<>(f, xs -> f.apply(at(xs, 0), at(xs, 1), at(xs, 2), at(xs, 3)));
    }

    static <T1, T2, T3, T4, T5, R> Combination<R> by(
            CheckedFunction5<? super T1, ? super T2, ? super T3, ? super T4, ? super T5, ? extends R> f) {
        return new Combination<>(f, xs -> f.apply(at(xs, 0), at(xs, 1), at(xs, 2), at(xs, 3), at(xs, 4)));
    }

    static <T1, T2, T3, T4, T5, T6, R> Combination<R> by(
            CheckedFunction6<? super T1, ? super T2, ? super T3, ? super T4, ? super T5, ? super T6, ? extends R> f) {
        return new Combination<>(f, xs -> f.apply(at(xs, 0), at(xs, 1), at(xs, 2), at(xs, 3), at(xs, 4), at(xs, 5)));
    }

    static <T1, T2, T3, T4, T5, T6, T7, R> Combination<R> by(
            CheckedFunction7<
                            ? super T1,
                            ? super T2,
                            ? super T3,
                            ? super T4,
                            ? super T5,
                            ? super T6,
                            ? super T7,
                            ? extends R>
                    f) {
        return new Combination<>(
                f, xs -> f.apply(at(xs, 0), at(xs, 1), at(xs, 2), at(xs, 3), at(xs, 4), at(xs, 5), at(xs, 6)));
    }

    static <T1, T2, T3, T4, T5, T6, T7, T8, R> Combination<R> by(
            CheckedFunction8<
                            ? super T1,
                            ? super T2,
                            ? super T3,
                            ? super T4,
                            ? super T5,
                            ? super T6,
                            ? super T7,
                            ? super T8,
                            ? extends R>
                    f) {
        return new Combination<>(
                f,
                xs -> f.apply(at(xs, 0), at(xs, 1), at(xs, 2), at(xs, 3), at(xs, 4), at(xs, 5), at(xs, 6), at(xs, 7)));
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // the i-th part yields a T
    private static <T> T at(Object[] values, int i) {
        return (T) values[i];
    }

    @Override
    public Object exec(Fiber f) throws Throwable {
        return begin().start(f);
    }

    /** The frame of one execution. */
    Iteration begin() {
        return new Iteration(function, combine, Arrays.copyOf(parts, parts.length, Object[].class));
    }

    @Override
    public Object site() {
        return function;
    }

    @Override
    public void outline(Outline out) {
        out.line(name, function);
        for (Go<?> part : parts) {
            out.inner(part);
        }
    }

    static final class Iteration extends LoopFrame {
        final Object function;
        private final CheckedFunction1<Object[], ?> combine;

        /** The parts that are still to come; before them the values of the others. */
        final Object[] cells;

        private int yielded;

        Iteration(Object function, CheckedFunction1<Object[], ?> combine, Object[] cells) {
            this.function = function;
            this.combine = combine;
            this.cells = cells;
        }

        @Nullable
        @Override
        Go<?> next() {
            if (yielded == cells.length) {
                return null;
            }
            Go<?> part = (Go<?>) cells[yielded];
            cells[yielded] = null;
            return part;
        }

        @Override
        void yielded(@Nullable Object value) {
            cells[yielded++] = value;
        }

        @Override
        Object result() throws Throwable {
            return combine.apply(cells);
        }

        @Override
        public Object site() {
            return function;
        }
    }
}
