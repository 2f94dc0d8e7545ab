package io.gondola.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.gondola.context.Context;
import io.gondola.dsl.Go;
import io.gondola.dsl.GoRuntime;
import io.gondola.dsl.Panic;
import io.gondola.dsl.Unit;
import io.gondola.dsl.annotation.CanIgnoreReturnValue;
import io.gondola.sync.Log;
import io.gondola.sync.OnAllRuntimes;
import io.gondola.sync.TestRuntime;
import io.gondola.sync.WaitGroup;
import io.vavr.control.Try;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Go: rate_test.go. The times are those of the virtual clock. */
@SuppressWarnings("NullAway") // nulls are what is refused
class RateLimiterTest {
    private static final Context BACKGROUND = Context.background();
    private final Log log = new Log();

    @CanIgnoreReturnValue
    private static <A> A run(Go<A> program) {
        try (GoRuntime rt = GoRuntime.deterministic(1)) {
            return rt.run(program);
        }
    }

    private static Go<Unit> sleepMillis(int n) {
        return Go.sleep(Duration.ofMillis(n));
    }

    @OnAllRuntimes
    void theBurstIsAllowedAtOnce(TestRuntime t) {
        RateLimiter limiter = new RateLimiter(0.001, 3);

        t.run(limiter.allow().flatMap(log::add).repeat(4));

        assertThat(log.entries()).isEqualTo(List.of(true, true, true, false));
    }

    @Test
    void tokensFlowInUpToTheBurst() {
        RateLimiter limiter = new RateLimiter(10, 2);

        run(limiter.allow(2)
                .flatMap(log::add)
                .then(sleepMillis(100))
                .then(limiter.allow(2).flatMap(log::add))
                .then(limiter.allow().flatMap(log::add))
                .then(sleepMillis(10_000))
                .then(limiter.tokens().flatMap(log::add))
                .then(limiter.allow(3).flatMap(log::add)));

        assertThat(log.entries()).isEqualTo(List.of(true, false, true, 2.0, false));
    }

    @Test
    void awaitKeepsTheRate() {
        RateLimiter limiter = new RateLimiter(10, 3);

        Duration took = run(limiter.await().repeat(8).timed())._2;

        assertThat(took).isEqualTo(Duration.ofMillis(500));
    }

    /** Those that wait are served at their own times even if they wait together. */
    @OnAllRuntimes
    void manyThatWaitAreServedOneByOne(TestRuntime t) {
        RateLimiter limiter = new RateLimiter(1000, 1);
        WaitGroup wg = new WaitGroup();

        Duration took = t.run(wg.go(limiter.await()).repeat(11).then(wg.await()).timed())._2;

        assertThat(took).isGreaterThanOrEqualTo(Duration.ofMillis(10));
    }

    @OnAllRuntimes
    void moreThanTheBurstIsAnError(TestRuntime t) {
        RateLimiter limiter = new RateLimiter(1, 3);

        assertThat(t.run(limiter.await(BACKGROUND, 5)).getCause())
                .isInstanceOf(Panic.class)
                .hasMessage("rate: Wait(n=5) exceeds limiter's burst 3");
        assertThat(t.panic(new RateLimiter(1, 0).await())).hasMessage("rate: Wait(n=1) exceeds limiter's burst 0");
    }

    @OnAllRuntimes
    void aWaitBeyondTheDeadlineFailsAtOnceAndTakesNothing(TestRuntime t) {
        RateLimiter limiter = new RateLimiter(0.001, 1);
        Go<Try<Unit>> program = limiter.await()
                .then(BACKGROUND.withTimeout(Duration.ofSeconds(5)))
                .flatMap(ctx -> limiter.await(ctx, 1).defer(ctx.cancel()));

        assertThat(t.run(program).getCause()).hasMessage("rate: Wait(n=1) would exceed context deadline");
        assertThat(t.run(limiter.tokens())).isBetween(0.0, 0.1);
    }

    @OnAllRuntimes
    void anEndedContextWinsOverTokens(TestRuntime t) {
        RateLimiter limiter = new RateLimiter(1, 1);
        Go<Try<Unit>> program =
                BACKGROUND.withCancel().flatMap(ctx -> ctx.cancel().then(limiter.await(ctx, 1)));

        assertThat(t.run(program).getCause()).isSameAs(Context.CANCELED);
        assertThat(t.run(limiter.allow())).isTrue();
    }

    @Test
    void aWaitThatIsGivenUpGivesItsTokensBack() {
        RateLimiter limiter = new RateLimiter(1, 10);
        Go<Double> program = limiter.allow(10)
                .then(BACKGROUND.withCancel())
                .flatMap(ctx -> Go.go(sleepMillis(500).then(ctx.cancel()))
                        .then(limiter.await(ctx, 10))
                        .flatMap(log::add)
                        .then(limiter.tokens()));

        assertThat(run(program)).isCloseTo(0.5, within(0.001));
        assertThat(log.entries()).isEqualTo(List.of(Try.failure(Context.CANCELED)));
    }

