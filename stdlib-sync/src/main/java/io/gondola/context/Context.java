package io.gondola.context;

import io.gondola.dsl.Go;
import io.gondola.dsl.Panic;
import io.gondola.dsl.ReceiveChannel;
import io.gondola.dsl.Unit;
import io.gondola.dsl.annotation.CheckReturnValue;
import io.gondola.dsl.engine.Nanos;
import io.gondola.dsl.engine.OpKind;
import io.gondola.sync.step.Step;
import io.vavr.control.Option;
import io.vavr.control.Try;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Tells goroutines that work together when to stop, and carries values to them.
 *
 * <p>Contexts form a tree. When one ends, by its {@link CancelContext#cancel} or its deadline, all below it have ended
 * too; the ones above go on. A goroutine that does something on behalf of a context selects on {@link #done}, too.
 *
 * <pre>{@code
 * Context.background().withTimeout(Duration.ofSeconds(1)).flatMap(ctx -> select(
 *                 onReceive(results, r -> println(r)),
 *                 onReceive(ctx.done(), ctx.err().flatMap(err -> println(err.get()))))
 *         .defer(ctx.cancel()))
 * }</pre>
 *
 * <p>A context that can end should be cancelled by the code that made it when the work is done: a context stays with
 * its parent, and a deadline's timer runs, until then.
 *
 * <p>Differences from Go: it is not for users to implement. There is no nil context, hence no
 * {@code cannot create context from nil parent}. Keys are compared by {@code equals}, so there is no
 * {@code key is not comparable}. An error is an exception that is not thrown; compare it with {@link #CANCELED} and
 * {@link #DEADLINE_EXCEEDED} by identity.
 *
 * @go context/context.go, {@code Context}
 */
@CheckReturnValue
public sealed interface Context permits CancelContext, Root, Valued, Detached {
    /** The error of a context that was cancelled: {@code context canceled}. */
    Throwable CANCELED = EndReason.constant(new CancellationException("context canceled"));

    /** The error of a context whose deadline has passed: {@code context deadline exceeded}. */
    Throwable DEADLINE_EXCEEDED = EndReason.constant(new TimeoutException("context deadline exceeded"));

    /** The root of a tree of contexts: it never ends, and has no values. */
    static Context background() {
        return Root.BACKGROUND;
    }

    /** As {@link #background}, where it is not clear yet which context to use. */
    static Context todo() {
        return Root.TODO;
    }

    /**
     * Makes a context below this one that can be cancelled. If this one has ended, so has the new one.
     *
     * @go context/context.go, {@code WithCancelCause}
     */
    default Go<CancelContext> withCancel() {
        return new Step<>(OpKind.CONTEXT, Lookup.family(this), 1, f -> Cancellable.below(this, f));
    }

    /**
     * Makes a context below this one that ends after {@code d} with {@link #DEADLINE_EXCEEDED}, if nothing ends it
     * before. At once if {@code d} is not positive.
     *
     * <p>While the timer runs, no deadlock is reported.
     *
     * @throws NullPointerException if {@code d} is null, when the program is built
     * @go context/context.go, {@code WithTimeout}
     */
    default Go<CancelContext> withTimeout(Duration d) {
        return withTimeout(d, DEADLINE_EXCEEDED);
    }

    /**
     * As {@link #withTimeout(Duration)}; {@code cause} is what {@link #cause} yields if it is the timeout that ends the
     * context.
     *
     * @throws NullPointerException if an argument is null, when the program is built
     * @go context/context.go, {@code WithTimeoutCause}
     */
    default Go<CancelContext> withTimeout(Duration d, Throwable cause) {
        long nanos = Nanos.of(Objects.requireNonNull(d, "d"));
        Objects.requireNonNull(cause, "cause");
        return new Step<>(
                OpKind.CONTEXT,
                Lookup.family(this),
                1,
                f -> Cancellable.withDeadline(
                        this, f, nanos, Deadlines.after(f.scheduler().now(), d), cause));
    }

    /**
     * As {@link #withTimeout(Duration)}, with a time of the runtime's clock.
     *
     * @throws NullPointerException if {@code at} is null, when the program is built
     * @go context/context.go, {@code WithDeadline}
     */
    default Go<CancelContext> withDeadline(Instant at) {
        return withDeadline(at, DEADLINE_EXCEEDED);
    }

    /**
     * As {@link #withTimeout(Duration, Throwable)}, with a time of the runtime's clock.
     *
     * @throws NullPointerException if an argument is null, when the program is built
     * @go context/context.go, {@code WithDeadlineCause}
     */
    default Go<CancelContext> withDeadline(Instant at, Throwable cause) {
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(cause, "cause");
        return new Step<>(OpKind.CONTEXT, Lookup.family(this), 1, f -> {
            long nanos = Nanos.of(Duration.between(f.scheduler().now(), at));
            return Cancellable.withDeadline(this, f, nanos, at, cause);
        });
    }

    /**
     * Makes a context below this one in which {@code key} has a value. It ends when this one does.
     *
     * @param key anything with a proper {@code equals}; to avoid clashes, an object or enum constant of one's own
     * @param value anything, null too
     * @throws Panic {@code nil key} if {@code key} is null
     * @go context/context.go, {@code WithValue}
     */
    default Context withValue(Object key, @Nullable Object value) {
        if (key == null) {
            throw new Panic("nil key");
        }
        return new Valued(this, key, value);
    }

    /**
     * Makes a context with the values of this one that never ends.
     *
     * @go context/context.go, {@code WithoutCancel}
     */
    default Context withoutCancel() {
        return new Detached(this);
    }

    /**
     * A channel that is closed when this context ends; the nil channel if it never does. The same one at each call.
     */
    default ReceiveChannel<Unit> done() {
        return Lookup.done(this);
    }

    /** Yields none while this context goes on, then {@link #CANCELED} or {@link #DEADLINE_EXCEEDED}. */
    default Go<Option<Throwable>> err() {
        return new Step<>(
                OpKind.CONTEXT, Lookup.family(this), f -> Lookup.ending(this).map(EndReason::err));
    }

    /**
     * Yields none while this context goes on, then why it has ended: what was given to
     * {@link CancelContext#cancel(Throwable)} or {@link #withTimeout(Duration, Throwable)}, here or above, whichever
     * came first; or else the error.
     *
     * @go context/context.go, {@code Cause}
     */
    default Go<Option<Throwable>> cause() {
        return new Step<>(
                OpKind.CONTEXT, Lookup.family(this), f -> Lookup.ending(this).map(EndReason::cause));
    }

    /** When this context ends at the latest; none if that is not known. */
    default Option<Instant> deadline() {
        return Lookup.deadline(this);
    }

    /** The value of {@code key}, here or, if it has none here, above; none if it has none anywhere. */
    default Option<Object> value(Object key) {
        return Lookup.value(this, Objects.requireNonNull(key, "key"));
    }

    /**
     * Arranges that {@code body} runs, in a goroutine of its own, when this context has ended; at once if it has
     * already.
     *
     * <p>Yields a program that takes this back. That one yields true if it did, so that {@code body} will not run;
     * false if it runs already, has run, or had been taken back before. It does not wait for {@code body}.
     *
     * @throws NullPointerException if {@code body} is null, when the program is built
     * @go context/context.go, {@code AfterFunc}
     */
    default Go<Go<Boolean>> afterFunc(Go<?> body) {
        Objects.requireNonNull(body, "body");
        return new Step<>(OpKind.CONTEXT, Lookup.family(this), 1, f -> AfterFunc.register(this, f, body));
    }

    /**
     * Runs {@code body}, but lets it wait only until this context ends. Yields a success with its value; or a failure
     * with what it panicked with; or a failure with {@link #CANCELED} or {@link #DEADLINE_EXCEEDED}.
     *
     * <pre>{@code
     * ctx.run(jobs.receive().flatMap(job -> results.send(work(job))))
     * }</pre>
     *
     * <p>When the context ends, the wait is given up in which {@code body} is, or else the next one that it would
     * begin: a send, a receive, a select, a lock, a sleep, whatever parks the goroutine. {@code body} then is left, and
     * its defers run. A wait that is given up has had no effect: an element that was taken or handed over is not lost,
     * for then the operation has succeeded, and {@code body} goes on to its next wait. If it waits no more its value is
     * a success, even though the context has ended.
     *
     * <p>Not given up are: waits in defers; Java code, in {@link Go#blocking} too; and what goroutines do that
     * {@code body} started. {@link Go#async} is given up, but what it began goes on, and its value is dropped.
     *
     * <p>If the context has ended before, {@code body} does not run. If {@code body} exits its goroutine, that is the
     * caller's. Not in Go.
     *
     * @throws NullPointerException if {@code body} is null, when the program is built
     */
    default <A> Go<Try<A>> run(Go<? extends A> body) {
        return Bounded.run(this, Objects.requireNonNull(body, "body"));
    }
}
