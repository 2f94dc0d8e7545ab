package io.gondola.pipeline;

import io.gondola.dsl.Go;
import io.vavr.CheckedConsumer;
import io.vavr.CheckedFunction1;
import io.vavr.CheckedFunction2;
import io.vavr.CheckedPredicate;
import io.vavr.Tuple2;
import io.vavr.control.Option;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * The operators that take one element after the other, fused with those above: methods of {@link Pipeline}. One element
 * is on its way; none waits but for its program or its pipeline. A function that throws or yields null fails the stage,
 * with the element, unless an {@link Pipeline#attempt} is below.
 */
// Stages take elements as objects; what feeds them has the types of the signatures.
@SuppressWarnings({"unchecked", "rawtypes", "varargs"})
abstract class StageOperators<T> extends SourceOperators {
    abstract Pipeline<T> self();

    final <U> Pipeline<U> then(Stage stage) {
        return new Fused<>(self(), stage);
    }

    /**
     * {@code f} of each element.
     *
     * <pre>{@code
     * Pipeline.of(1, 2, 3).map(x -> 10 * x)    // 10 20 30
     * }</pre>
     */
    public <U> Pipeline<U> map(CheckedFunction1<? super T, ? extends U> f) {
        return then(new MapStage(Label.of("map"), Functions.of(f, "f")));
    }

    /**
     * What the program yields that {@code f} makes of an element; one after the other, in the segment's goroutine.
     *
     * <pre>{@code
     * Pipeline.of(1, 2).mapGo(x -> Go.sleep(ms(5)).as(-x))    // 5:-1 10:-2
     * }</pre>
     */
    public <U> Pipeline<U> mapGo(CheckedFunction1<? super T, ? extends Go<? extends U>> f) {
        return then(new Programs.MapGo(Label.of("mapGo"), Functions.of(f, "f")));
    }

    /**
     * {@code f} of each element for which that is defined.
     *
     * <pre>{@code
     * Pipeline.of("1", "x", "2").mapOption(s -> Try.of(() -> Integer.parseInt(s)).toOption())    // 1 2
     * }</pre>
     */
    public <U> Pipeline<U> mapOption(CheckedFunction1<? super T, Option<U>> f) {
        return then(new Stages.MapOption(Label.of("mapOption"), Functions.of(f, "f")));
    }

    /**
     * Calls {@code f} with each element, which then goes on.
     *
     * <pre>{@code
     * Pipeline.of(1, 2).peek(x -> seen.add(x))    // 1 2
     * }</pre>
     */
    public Pipeline<T> peek(CheckedConsumer<? super T> f) {
        return then(new Programs.Peek(Label.of("peek"), (CheckedConsumer<Object>) Objects.requireNonNull(f, "f")));
    }

    /**
     * Runs the program that {@code f} makes of an element, which goes on after it.
     *
     * <pre>{@code
     * Pipeline.of(1, 2).peekGo(x -> audit.send(x))    // 1 2
     * }</pre>
     */
    public Pipeline<T> peekGo(CheckedFunction1<? super T, ? extends Go<?>> f) {
        return then(new Programs.PeekGo(Label.of("peekGo"), Functions.of(f, "f")));
    }

    /**
     * The elements that {@code p} accepts.
     *
     * <pre>{@code
     * Pipeline.of(1, 2, 3, 4).filter(x -> x % 2 == 0)    // 2 4
     * }</pre>
     */
    public Pipeline<T> filter(CheckedPredicate<? super T> p) {
        return then(new FilterStage(Label.of("filter"), Functions.test(p, "p")));
    }

    /**
     * After each element the state that {@code f} makes of the last one and the element; {@code zero} itself is not
     * emitted.
     *
     * <pre>{@code
     * Pipeline.of(1, 2, 3).scan(0, Integer::sum)    // 1 3 6
     * }</pre>
     */
    public <S> Pipeline<S> scan(S zero, CheckedFunction2<? super S, ? super T, ? extends S> f) {
        return then(new Stages.Scan(Label.of("scan"), zero, Functions.of(f, "f")));
    }

    /**
     * Each element with its number, from 0.
     *
     * <pre>{@code
     * Pipeline.of("a", "b").zipWithIndex()    // (a, 0) (b, 1)
     * }</pre>
     */
    public Pipeline<Tuple2<T, Long>> zipWithIndex() {
        return then(new Stages.ZipWithIndex(Label.of("zipWithIndex")));
    }

    /**
     * The first {@code n} elements. Once they have come, what is above is ended; nothing is asked for an element more.
     *
     * <pre>{@code
     * Pipeline.of(1, 2, 3).take(2)    // 1 2
     * }</pre>
     *
     * @param n 0 or more; with 0 nothing above runs at all
     */
    public Pipeline<T> take(long n) {
        Label label = Label.of("take", "(" + Checks.notNegative(n, "n") + ")");
        return n == 0
                ? Head.nested(label, List.of(self()), s -> new Sources.OfIterable(s.label(), List.of()))
                : then(new Stages.TakeFirst(label, n));
    }

    /**
     * All but the first {@code n} elements; 0 or more.
     *
     * <pre>{@code
     * Pipeline.of(1, 2, 3).drop(2)    // 3
     * }</pre>
     */
    public Pipeline<T> drop(long n) {
        return then(new Stages.Drop(Label.of("drop", "(" + Checks.notNegative(n, "n") + ")"), n));
    }

    /**
     * The elements up to the first that {@code p} does not accept; then what is above is ended.
     *
     * <pre>{@code
     * Pipeline.of(1, 2, 3, 1).takeWhile(x -> x < 3)    // 1 2
     * }</pre>
     */
    public Pipeline<T> takeWhile(CheckedPredicate<? super T> p) {
        return then(new Stages.TakeWhile(Label.of("takeWhile"), Functions.test(p, "p")));
    }

    /**
     * The elements from the first on that {@code p} does not accept.
     *
     * <pre>{@code
     * Pipeline.of(1, 2, 3, 1).dropWhile(x -> x < 3)    // 3 1
     * }</pre>
     */
    public Pipeline<T> dropWhile(CheckedPredicate<? super T> p) {
        return then(new Stages.DropWhile(Label.of("dropWhile"), Functions.test(p, "p")));
    }

    /**
     * Each element once, where it comes first. Keeps all of them in memory.
     *
     * <pre>{@code
     * Pipeline.of(1, 2, 1, 3, 2).distinct()    // 1 2 3
     * }</pre>
     */
    public Pipeline<T> distinct() {
        return then(new Stages.Distinct(Label.of("distinct"), Set.of()));
    }

    /**
     * Of equal neighbours the first.
     *
     * <pre>{@code
     * Pipeline.of(1, 1, 2, 2, 1).changes()    // 1 2 1
     * }</pre>
     */
    public Pipeline<T> changes() {
        return then(new Stages.Changes(Label.of("changes")));
    }

    /**
     * {@code between} before each element but the first.
     *
     * <pre>{@code
     * Pipeline.of("a", "b", "c").intersperse("-")    // a - b - c
     * }</pre>
     */
    public Pipeline<T> intersperse(T between) {
        return then(new Stages.Intersperse(Label.of("intersperse"), Objects.requireNonNull(between, "between")));
    }

    /**
     * The elements of the pipeline that {@code f} makes of an element; one after the other, in the segment's goroutine.
     *
     * <pre>{@code
     * Pipeline.of(1, 2).flatMap(x -> Pipeline.of(x, 10 * x))    // 1 10 2 20
     * }</pre>
     */
    public <U> Pipeline<U> flatMap(CheckedFunction1<? super T, ? extends Pipeline<? extends U>> f) {
        return then(new Stages.FlatMap(Label.of("flatMap"), Functions.of(f, "f")));
    }

    /**
     * The elements of what {@code f} makes of an element, one after the other; the next one is asked for when
     * downstream wants it.
     *
     * <pre>{@code
     * Pipeline.of("ab", "c").flatMapIterable(s -> List.of(s.split("")))    // a b c
     * }</pre>
     */
    public <U> Pipeline<U> flatMapIterable(CheckedFunction1<? super T, ? extends Iterable<? extends U>> f) {
        return then(new Stages.FlatMapIterable(Label.of("flatMapIterable"), Functions.of(f, "f")));
    }

    /**
     * As {@link Pipeline#flatMap}, with {@code n} goroutines, each of which runs one of the pipelines at a time. Their
     * elements come as they are ready; those of one pipeline in their order. On their way are the pipelines of
     * {@code n} elements, and one element more.
     *
     * <pre>{@code
     * Pipeline.of(30, 10).flatMapParallel(2, x -> Pipeline.of(x, -x).delay(ms(x)))    // 10:10 20:-10 30:30 60:-30
     * }</pre>
     */
    public <U> Pipeline<U> flatMapParallel(int n, CheckedFunction1<? super T, ? extends Pipeline<? extends U>> f) {
        Label label = Label.of("flatMapParallel", "(" + Checks.positive(n, "n") + ")");
        Stage work = new Stages.FlatMap(label, Functions.of(f, "f"));
        return Head.boundary(label, List.of(self()), s -> new Parallels(s, self(), n, work));
    }
}