    @Test
    void anUnlimitedRateIgnoresTheBurst() {
        RateLimiter limiter = new RateLimiter(Double.POSITIVE_INFINITY, 0);

        assertThat(run(limiter.allow(1_000_000))).isTrue();
        assertThat(run(limiter.await(BACKGROUND, 1_000_000))).isEqualTo(Try.success(Unit.UNIT));
    }

    @Test
    void aRateOfZeroGivesTheBurstAndNoMore() {
        RateLimiter limiter = new RateLimiter(0, 1);

        assertThat(run(limiter.allow())).isTrue();
        assertThat(run(limiter.await(BACKGROUND, 1)).getCause())
                .hasMessage("rate: Wait(n=1) would exceed context deadline");
        assertThat(run(limiter.reserve()).isOk()).isFalse();
        assertThat(run(limiter.tokens())).as("nothing is owed").isZero();
    }

    /** The second reservation, at the higher rate, is for 20 ms, the first one for 100 ms. */
    @Test
    void aCancelGivesBackNoMoreThanWasReserved() {
        RateLimiter limiter = new RateLimiter(10, 4);
        Go<Double> program = limiter.reserve(4)
                .then(limiter.reserve())
                .flatMap(first -> limiter.setLimit(100)
                        .then(limiter.reserve())
                        .then(first.cancel())
                        .then(limiter.tokens()));

        assertThat(run(program)).isEqualTo(-1);
    }

    @Test
    void aReservationTellsItsDelay() {
        RateLimiter limiter = new RateLimiter(10, 2);

        List<Duration> delays = run(limiter.reserve(2)
                .flatMap(a -> limiter.reserve()
                        .flatMap(b -> limiter.reserve(2)
                                .flatMap(
                                        c -> Go.zip(a.delay(), b.delay(), c.delay(), (x, y, z) -> List.of(x, y, z))))));

        assertThat(delays).isEqualTo(List.of(Duration.ZERO, Duration.ofMillis(100), Duration.ofMillis(300)));
        RateLimiter.Reservation tooMany = run(limiter.reserve(3));
        assertThat(tooMany.isOk()).isFalse();
        assertThat(run(tooMany.delay())).isEqualTo(Duration.ofNanos(Long.MAX_VALUE));
    }

    /** Go: TestCancel: only what nobody counts on is given back. */
    @Test
    void aCancelledReservationGivesBackWhatNobodyCountsOn() {
        RateLimiter last = new RateLimiter(10, 2);
        double afterLast =
                run(last.allow(2).then(last.reserve(2)).flatMap(r -> r.cancel().then(last.tokens())));
        assertThat(afterLast).isEqualTo(0.0);

        RateLimiter first = new RateLimiter(10, 2);
        double afterFirst = run(first.allow(2)
                .then(first.reserve(2))
                .flatMap(r -> first.reserve(1).then(r.cancel()).then(first.tokens())));
        assertThat(afterFirst).isEqualTo(-2.0);

        RateLimiter past = new RateLimiter(10, 2);
        double afterPast = run(
                past.reserve(2).flatMap(r -> sleepMillis(50).then(r.cancel()).then(past.tokens())));
        assertThat(afterPast).isCloseTo(0.5, within(0.001));
    }

    @Test
    void limitAndBurstMayChange() {
        RateLimiter limiter = new RateLimiter(1, 1);

        run(limiter.allow()
                .then(limiter.setLimit(100))
                .then(limiter.setBurst(5))
                .then(sleepMillis(30))
                .then(limiter.tokens().flatMap(log::add))
                .then(limiter.limit().flatMap(log::add))
                .then(limiter.burst().flatMap(log::add))
                .then(sleepMillis(1000))
                .then(limiter.tokens().flatMap(log::add)));

        assertThat(log.entries()).isEqualTo(List.of(3.0, 100.0, 5, 5.0));
    }

    @Test
    void badNumbersAreRefused() {
        assertThatThrownBy(() -> new RateLimiter(-1, 1)).hasMessage("perSecond must not be negative: -1.0");
        assertThatThrownBy(() -> new RateLimiter(Double.NaN, 1)).hasMessage("perSecond must not be negative: NaN");
        assertThatThrownBy(() -> new RateLimiter(1, -1)).hasMessage("burst must not be negative: -1");
        RateLimiter limiter = new RateLimiter(1, 1);
        assertThatThrownBy(() -> limiter.allow(-1)).hasMessage("n must not be negative: -1");
        assertThatThrownBy(() -> limiter.await(null, 1)).hasMessage("ctx");
    }
}
