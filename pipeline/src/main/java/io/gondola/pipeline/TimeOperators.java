package io.gondola.pipeline;

import io.vavr.CheckedFunction1;
import io.vavr.CheckedPredicate;
import io.vavr.collection.Seq;
import java.time.Duration;
import java.util.List;

/** The operators that group elements, and those of time: methods of {@link Pipeline}. */
// Stages take elements as objects; what feeds them has the types of the signatures.
@SuppressWarnings({"unchecked", "rawtypes", "varargs"})
abstract class TimeOperators<T> extends BoundaryOperators<T> {
    /**
     * Groups of {@code n} elements; the last one may be smaller.
     *
     * <pre>{@code
     * Pipeline.of(1, 2, 3).batch(2)    // Array(1, 2) Array(3)
     * }</pre>
     */
    public Pipeline<Seq<T>> batch(int n) {
        return then(new Groups.Batch(Label.of("batch", "(" + Checks.positive(n, "n") + ")"), n));
    }

    /**
     * The last {@code n} elements, after each one from the {@code n}-th on.
     *
     * <pre>{@code
     * Pipeline.of(1, 2, 3).window(2)    // Array(1, 2) Array(2, 3)
     * }</pre>
     */
    public Pipeline<Seq<T>> window(int n) {
        return window(n, 1);
    }

    /**
     * Groups of {@code n} elements, each beginning {@code step} elements after the one before; full ones only.
     *
     * <pre>{@code
     * Pipeline.of(1, 2, 3, 4, 5).window(2, 3)    // Array(1, 2) Array(4, 5)
     * }</pre>
     */
    public Pipeline<Seq<T>> window(int n, int step) {
        String arguments = "(" + Checks.positive(n, "n") + ", " + Checks.positive(step, "step") + ")";
        return then(new Groups.Window(Label.of("window", arguments), n, step));
    }

    /**
     * Groups, each beginning with an element that {@code startsNew} accepts, but perhaps for the first one. None is
     * empty.
     *
     * <pre>{@code
     * Pipeline.of(1, 2, 5, 6).splitWhen(x -> x % 5 == 0)    // Array(1, 2) Array(5, 6)
     * }</pre>
     */
    public Pipeline<Seq<T>> splitWhen(CheckedPredicate<? super T> startsNew) {
        return then(new Groups.SplitWhen(Label.of("splitWhen"), Functions.test(startsNew, "startsNew")));
    }

    /**
     * Lets through {@code n} elements in each time {@code per}; others wait. A token bucket: it holds {@code n} tokens,
     * is full at first, and fills continuously, so {@code n} elements may pass at once.
     *
     * <pre>{@code
     * Pipeline.of(1, 2, 3, 4).throttle(2, ms(100))    // 0:1 0:2 50:3 100:4
     * }</pre>
     */
    public Pipeline<T> throttle(int n, Duration per) {
        Checks.positive(n, "n");
        Checks.notNegative(per, "per");
        return then(new Programs.Throttle(Label.of("throttle", "(" + n + ", " + per + ")"), n, per));
    }

    /**
     * Holds each element for {@code d}, one after the other.
     *
     * <pre>{@code
     * Pipeline.of(1, 2).delay(ms(10))    // 10:1 20:2
     * }</pre>
     */
    public Pipeline<T> delay(Duration d) {
        Checks.notNegative(d, "d");
        return then(new Programs.Delay(Label.of("delay", "(" + d + ")"), d));
    }

    /**
     * Groups of {@code n} elements, or of as many as have come within {@code within} after the first one of the group.
     * While downstream is busy one group is gathered, and no more.
     *
     * <pre>{@code
     * after(0, 10, 10, 60).batch(3, ms(50))    // 20:Array(0, 1, 2) 80:Array(3)
     * }</pre>
     */
    public Pipeline<Seq<T>> batch(int n, Duration within) {
        Checks.positive(n, "n");
        Checks.notNegative(within, "within");
        Label label = Label.of("batch", "(" + n + ", " + within + ")");
        return Head.boundary(label, List.of(self()), s -> new Timed.Batch(s, self(), n, null, within));
    }

    /**
     * As {@link Pipeline#batch(int, Duration)}, up to a weight: a group is no heavier, unless it is of a single
     * element.
     *
     * <pre>{@code
     * Pipeline.of(3, 3, 9, 1).batchWeighted(6, x -> (long) x, ms(50))    // Array(3, 3) Array(9) Array(1)
     * }</pre>
     *
     * @param weigh the weight of an element, 0 or more
     */
    public Pipeline<Seq<T>> batchWeighted(long weight, CheckedFunction1<? super T, Long> weigh, Duration within) {
        Checks.positive(weight, "weight");
        CheckedFunction1<Object, Long> of = Functions.of(weigh, "weigh");
        Checks.notNegative(within, "within");
        Label label = Label.of("batchWeighted", "(" + weight + ", " + within + ")");
        return Head.boundary(label, List.of(self()), s -> new Timed.Batch(s, self(), weight, of, within));
    }

    /**
     * The elements after which none comes for {@code quiet}, and the last one. One element is held.
     *
     * <pre>{@code
     * after(0, 10, 100, 10).debounce(ms(50))    // 60:1 120:3
     * }</pre>
     */
    public Pipeline<T> debounce(Duration quiet) {
        Checks.notNegative(quiet, "quiet");
        return Head.boundary(
                Label.of("debounce", "(" + quiet + ")"), List.of(self()), s -> new Timed.Debounce(s, self(), quiet));
    }

    /**
     * At the end of each {@code period} the latest element that came in it, if any; at the end what is left. One
     * element is held.
     *
     * <pre>{@code
     * after(10, 10, 100, 10).sample(ms(50))    // 50:1 130:3
     * }</pre>
     */
    public Pipeline<T> sample(Duration period) {
        Checks.positive(period, "period");
        return Head.boundary(
                Label.of("sample", "(" + period + ")"), List.of(self()), s -> new Timed.Sample(s, self(), period));
    }

    /**
     * Fails with a {@link java.util.concurrent.TimeoutException} if what is above takes longer than {@code perElement}
     * for an element, the first one included. The time that downstream takes does not count.
     *
     * <pre>{@code
     * after(10, 60).timeout(ms(50)).recover(e -> Pipeline.of(-1))    // 10:0 60:-1
     * }</pre>
     */
    public Pipeline<T> timeout(Duration perElement) {
        Checks.notNegative(perElement, "perElement");
        return Head.nested(
                Label.of("timeout", "(" + perElement + ")"),
                List.of(self()),
                s -> new Limits.Timeout(s.label(), self(), perElement));
    }
}
