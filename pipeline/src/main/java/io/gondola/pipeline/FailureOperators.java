package io.gondola.pipeline;

import io.gondola.context.Context;
import io.gondola.dsl.Go;
import io.vavr.CheckedFunction1;
import io.vavr.control.Try;
import java.util.List;
import java.util.Objects;

/** The operators that handle failures, clean up, name and measure: methods of {@link Pipeline}. */
// Stages take elements as objects; what feeds them has the types of the signatures.
@SuppressWarnings({"unchecked", "rawtypes", "varargs"})
abstract class FailureOperators<T> extends TimeOperators<T> {
    /**
     * Makes a value of the failure of one element in the stages above, back to the boundary before, whose function
     * counts, or to the
     * {@code attempt} before; the others go on. The value holds the {@linkplain PipelineException#getCause() cause}. A
     * failure of a source is not that of an element, but for those of {@link Pipeline#repeat}, {@link Pipeline#files}
     * and {@link Pipeline#lines}.
     *
     * <pre>{@code
     * Pipeline.lines(csv).map(line -> parse(line)).attempt()     // Pipeline<Try<Row>>
     * }</pre>
     *
     * <pre>{@code
     * Pipeline.of("1", "x", "3").map(Integer::parseInt).attempt().map(Try::isSuccess)    // true false true
     * }</pre>
     */
    public Pipeline<Try<T>> attempt() {
        return then(new Stages.AttemptStage(Label.of("attempt")));
    }

    /**
     * After a failure above, the elements of the pipeline that {@code f} makes of its cause. What came before the
     * failure comes first. A function that throws fails the pipeline; so it may hand on a failure that it does not
     * know.
     *
     * <pre>{@code
     * Pipeline.of("1", "x", "3").map(Integer::parseInt).recover(e -> Pipeline.of(-1))    // 1 -1
     * }</pre>
     */
    public Pipeline<T> recover(CheckedFunction1<? super Throwable, ? extends Pipeline<? extends T>> f) {
        CheckedFunction1<Throwable, Pipeline<?>> handler = Functions.of(f, "f");
        return Head.nested(Label.of("recover"), List.of(self()), s -> new Nested.Recover(s.label(), self(), handler));
    }

    /**
     * After a failure above, runs what is above again, as {@code policy} says. What was emitted before is emitted
     * again.
     *
     * <pre>{@code
     * Pipeline.repeat(flaky).take(1).retry(Retry.times(3).backoff(ms(10), ms(20)))    // 30:reached
     * }</pre>
     */
    public Pipeline<T> retry(Retry policy) {
        Objects.requireNonNull(policy, "policy");
        return Head.nested(
                Label.of("retry", "(" + policy + ")"),
                List.of(self()),
                s -> new Nested.Retrying(s.label(), self(), policy));
    }

    /**
     * Runs {@code cleanup} once when what is above has ended, failed or was cancelled; cleanups nearer to the source
     * run first. If it fails the pipeline fails, unless that has failed already: then the failure is suppressed.
     *
     * <pre>{@code
     * Pipeline.of(1, 2).onEnd(Go.run(() -> seen.add(0)))    // 1 2
     * }</pre>
     */
    public Pipeline<T> onEnd(Go<?> cleanup) {
        Objects.requireNonNull(cleanup, "cleanup");
        return Head.nested(Label.of("onEnd"), List.of(self()), s -> new Nested.OnEnd(s.label(), self(), cleanup));
    }

    /**
     * Counts under {@code name} the elements that come from above, how many a second, and how long the pipeline waits
     * there for the next element and until one is wanted: see {@link io.gondola.dsl.Stats#meters}. Of several with one
     * name the sum.
     *
     * <pre>{@code
     * Pipeline.of(1, 2).meter("orders")    // 1 2
     * }</pre>
     *
     * @throws NullPointerException if {@code name} is null
     */
    public Pipeline<T> meter(String name) {
        Objects.requireNonNull(name, "label");
        Label label = Label.of("meter", "(" + name + ")");
        return Head.nested(label, List.of(self()), s -> new Limits.Metered(s.label(), self(), name));
    }

    /**
     * Names the operator above, for failures, reports and {@link Pipeline#explain}.
     *
     * <pre>{@code
     * Pipeline.of(1, 2).map(x -> 2 * x).named("double")    // 2 4
     * }</pre>
     */
    public Pipeline<T> named(String label) {
        return self().relabelled(Objects.requireNonNull(label, "label"));
    }

    /**
     * Ends what is above when {@code ctx} ends, and fails with its error as the cause.
     *
     * <pre>{@code
     * after(10, 20, 30).within(ctx).recover(e -> Pipeline.of(-1))    // 10:0 30:1 50:-1
     * }</pre>
     */
    public Pipeline<T> within(Context ctx) {
        Objects.requireNonNull(ctx, "ctx");
        return Head.nested(Label.of("within"), List.of(self()), s -> new Limits.Within(s.label(), self(), ctx));
    }
}
