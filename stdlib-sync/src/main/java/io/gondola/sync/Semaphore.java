package io.gondola.sync;

import static io.gondola.select.Select.onReceive;
import static io.gondola.select.Select.select;

import io.gondola.context.Context;
import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.dsl.annotation.CanIgnoreReturnValue;
import io.gondola.dsl.annotation.CheckReturnValue;
import io.gondola.dsl.engine.OpKind;
import io.gondola.sync.step.OnUnwind;
import io.gondola.sync.step.Step;
import io.vavr.control.Option;
import io.vavr.control.Try;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A weighted semaphore: so many permits, which goroutines acquire and release by the number.
 *
 * <p>First come, first served: a goroutine that waits for many permits makes those wait that come after it for few, and
 * {@link #tryAcquire} fails meanwhile. So no request starves.
 *
 * <pre>{@code
 * Semaphore tenAtOnce = new Semaphore(10);
 * Go<Unit> fetch = tenAtOnce.acquire(1).then(download.defer(tenAtOnce.release(1)));
 * }</pre>
 *
 * <p>Differences from Go: {@link #acquire(long)} needs no context.
 *
 * @go golang.org/x/sync/semaphore/semaphore.go, {@code Weighted}
 */
@CheckReturnValue
public class Semaphore {
    private static final Go<Try<Unit>> SUCCESS = Go.pure(Try.success(Unit.UNIT));

    private final SemaphoreState state;
    private String name = "semaphore";

    /**
     * Makes a semaphore of which nothing is held.
     *
     * @param size the number of permits
     * @throws IllegalArgumentException if {@code size} is negative: {@code size must not be negative: -1}
     */
    @SuppressWarnings("this-escape") // reports show it; nothing calls it
    public Semaphore(long size) {
        state = new SemaphoreState(this, notNegative(size, "size"), "semacquire");
    }

    /**
     * Names this semaphore, for dumps and reports; to be called before it is used.
     *
     * @return this semaphore
     * @throws NullPointerException if {@code name} is null
     */
    @CanIgnoreReturnValue
    public Semaphore named(String name) {
        this.name = Objects.requireNonNull(name, "name");
        return this;
    }

    @CanIgnoreReturnValue
    private static long notNegative(long n, String name) {
        if (n < 0) {
            throw new IllegalArgumentException(name + " must not be negative: " + n);
        }
        return n;
    }

    /**
     * Acquires {@code n} permits, parking the goroutine ({@code semacquire}) until they are free and nobody waits that
     * came before. It waits for ever for more than there are, but then in nobody's way.
     *
     * @throws IllegalArgumentException {@code n must not be negative: -1}, when the program is built
     * @go semaphore/semaphore.go, {@code Weighted.Acquire}
     */
    public Go<Unit> acquire(long n) {
        return state.new Acquire(notNegative(n, "n"));
    }

    /**
     * As {@link #acquire(long)}, but gives up ({@code select}) when {@code ctx} ends. It then yields a failure with the
     * context's error, and has acquired nothing, even if the permits became free at the same moment. It fails with a
     * context that has ended before, also if permits are free.
     *
     * @return a program that yields a success, or a failure with {@link Context#CANCELED} or
     *     {@link Context#DEADLINE_EXCEEDED}
     * @throws NullPointerException if {@code ctx} is null, when the program is built
     * @throws IllegalArgumentException {@code n must not be negative: -1}, when the program is built
     * @go semaphore/semaphore.go, {@code Weighted.Acquire}
     */
    public Go<Try<Unit>> acquire(Context ctx, long n) {
        Objects.requireNonNull(ctx, "ctx");
        notNegative(n, "n");
        Go<@Nullable Request> enter = new Step<>(OpKind.SEMAPHORE, this, f -> state.request(f, n));
        Go<Try<Unit>> acquire = enter.flatMap(request -> request == null ? SUCCESS : await(ctx, request));
        return ctx.err().flatMap(err -> err.isEmpty() ? acquire : failure(err));
    }

    private Go<Try<Unit>> await(Context ctx, Request request) {
        Go<Unit> giveUp = new Step<>(OpKind.SEMAPHORE, this, f -> {
            request.settled();
            state.withdraw(request);
            return Unit.UNIT;
        });
        Go<Try<Unit>> ended = giveUp.then(ctx.err()).flatMap(Semaphore::failure);
        Go<Try<Unit>> wait = select(
                onReceive(ctx.done(), ended),
                onReceive(
                        request.granted(),
                        ctx.err().flatMap(err -> err.isEmpty() ? SUCCESS.peek(u -> request.settled()) : ended)));
        return new OnUnwind<>(wait, u -> giveUp); // a wait inside another context's run
    }

    private static Go<Try<Unit>> failure(Option<Throwable> err) {
        return Go.pure(Try.failure(err.get()));
    }

    /**
     * Acquires {@code n} permits if they are free at this moment and nobody waits, and yields whether it did.
     *
     * @throws IllegalArgumentException {@code n must not be negative: -1}, when the program is built
     * @go semaphore/semaphore.go, {@code Weighted.TryAcquire}
     */
    public Go<Boolean> tryAcquire(long n) {
        notNegative(n, "n");
        return new Step<>(OpKind.SEMAPHORE, this, f -> state.acquireIfFree(n));
    }

    /**
     * Gives back {@code n} permits, which any goroutine may have acquired, and wakes those whose turn it is. Never
     * parks.
     *
     * <p>Panics, when it runs, with {@code semaphore: released more than held}; nothing is released then.
     *
     * @throws IllegalArgumentException {@code n must not be negative: -1}, when the program is built
     * @go semaphore/semaphore.go, {@code Weighted.Release}
     */
    public Go<Unit> release(long n) {
        return state.new Release(notNegative(n, "n"));
    }

    @Override
    public String toString() {
        return name;
    }
}
