package io.gondola.sync;

import io.gondola.context.CancelContext;
import io.gondola.context.Context;
import io.gondola.dsl.Go;
import io.gondola.dsl.Panic;
import io.gondola.dsl.Unit;
import io.gondola.dsl.annotation.CheckReturnValue;
import io.gondola.dsl.engine.OpKind;
import io.gondola.sync.step.Step;
import io.vavr.control.Try;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Goroutines that work on parts of one task: waits for all of them, yields the first error, and on that cancels the
 * others.
 *
 * <pre>{@code
 * ErrGroup.withContext(Context.background())
 *         .flatMap(group -> forEach(urls, url -> group.go(fetch(group.context(), url))).then(group.await()))
 * }</pre>
 *
 * <p>A member fails by panicking, or by yielding a failed {@link Try}. A group made by the constructor has no limit and
 * no context: an error then stops nobody. A group may be used again after {@link #await}, but keeps its first error.
 *
 * <p>Differences from Go: a panic of a member is an error of the group, where in Go it ends the program.
 *
 * @go golang.org/x/sync/errgroup/errgroup.go, {@code Group}
 */
@CheckReturnValue
public class ErrGroup {
    private final WaitGroup members = new WaitGroup().named("errgroup");
    private final AtomicReference<Throwable> firstError = new AtomicReference<>();
    private final @Nullable CancelContext ctx;

    /** The places of those that run; null if there is no limit. Replaced only while nobody runs. */
    private volatile @Nullable SemaphoreState places;

    /** Makes a group without a context. */
    public ErrGroup() {
        this(null);
    }

    private ErrGroup(@Nullable CancelContext ctx) {
        this.ctx = ctx;
    }

    /**
     * Makes a group with a context below {@code parent}, which ends with the first error of a member, which is its
     * cause then, or when {@link #await} has come to its end.
     *
     * @throws NullPointerException if {@code parent} is null, when the program is built
     * @go errgroup/errgroup.go, {@code WithContext}
     */
    public static Go<ErrGroup> withContext(Context parent) {
        return Objects.requireNonNull(parent, "parent").withCancel().map(ErrGroup::new);
    }

    /** The context for the members; {@link Context#background} if the group was made without one. */
    public Context context() {
        return ctx == null ? Context.background() : ctx;
    }

    /**
     * Starts a goroutine that runs {@code body}. Parks ({@code chan send}) while as many run as the limit allows.
     *
     * @param body fails by panicking or by yielding a failed {@link Try}; any other value is dropped
     * @throws NullPointerException if {@code body} is null, when the program is built
     * @go errgroup/errgroup.go, {@code Group.Go}
     */
    public Go<Unit> go(Go<?> body) {
        Go<Unit> work = work(Objects.requireNonNull(body, "body"));
        return Go.suspend(() -> {
            SemaphoreState limit = places;
            Go<Unit> start = start(work, limit);
            return limit == null ? start : limit.new Acquire(1).then(start);
        });
    }

    /**
     * Starts a goroutine that runs {@code body}, unless as many run as the limit allows. Yields whether it did. Never
     * parks.
     *
     * @throws NullPointerException if {@code body} is null, when the program is built
     * @go errgroup/errgroup.go, {@code Group.TryGo}
     */
    public Go<Boolean> tryGo(Go<?> body) {
        Go<Unit> work = work(Objects.requireNonNull(body, "body"));
        return new Step<Go<Boolean>>(OpKind.SEMAPHORE, this, f -> {
                    SemaphoreState limit = places;
                    boolean free = limit == null || limit.acquireIfFree(1);
                    return free ? start(work, limit).as(true) : Go.pure(false);
                })
                .flatMap(start -> start);
    }

    private Go<Unit> work(Go<?> body) {
        return body.attempt().flatMap(outcome -> {
            Throwable error = error(outcome);
            return error == null ? Go.unit() : failed(error);
        });
    }

    /** Starts a member, which gives its place back to where it was taken, if there was a limit then. */
    private Go<Unit> start(Go<Unit> work, @Nullable SemaphoreState limit) {
        Go<Unit> leave = limit == null ? members.done() : limit.new Release(1).then(members.done());
        return members.add(1).then(Go.go(work.defer(leave)));
    }

    private static @Nullable Throwable error(Try<?> outcome) {
        if (outcome.isFailure()) {
            return outcome.getCause();
        }
        return outcome.get() instanceof Try<?> yielded && yielded.isFailure() ? yielded.getCause() : null;
    }

    private Go<Unit> failed(Throwable error) {
        return new Step<>(OpKind.USE, firstError, f -> firstError.compareAndSet(null, error))
                .flatMap(first -> first && ctx != null ? ctx.cancel(error) : Go.unit());
    }

    /**
     * Sets how many members may run at once. The default is no limit.
     *
     * <p>Panics, when it runs, with {@code errgroup: modify limit while 3 goroutines in the group are still active}.
     *
     * @param n negative for no limit; with 0 {@link #go} waits for ever, and {@link #tryGo} yields false
     * @go errgroup/errgroup.go, {@code Group.SetLimit}
     */
    public Go<Unit> setLimit(int n) {
        return new Step<>(OpKind.SEMAPHORE, this, f -> {
            SemaphoreState before = places;
            long active = n < 0 || before == null ? 0 : before.held();
            if (active > 0) {
                throw new Panic("errgroup: modify limit while " + active + " goroutines in the group are still active");
            }
            places = n < 0 ? null : new SemaphoreState(this, n, "chan send");
            return Unit.UNIT;
        });
    }

    /**
     * Waits ({@code sync.WaitGroup.Wait}) until all members have ended, then ends the group's context. Yields a
     * success, or a failure with the first error of a member.
     *
     * @go errgroup/errgroup.go, {@code Group.Wait}
     */
    public Go<Try<Unit>> await() {
        return members.await().then(Go.suspend(() -> {
            Throwable error = firstError.get();
            Try<Unit> outcome = error == null ? Try.success(Unit.UNIT) : Try.failure(error);
            return ctx == null ? Go.pure(outcome) : ctx.cancel(error).as(outcome);
        }));
    }

    /** The first error so far; null if there is none. */
    @Nullable
    Throwable firstError() {
        return firstError.get();
    }

    @Override
    public String toString() {
        return "errgroup";
    }
}
