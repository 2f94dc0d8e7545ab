package io.gondola.time;

import static io.gondola.select.Select.onReceive;
import static io.gondola.select.Select.onTimeout;
import static io.gondola.select.Select.select;

import io.gondola.context.Context;
import io.gondola.dsl.Go;
import io.gondola.dsl.Panic;
import io.gondola.dsl.Unit;
import io.gondola.dsl.annotation.CanIgnoreReturnValue;
import io.gondola.dsl.annotation.CheckReturnValue;
import io.gondola.dsl.engine.Built;
import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.Nanos;
import io.gondola.dsl.engine.OpKind;
import io.gondola.sync.step.OnUnwind;
import io.gondola.sync.step.Step;
import io.vavr.control.Option;
import io.vavr.control.Try;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * Limits how often something happens: a bucket that holds up to {@code burst} tokens, is full at first, and gets
 * {@code perSecond} more each second. Each event takes a token.
 *
 * <p>{@link #allow} asks whether an event may happen now, {@link #await} waits until it may, {@link #reserve} tells
 * when it may.
 *
 * <pre>{@code
 * RateLimiter limiter = new RateLimiter(10, 3);   // 3 at once, then 10 a second
 * Go<Unit> calls = forRange(0, 100, i -> limiter.await().then(call(i)));
 * }</pre>
 *
 * <p>With an infinite rate ({@link Double#POSITIVE_INFINITY}) everything is allowed, whatever the burst. With a burst
 * of 0 and a finite rate nothing is. Time is that of the runtime's clock.
 *
 * <p>Differences from Go: a limiter is full when it is first used. A negative number of tokens is refused. Tokens that
 * a rate of 0 never brings are not promised; Go promises them for the end of time. A reservation that is cancelled
 * gives back no more than it had; Go may give back more if others were promised an earlier time meanwhile.
 *
 * @go golang.org/x/time/rate/rate.go, {@code Limiter}
 */
@CheckReturnValue
@SuppressWarnings("this-escape") // its operations know it; nothing calls it before it is made
public class RateLimiter {
    private static final Go<Try<Unit>> SUCCESS = Go.pure(Try.success(Unit.UNIT));

    private final Bucket bucket;
    private final Go<Boolean> allowOne = allow(this, 1);
    private final Go<Unit> awaitOne = wait(this, Context.background(), 1).map(Try::get);
    private final Go<Reservation> reserveOne = reserve(this, 1);

    /**
     * Makes a limiter whose bucket is full.
     *
     * @param perSecond tokens a second, 0 or more; infinite for no limit
     * @param burst how many tokens the bucket holds, 0 or more
     * @throws IllegalArgumentException {@code perSecond must not be negative: -1.0},
     *     {@code burst must not be negative: -1}
     * @go rate/rate.go, {@code NewLimiter}
     */
    public RateLimiter(double perSecond, int burst) {
        bucket = new Bucket(checkedRate(perSecond), notNegative(burst, "burst"));
    }

    @CanIgnoreReturnValue
    private static double checkedRate(double perSecond) {
        if (!(perSecond >= 0)) { // NaN, too
            throw new IllegalArgumentException("perSecond must not be negative: " + perSecond);
        }
        return perSecond;
    }

    @CanIgnoreReturnValue
    private static int notNegative(int n, String name) {
        if (n < 0) {
            throw new IllegalArgumentException(name + " must not be negative: " + n);
        }
        return n;
    }

    /**
     * Takes a token if there is one, and yields whether there was. Never parks.
     *
     * @return a program; the same one at each call
     * @go rate/rate.go, {@code Limiter.Allow}
     */
    public Go<Boolean> allow() {
        return Built.here(allowOne);
    }

    /**
     * Takes {@code n} tokens if there are as many, and yields whether there were. Never parks.
     *
     * @throws IllegalArgumentException {@code n must not be negative: -1}, when the program is built
     * @go rate/rate.go, {@code Limiter.AllowN}
     */
    public Go<Boolean> allow(int n) {
        return allow(this, notNegative(n, "n"));
    }

    private static Go<Boolean> allow(RateLimiter r, int n) {
        return new Step<>(OpKind.USE, r, f -> r.bucket.take(f.scheduler(), n, 0).isKept());
    }

    /**
     * Takes a token, waiting ({@code select}) until there is one.
     *
     * <p>Panics, when it runs, with {@code rate: Wait(n=1) exceeds limiter's burst 0}, or with
     * {@code rate: Wait(n=1) would exceed context deadline} if the rate is 0 and the bucket empty.
     *
     * @return a program; the same one at each call
     * @go rate/rate.go, {@code Limiter.Wait}
     */
    public Go<Unit> await() {
        return Built.here(awaitOne);
    }

    /**
     * Takes {@code n} tokens, waiting ({@code select}) until there are as many, but no longer than until {@code ctx}
     * ends; then it gives the tokens back that it was promised.
     *
     * @return a program that yields a success; or a failure with the context's error, or with a {@link Panic}:
     *     {@code rate: Wait(n=5) exceeds limiter's burst 3}, or, at once and without taking anything,
     *     {@code rate: Wait(n=5) would exceed context deadline}
     * @throws NullPointerException if {@code ctx} is null, when the program is built
     * @throws IllegalArgumentException {@code n must not be negative: -1}, when the program is built
     * @go rate/rate.go, {@code Limiter.WaitN}
     */
    public Go<Try<Unit>> await(Context ctx, int n) {
        return wait(this, Objects.requireNonNull(ctx, "ctx"), notNegative(n, "n"));
    }

    private static Go<Try<Unit>> wait(RateLimiter r, Context ctx, int n) {
        Go<Go<Try<Unit>>> promised = new Step<>(OpKind.USE, r, f -> r.promised(f, ctx, n));
        Go<Try<Unit>> wait = promised.flatMap(p -> p);
        return ctx.err().flatMap(err -> {
            if (r.bucket.isTooMany(n)) {
                return failure("rate: Wait(n=" + n + ") exceeds limiter's burst " + r.bucket.burst());
            }
            return err.isEmpty() ? wait : Go.pure(Try.failure(err.get()));
        });
    }

    private static Go<Try<Unit>> failure(String text) {
        return Go.pure(Try.failure(new Panic(text)));
    }

    private Go<Try<Unit>> promised(Fiber f, Context ctx, int n) {
        long maxWait = maxWait(ctx.deadline(), f.scheduler().now());
        Bucket.Promise promise = bucket.take(f.scheduler(), n, maxWait);
        long now = f.scheduler().nanoTime();
        if (!promise.isKept()) {
            return failure("rate: Wait(n=" + n + ") would exceed context deadline");
        }
        if (promise.at() <= now) {
            return SUCCESS;
        }
        Duration delay = Duration.ofNanos(promise.at() - now);
        Go<Unit> giveBack = giveBack(promise);
        Go<Try<Unit>> wait = select(
                onTimeout(delay, SUCCESS),
                onReceive(ctx.done(), giveBack.then(ctx.err()).flatMap(err -> Go.pure(Try.failure(err.get())))));
        return new OnUnwind<>(wait, u -> giveBack); // a wait inside another context's run
    }

    private static long maxWait(Option<Instant> deadline, Instant now) {
        return deadline.map(at -> Nanos.of(Duration.between(now, at))).getOrElse(Long.MAX_VALUE);
    }

    private Go<Unit> giveBack(Bucket.Promise promise) {
        return new Step<>(OpKind.USE, this, f -> {
            bucket.giveBack(f.scheduler(), promise);
            return Unit.UNIT;
        });
    }

    /** Promises one token: as {@link #reserve(int)} with 1. */
    public Go<Reservation> reserve() {
        return Built.here(reserveOne);
    }

    /**
     * Promises {@code n} tokens for the time at which they will be there, and yields a reservation that tells how long
     * that is to wait. Never parks. Later calls count on these tokens being used, unless the reservation is cancelled.
     *
     * @throws IllegalArgumentException {@code n must not be negative: -1}, when the program is built
     * @go rate/rate.go, {@code Limiter.ReserveN}
     */
    public Go<Reservation> reserve(int n) {
        return reserve(this, notNegative(n, "n"));
    }

    private static Go<Reservation> reserve(RateLimiter r, int n) {
        return new Step<>(OpKind.USE, r, f -> r.new Reservation(r.bucket.take(f.scheduler(), n, Long.MAX_VALUE)));
    }

    /**
     * Sets the rate from now on. Those that wait or have a reservation keep their times.
     *
     * @throws IllegalArgumentException {@code perSecond must not be negative: -1.0}, when the program is built
     * @go rate/rate.go, {@code Limiter.SetLimit}
     */
    public Go<Unit> setLimit(double perSecond) {
        checkedRate(perSecond);
        return new Step<>(
                f -> { // undescribed: await looks at the bucket outside a step, too
                    bucket.rate(f.scheduler(), perSecond);
                    return Unit.UNIT;
                });
    }

    /**
     * Sets how many tokens the bucket holds from now on.
     *
     * @throws IllegalArgumentException {@code burst must not be negative: -1}, when the program is built
     * @go rate/rate.go, {@code Limiter.SetBurst}
     */
    public Go<Unit> setBurst(int burst) {
        notNegative(burst, "burst");
        return new Step<>(
                f -> { // as setLimit
                    bucket.burst(f.scheduler(), burst);
                    return Unit.UNIT;
                });
    }

    /** Yields the number of tokens at this moment; negative if more are promised than are there. */
    public Go<Double> tokens() {
        return new Step<>(OpKind.USE, this, f -> bucket.tokens(f.scheduler()));
    }

    /** Yields the rate: tokens a second. */
    public Go<Double> limit() {
        return new Step<>(OpKind.USE, this, f -> bucket.rate());
    }

    /** Yields how many tokens the bucket holds. */
    public Go<Integer> burst() {
        return new Step<>(OpKind.USE, this, f -> bucket.burst());
    }

    @Override
    public String toString() {
        return "rate limiter";
    }

    /**
     * Tokens that are promised for a time.
     *
     * @go rate/rate.go, {@code Reservation}
     */
    public final class Reservation {
        private final Bucket.Promise promise;

        private Reservation(Bucket.Promise promise) {
            this.promise = promise;
        }

        /** Whether the tokens can be had at all: not if they are more than the bucket holds, or if the rate is 0. */
        public boolean isOk() {
            return promise.isKept();
        }

        /**
         * Yields how long to wait from now on before the event may happen; zero if it may now. If the reservation is
         * not ok, the longest time there is: {@link Long#MAX_VALUE} nanoseconds.
         *
         * @go rate/rate.go, {@code Reservation.Delay}
         */
        public Go<Duration> delay() {
            return new Step<>(OpKind.CLOCK, null, f -> {
                long wait = isOk() ? Math.max(0, promise.at() - f.scheduler().nanoTime()) : Long.MAX_VALUE;
                return Duration.ofNanos(wait);
            });
        }

        /**
         * Tells that the event will not happen: gives back the tokens, as far as nobody counts on their use, unless
         * their time has come.
         *
         * @go rate/rate.go, {@code Reservation.Cancel}
         */
        public Go<Unit> cancel() {
            return giveBack(promise);
        }
    }
}
