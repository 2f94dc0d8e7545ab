package io.gondola.sync;

import static io.gondola.dsl.Go.forRange;
import static io.gondola.dsl.Go.forWhile;
import static io.gondola.dsl.Go.gosched;
import static io.gondola.dsl.Go.unit;
import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.context.Context;
import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.time.Time;
import io.gondola.time.Timer;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Looks for lost wake-ups: a program that loses one never ends. */
@Tag("stress")
class SyncStressTest {
    private static final int ROUNDS = 300;
    private static final Context BACKGROUND = Context.background();

    private final WaitGroup wg = new WaitGroup();
    private final Mutex mu = new Mutex();

    private static void rounds(TestRuntime t, Go<?> round) {
        t.run(round.repeat(ROUNDS));
    }

    @ParameterizedTest
    @MethodSource("io.gondola.sync.TestRuntime#real")
    void contendedLocks(TestRuntime t) {
        RWMutex rw = new RWMutex();
        int[] count = {0, 0};

        rounds(
                t,
                forRange(
                                0,
                                8,
                                i -> wg.go(mu.withLock(increment(count, 0)).repeat(20))
                                        .then(wg.go(
                                                rw.withLock(increment(count, 1)).repeat(5)))
                                        .then(wg.go(rw.withRLock(gosched()).repeat(5))))
                        .then(wg.await()));

        assertThat(count).containsExactly(ROUNDS * 8 * 20, ROUNDS * 8 * 5);
    }

    private static Go<Unit> increment(int[] count, int at) {
        return Go.call(() -> count[at]).flatMap(n -> gosched().then(Go.run(() -> count[at] = n + 1)));
    }

    @ParameterizedTest
    @MethodSource("io.gondola.sync.TestRuntime#real")
    void conditions(TestRuntime t) {
        int[] items = {0};
        Cond notEmpty = new Cond(mu);
        Cond notFull = new Cond(mu);
        Go<Unit> take = mu.withLock(forWhile(() -> items[0] == 0, notEmpty.await())
                .then(Go.run(() -> items[0]--))
                .then(notFull.signal()));
        Go<Unit> put = mu.withLock(forWhile(() -> items[0] == 3, notFull.await())
                .then(Go.run(() -> items[0]++))
                .then(notEmpty.signal()));

        rounds(
                t,
                forRange(0, 4, i -> wg.go(take.repeat(20)).then(wg.go(put.repeat(20))))
                        .then(wg.await()));

        assertThat(items[0]).isZero();
    }

    @ParameterizedTest
    @MethodSource("io.gondola.sync.TestRuntime#real")
    void permitsAndDeadlines(TestRuntime t) {
        Semaphore five = new Semaphore(5);
        Go<Unit> bounded = BACKGROUND
                .withTimeout(Duration.ofNanos(20_000))
                .flatMap(ctx -> five.acquire(ctx, 3)
                        .flatMap(r -> r.isSuccess() ? gosched().then(five.release(3)) : unit())
                        .defer(ctx.cancel()));
        Go<Unit> unbounded = forRange(1, 6, n -> five.acquire(n).then(gosched()).then(five.release(n)));

        rounds(
                t,
                forRange(0, 4, i -> wg.go(bounded.repeat(5)).then(wg.go(unbounded)))
                        .then(wg.await())
                        .then(five.acquire(5))
                        .then(five.release(5)));
    }

    @ParameterizedTest
    @MethodSource("io.gondola.sync.TestRuntime#real")
    void timers(TestRuntime t) {
        Channel<Unit> fired = Channel.unbuffered();
        Go<?> resets = Timer.start(Duration.ofNanos(30_000))
                .flatMap(timer -> timer.channel()
                        .receive()
                        .then(timer.reset(Duration.ofNanos(5_000)))
                        .then(timer.channel().receive())
                        .then(timer.reset(Duration.ofNanos(2_000)))
                        .then(timer.stop()));
        Go<Unit> starts =
                Time.afterFunc(Duration.ofNanos(10_000), fired.send(Unit.UNIT)).then(fired.receive());

        rounds(
                t,
                forRange(0, 4, i -> wg.go(resets.repeat(5)).then(wg.go(starts.repeat(5))))
                        .then(wg.await()));
    }

    @ParameterizedTest
    @MethodSource("io.gondola.sync.TestRuntime#real")
    void contextsAndReceives(TestRuntime t) {
        Channel<Integer> ch = Channel.unbuffered();
        Go<Unit> cancels = BACKGROUND
                .withCancel()
                .flatMap(top -> forRange(
                                0,
                                4,
                                i -> wg.go(top.withCancel()
                                        .flatMap(mid -> mid.withTimeout(Duration.ofNanos(i * 7_000L + 1))
                                                .flatMap(leaf -> wg.go(mid.cancel())
                                                        .then(wg.go(leaf.cancel()))
                                                        .then(leaf.done().receiveOption())))))
                        .then(wg.go(top.cancel()))
                        .then(wg.await()));
        Go<Unit> receives = BACKGROUND
                .withTimeout(Duration.ofNanos(8_000))
                .flatMap(ctx -> wg.go(ch.send(1))
                        .then(ctx.run(ch.receive()))
                        .flatMap(r -> r.isSuccess() ? unit() : ch.receive())
                        .then(wg.await()));

        rounds(t, cancels.then(receives));
    }
}
