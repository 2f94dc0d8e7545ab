package io.gondola.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gondola.context.Context;
import io.gondola.dsl.Go;
import io.gondola.dsl.GoRuntime;
import io.gondola.dsl.Unit;
import io.gondola.sync.OnAllRuntimes;
import io.gondola.sync.Semaphore;
import io.gondola.sync.TestRuntime;
import io.gondola.sync.WaitGroup;
import io.vavr.collection.List;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/**
 * Rates, counts and times at the ends of their ranges: nothing overflows, and no result is a NaN. Go was asked for
 * each.
 */
class ArithmeticAtTheEndsTest {
    private static final List<Double> UNLIMITED = List.of(Double.POSITIVE_INFINITY, Double.MAX_VALUE);

    /** How many of 20 events are allowed at one moment of the virtual clock. */
    private static Go<Integer> allowed(RateLimiter limiter) {
        return Go.loop(
                0,
                n -> limiter.allow()
                        .map(yes -> yes && n < 20 ? io.gondola.dsl.Loop.next(n + 1) : io.gondola.dsl.Loop.done(n)));
    }

    private static <A> A run(Go<A> program) {
        try (GoRuntime rt = GoRuntime.deterministic(1)) {
            return rt.run(program);
        }
    }

    @Test
    void afterAnInfiniteRateAtMostTheBurstIsAllowed() {
        for (double rate : UNLIMITED) {
            RateLimiter unused = new RateLimiter(rate, 3);
            RateLimiter used = new RateLimiter(rate, 3);
            RateLimiter usedLongAgo = new RateLimiter(1, 3);

            assertThat(run(unused.setLimit(1).then(allowed(unused)))).isEqualTo(3);
            assertThat(run(allowed(used).then(used.setLimit(1)).then(allowed(used))))
                    .isEqualTo(3);
            assertThat(run(allowed(usedLongAgo)
                            .then(usedLongAgo.setLimit(rate))
                            .then(Go.sleep(Duration.ofNanos(1)))
                            .then(usedLongAgo.setLimit(1))
                            .then(allowed(usedLongAgo))))
                    .isEqualTo(3);
        }
    }

    @Test
    void tokensAreAlwaysANumberAndNoMoreThanTheBurst() {
        for (double rate : List.of(0.0, Double.MIN_VALUE, 1.0, 1e300, Double.MAX_VALUE, Double.POSITIVE_INFINITY)) {
            for (double next : List.of(0.0, Double.MIN_VALUE, 1.0, 1e300, Double.MAX_VALUE, Double.POSITIVE_INFINITY)) {
                for (int burst : List.of(0, 1, Integer.MAX_VALUE)) {
                    RateLimiter limiter = new RateLimiter(rate, burst);
                    Go<Double> program = limiter.reserve(Math.min(burst, 2))
                            .flatMap(r -> limiter.setLimit(next).then(r.cancel()))
                            .then(Go.sleep(Duration.ofDays(100_000)))
                            .then(limiter.setBurst(burst))
                            .then(limiter.tokens());

                    assertThat(run(program)).isNotNaN().isLessThanOrEqualTo(burst);
                }
            }
        }
    }

    /** Go adds them to the bucket, if that is asked at the same moment; here they were never taken from it. */
    @Test
    void aReservationMadeAtAnInfiniteRateGivesNothingBack() {
        RateLimiter limiter = new RateLimiter(1, 5);
        Go<Double> program = limiter.allow(5)
                .then(limiter.setLimit(Double.POSITIVE_INFINITY))
                .then(limiter.reserve(3))
                .flatMap(r -> limiter.setLimit(1).then(r.cancel()))
                .then(limiter.tokens());

        assertThat(run(program)).isZero();
    }

    @Test
    void ratesThatAreNoNumberAreRefused() {
        assertThatThrownBy(() -> new RateLimiter(Double.NaN, 1)).hasMessage("perSecond must not be negative: NaN");
        RateLimiter limiter = new RateLimiter(1, 1);
        assertThatThrownBy(() -> limiter.setLimit(Double.NEGATIVE_INFINITY))
                .hasMessage("perSecond must not be negative: -Infinity");
    }

    @OnAllRuntimes
    void deadlinesAtTheEndsOfTimeHoldOrHavePassed(TestRuntime t) {
        for (Instant at : List.of(Instant.MIN, Instant.EPOCH)) {
            t.assertRun(Context.background()
                            .withDeadline(at)
                            .flatMap(Context::err)
                            .map(e -> e.isDefined()))
                    .isEqualTo(true);
        }
        Go<Boolean> far = Context.background()
                .withDeadline(Instant.MAX)
                .flatMap(Context::err)
                .map(e -> e.isEmpty());
        Go<Boolean> longest = Context.background()
                .withTimeout(Duration.ofSeconds(Long.MAX_VALUE, 999_999_999))
                .flatMap(c -> c.run(Go.gosched()))
                .map(r -> r.isSuccess());
        Go<Boolean> shortest = Context.background()
                .withTimeout(Duration.ofSeconds(Long.MIN_VALUE))
                .flatMap(Context::err)
                .map(e -> e.isDefined());
        for (Go<Boolean> each : List.of(far, longest, shortest)) {
            t.assertRun(each).isEqualTo(true);
        }
    }

    @OnAllRuntimes
    void aGroupsCounterThatOverflowsPanicsAsInGo(TestRuntime t) {
        WaitGroup wg = new WaitGroup();

        assertThat(t.panic(wg.add(Integer.MAX_VALUE).then(wg.add(Integer.MAX_VALUE))))
                .hasMessage("sync: negative WaitGroup counter");
    }

    @OnAllRuntimes
    void aSemaphoreOfAllPermitsThereAreCountsThem(TestRuntime t) {
        Semaphore s = new Semaphore(Long.MAX_VALUE);
        Go<Boolean> program = s.acquire(Long.MAX_VALUE)
                .then(s.tryAcquire(1))
                .flatMap(first -> s.release(Long.MAX_VALUE)
                        .then(s.tryAcquire(Long.MAX_VALUE - 1))
                        .flatMap(second -> s.tryAcquire(2).map(third -> !first && second && !third)));

        assertThat(t.run(program)).isTrue();
    }

    /** The delay was 292 years from the 64th time on. */
    @Test
    void retriesWithoutADelayNeverWait() {
        int[] tries = new int[1];
        Go<Unit> program = Go.run(() -> {
                    if (++tries[0] <= 70) {
                        throw new IllegalStateException("not yet");
                    }
                })
                .retry(100, Duration.ZERO);

        Duration took = run(Time.now().flatMap(start -> program.then(Time.since(start))));

        assertThat(took).isLessThan(Duration.ofHours(1));
    }
}
