package io.gondola.dsl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings("NullAway") // nulls are what is refused
class AsyncTest {
    @OnEveryRuntime
    void callbackThatCompletesAtOnceYieldsItsValue(TestRuntime rt) {
        rt.assertRun(Go.<Integer>async(c -> c.succeed(1))).isEqualTo(1);
    }

    @OnEveryRuntime
    void failedCallbackIsAPanicThatCarriesTheCause(TestRuntime rt) {
        assertThat(rt.panic(Go.async(c -> c.fail(new IOException("net")))).value())
                .isInstanceOf(IOException.class);
    }

    @OnEveryRuntime
    void firstCompletionCounts(TestRuntime rt) {
        Go<Integer> program = Go.async(c -> {
            c.succeed(1);
            c.succeed(2);
            c.fail(new IOException("late"));
        });

        rt.assertRun(program).isEqualTo(1);
    }

    @OnEveryRuntime
    void anExceptionOfTheRegistrationIsAPanic(TestRuntime rt) {
        Go<Integer> program = Go.async(c -> {
            throw new IOException("register");
        });

        assertThat(rt.panic(program)).hasCauseInstanceOf(IOException.class);
    }

    @OnEveryRuntime
    void nullIsAValueToo(TestRuntime rt) {
        rt.assertRun(Go.<Integer>async(c -> c.succeed(null))).isNull();
    }

    @OnEveryRuntime
    void completedFutureYieldsItsValue(TestRuntime rt) {
        rt.assertRun(Go.fromFuture(CompletableFuture.completedFuture(7))).isEqualTo(7);
    }

    @OnEveryRuntime
    void failedFutureIsAPanicWithItsCauseUnwrapped(TestRuntime rt) {
        CompletableFuture<Integer> failed =
                CompletableFuture.<Integer>failedFuture(new IOException("f")).thenApply(x -> x);

        assertThat(rt.panic(Go.fromFuture(failed)).value()).isInstanceOf(IOException.class);
    }

    @OnEveryRuntime
    void anotherGoroutineMayComplete(TestRuntime rt) {
        CompletableFuture<String> future = new CompletableFuture<>();

        rt.assertRun(Go.go(Go.run(() -> future.complete("done"))).then(Go.fromFuture(future)))
                .isEqualTo("done");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void outsideThreadCompletesAndNoDeadlockIsReportedMeanwhile(int procs) {
        CountDownLatch never = new CountDownLatch(1);
        Go<String> program = Go.async(c -> new Thread(() -> {
                    try {
                        c.succeed(never.await(30, TimeUnit.MILLISECONDS) ? "" : "outside");
                    } catch (InterruptedException e) {
                        c.fail(e);
                    }
                })
                .start());

        TestRuntime.processors(procs).assertRun(program).isEqualTo("outside");
    }

    @RepeatedTest(5)
    void noCompletionIsLostInARace() {
        Go<Integer> one = Go.fromFuture(CompletableFuture.supplyAsync(() -> 1));

        TestRuntime.processors(2)
                .assertRun(Go.loop(
                        0,
                        n -> n == 2_000
                                ? Go.pure(Loop.done(n))
                                : Go.<Integer>async(
                                                c -> ForkJoinPool.commonPool().execute(() -> c.succeed(1)))
                                        .flatMap(v -> one.map(w -> Loop.next(n + v * w)))))
                .isEqualTo(2_000);
    }
}
