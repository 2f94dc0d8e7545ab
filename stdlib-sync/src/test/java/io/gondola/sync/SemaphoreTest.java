package io.gondola.sync;

import static io.gondola.dsl.Go.forRange;
import static io.gondola.dsl.Go.forWhile;
import static io.gondola.dsl.Go.go;
import static io.gondola.dsl.Go.gosched;
import static io.gondola.sync.TestRuntime.waiting;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gondola.context.Context;
import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.vavr.control.Try;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway") // nulls are what is refused
class SemaphoreTest {
    private static final Context BACKGROUND = Context.background();

    private final Semaphore three = new Semaphore(3);
    private final Log log = new Log();

    private Go<Unit> logged(int n) {
        return forWhile(() -> log.entries().size() < n, gosched());
    }

    @OnAllRuntimes
    void noMoreThanItsSizeAreInside(TestRuntime t) {
        AtomicInt inside = new AtomicInt();
        WaitGroup wg = new WaitGroup();
        Go<Unit> work = inside.add(1)
                .flatMap(log::add)
                .then(gosched())
                .then(inside.add(-1))
                .then(Go.unit());

        t.run(forRange(0, 10, i -> wg.go(three.acquire(1).then(work.defer(three.release(1)))))
                .then(wg.await()));

        assertThat(log.entries()).hasSize(10).allMatch(n -> (int) n <= 3);
    }

    @OnAllRuntimes
    void anAcquireOfManyMakesThoseBehindWait(TestRuntime t) {
        t.run(rt -> three.acquire(1)
                .then(go(three.acquire(3).then(log.add("three")).then(three.release(3))))
                .then(waiting(rt, 1, "semacquire"))
                .then(three.tryAcquire(1).flatMap(log::add))
                .then(go(three.acquire(1).then(log.add("one"))))
                .then(waiting(rt, 2, "semacquire"))
                .then(three.release(1))
                .then(logged(3)));

        assertThat(log.entries()).isEqualTo(List.of(false, "three", "one"));
    }

    @OnAllRuntimes
    void oneReleaseMayWakeSeveral(TestRuntime t) {
        WaitGroup wg = new WaitGroup();

        t.run(rt -> three.acquire(3)
                .then(forRange(0, 3, i -> wg.go(three.acquire(1))))
                .then(waiting(rt, 3, "semacquire"))
                .then(three.release(3))
                .then(wg.await()));
    }

    @OnAllRuntimes
    void tryAcquireNeverWaits(TestRuntime t) {
        assertThat(t.run(three.tryAcquire(4))).isFalse();
        assertThat(t.run(three.tryAcquire(3))).isTrue();
        assertThat(t.run(three.tryAcquire(1))).isFalse();
        assertThat(t.run(three.tryAcquire(0))).isTrue();
        assertThat(t.run(three.release(2).then(three.tryAcquire(2)))).isTrue();
    }

    @OnAllRuntimes
    void releaseOfMoreThanIsHeldPanics(TestRuntime t) {
        assertThat(t.panic(three.acquire(1).then(three.release(2)))).hasMessage("semaphore: released more than held");
        assertThat(t.run(three.tryAcquire(2))).as("nothing was released").isTrue();
        assertThat(t.run(three.tryAcquire(1))).isFalse();
    }

    @OnAllRuntimes
    void anAcquireOfMoreThanThereIsWaitsForEverInNobodysWay(TestRuntime t) {
        String report = t.deadlock(rt -> go(three.acquire(4))
                .then(waiting(rt, 1, "semacquire"))
                .then(three.acquire(3))
                .then(log.add("got three"))
                .then(Go.never()));

        assertThat(log.entries()).isEqualTo(List.of("got three"));
        assertThat(report).contains("[semacquire]:", "on=semaphore");
    }

    @OnAllRuntimes
    void acquireFailsWhenTheContextEnds(TestRuntime t) {
        Try<Unit> got = t.run(three.acquire(3)
                .then(BACKGROUND.withTimeout(Duration.ofMillis(2)))
                .flatMap(ctx -> three.acquire(ctx, 1)));

        assertThat(got.getCause()).isSameAs(Context.DEADLINE_EXCEEDED);
        assertThat(t.run(three.release(3).then(three.tryAcquire(3))))
                .as("nothing is lost")
                .isTrue();
    }

    @OnAllRuntimes
    void acquireFailsWithAnEndedContextEvenIfPermitsAreFree(TestRuntime t) {
        Try<Unit> got =
                t.run(BACKGROUND.withCancel().flatMap(ctx -> ctx.cancel().then(three.acquire(ctx, 1))));

        assertThat(got.getCause()).isSameAs(Context.CANCELED);
        assertThat(t.run(three.tryAcquire(3))).isTrue();
    }

    @OnAllRuntimes
    void acquireOfMoreThanThereIsWaitsForTheContext(TestRuntime t) {
        Try<Unit> got = t.run(BACKGROUND.withTimeout(Duration.ofMillis(2)).flatMap(ctx -> three.acquire(ctx, 4)));

        assertThat(got.getCause()).isSameAs(Context.DEADLINE_EXCEEDED);
    }

    @OnAllRuntimes
    void acquireSucceedsBeforeTheContextEnds(TestRuntime t) {
        Try<Unit> got = t.run(rt -> BACKGROUND
                .withCancel()
                .flatMap(ctx -> three.acquire(3)
                        .then(go(waiting(rt, 1, "select").then(three.release(3))))
                        .then(three.acquire(ctx, 2))));

        assertThat(got.isSuccess()).isTrue();
        assertThat(t.run(three.tryAcquire(2))).isFalse();
        assertThat(t.run(three.tryAcquire(1))).isTrue();
    }

    @OnAllRuntimes
    void aWaiterThatGivesUpAtTheHeadLetsTheNextOneIn(TestRuntime t) {
        t.run(rt -> BACKGROUND
                .withCancel()
                .flatMap(ctx -> three.acquire(1)
                        .then(go(three.acquire(ctx, 3).flatMap(r -> log.add(r.isFailure()))))
                        .then(waiting(rt, 1, "select"))
                        .then(go(three.acquire(2).then(log.add("two"))))
                        .then(waiting(rt, 1, "semacquire"))
                        .then(ctx.cancel())
                        .then(logged(2))));

        assertThat(log.entries()).containsExactlyInAnyOrder(true, "two");
    }

    /** Nothing is free, then or later. */
    @OnAllRuntimes
    void aWaiterForNothingIsServedWhenTheHeadGivesUp(TestRuntime t) {
        t.run(rt -> BACKGROUND
                .withCancel()
                .flatMap(ctx -> three.acquire(3)
                        .then(go(three.acquire(ctx, 1).flatMap(r -> log.add(r.isFailure()))))
                        .then(waiting(rt, 1, "select"))
                        .then(go(three.acquire(0).then(log.add("none"))))
                        .then(waiting(rt, 1, "semacquire"))
                        .then(ctx.cancel())
                        .then(logged(2))));

        assertThat(log.entries()).containsExactlyInAnyOrder(true, "none");
    }

    /** The release and the end of the context race: whichever wins, the permits are somebody's or free. */
    @OnAllRuntimes
    void noPermitIsLostWhenBothHappenAtOnce(TestRuntime t) {
        WaitGroup wg = new WaitGroup();
        Go<Unit> round = BACKGROUND
                .withCancel()
                .flatMap(ctx -> three.acquire(3)
                        .then(wg.go(three.acquire(ctx, 2).flatMap(r -> r.isSuccess() ? three.release(2) : Go.unit())))
                        .then(wg.go(ctx.cancel()))
                        .then(wg.go(three.release(3)))
                        .then(wg.await()));

        assertThat(t.run(round.repeat(100).then(three.tryAcquire(3)))).isTrue();
    }

    @Test
    void negativeNumbersAreRefused() {
        assertThatThrownBy(() -> new Semaphore(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("size must not be negative: -1");
        assertThatThrownBy(() -> three.acquire(-2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("n must not be negative: -2");
        assertThatThrownBy(() -> three.tryAcquire(-3)).hasMessage("n must not be negative: -3");
        assertThatThrownBy(() -> three.release(-4)).hasMessage("n must not be negative: -4");
        assertThatThrownBy(() -> three.acquire(null, 1)).hasMessage("ctx");
    }
}
