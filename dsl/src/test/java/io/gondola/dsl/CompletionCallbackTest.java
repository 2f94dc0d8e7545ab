package io.gondola.dsl;

import static io.gondola.dsl.Go.call;
import static io.gondola.dsl.Go.gosched;
import static io.gondola.dsl.Go.never;
import static io.gondola.dsl.Go.panic;
import static io.gondola.dsl.Go.pure;
import static io.gondola.dsl.Go.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is chained to the future of a program: it may do as it likes, whichever thread completes the future. */
class CompletionCallbackTest {
    private static final Duration MOMENT = Duration.ofMillis(20);

    private final GoRuntime rt = GoRuntime.builder().maxProcs(1).build();
    private final CountDownLatch chained = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);

    @AfterEach
    void close() {
        release.countDown();
        rt.close();
    }

    private static <A> A get(CompletableFuture<A> f) throws Exception {
        return f.get(30, TimeUnit.SECONDS);
    }

    /** A program that ends once something was chained to its future. */
    private Go<Unit> once(Go<Unit> end) {
        return Go.blocking(() -> {
                    chained.await();
                    return Unit.UNIT;
                })
                .then(end);
    }

    private static <A> void assertYields(CompletableFuture<A> f, A expected) throws Exception {
        A actual = get(f);
        assertThat((Object) actual).isEqualTo(expected);
    }

    private <A> CompletableFuture<A> chain(CompletableFuture<A> f) {
        chained.countDown();
        return f;
    }

    @Test
    void aProgramIsStartedByWhatIsChainedToOneThatReturns() throws Exception {
        assertYields(chain(rt.start(once(Go.unit())).thenCompose(v -> rt.start(pure(2)))), 2);
        assertYields(rt.start(sleep(MOMENT)).thenCompose(v -> rt.start(pure(3))), 3);
    }

    @Test
    void aProgramIsRunByWhatIsChainedToOneThatReturns() throws Exception {
        assertYields(
                chain(rt.start(once(Go.unit()))
                        .thenApply(v -> rt.run(sleep(MOMENT).as(4)))),
                4);
    }

    @Test
    void aProgramIsRunByWhatIsChainedToOneThatPanics() throws Exception {
        assertYields(
                chain(rt.start(once(panic("no")))
                        .handle((v, t) -> rt.run(sleep(MOMENT).as(5)))),
                5);
    }

    @Test
    void aProgramIsRunByWhatIsChainedToOneWhoseChildPanics() throws Exception {
        Go<Unit> p = once(Go.go(panic("no")).then(never()));

        assertYields(chain(rt.start(p).handle((v, t) -> rt.run(sleep(MOMENT).as(6)))), 6);
    }

    /** Hunts: a callback on the thread that finds the deadlock, which is the poller's if the last thing was a timer. */
    @Test
    void aProgramIsRunByWhatIsChainedToOneThatDeadlocks() throws Exception {
        Go<Unit> p = once(Go.go(sleep(MOMENT)).then(never()));

        assertYields(
                chain(rt.start(p).handle((v, t) -> {
                    assertThat(t).isInstanceOf(FatalError.class);
                    return rt.run(sleep(MOMENT).as(7));
                })),
                7);
    }

    /** Hunts: a callback that keeps the one processor there is. */
    @Test
    void aCallbackThatBlocksHoldsNobodyUp() throws Exception {
        CountDownLatch blocks = new CountDownLatch(1);
        CompletableFuture<Unit> f = chain(rt.start(once(Go.unit())).thenApply(v -> {
            blocks.countDown();
            try {
                release.await();
            } catch (InterruptedException e) {
                throw new CancellationException();
            }
            return v;
        }));
        blocks.await();

        rt.run(gosched().repeat(100).then(sleep(MOMENT)));
        assertThat(f).isNotDone();
        release.countDown();
        var unused = get(f);
    }

    /** Hunts: futures that are completed one behind the other, so that one waits for what its own callback holds up. */
    @Test
    void callbacksOfClosedProgramsMayWaitForEachOther() throws Exception {
        List<CompletableFuture<Unit>> all = new ArrayList<>();
        CountDownLatch every = new CountDownLatch(4);
        List<CompletableFuture<Boolean>> met = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            CompletableFuture<Unit> f = rt.start(Go.blocking(() -> {
                release.await();
                return Unit.UNIT;
            }));
            all.add(f);
            met.add(f.handle((v, t) -> {
                every.countDown();
                try {
                    return every.await(30, TimeUnit.SECONDS);
                } catch (InterruptedException e) {
                    return false;
                }
            }));
        }

        rt.close();

        for (CompletableFuture<Boolean> each : met) {
            assertYields(each, true);
        }
        assertThat(all).allSatisfy(f -> assertThat(f).isCompletedExceptionally());
    }

    @Test
    void aCallbackOfAClosedProgramLearnsThatTheRuntimeIsClosed() throws Exception {
        CompletableFuture<Integer> f = rt.start(sleep(Duration.ofHours(1))).handle((v, t) -> rt.run(pure(1)));

        rt.close();

        assertThatThrownBy(() -> get(f))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("runtime is closed");
    }

    @Test
    void aCallbackMayCloseTheRuntime() throws Exception {
        CompletableFuture<Unit> other = rt.start(sleep(Duration.ofHours(1)));
        CompletableFuture<Boolean> f = chain(rt.start(once(Go.unit())).thenApply(v -> {
            rt.close();
            return Thread.interrupted();
        }));

        assertYields(f, false);
        assertThatThrownBy(() -> get(other)).isInstanceOf(CancellationException.class);
    }

    @Test
    void insideAGoroutineNoProgramIsStarted() {
        assertThatThrownBy(() -> rt.run(call(() -> rt.start(pure(1)))))
                .hasMessageContaining("start must not be called inside a goroutine of the same runtime");
    }

    /** Hunts: threads for callbacks that stay after the runtime was closed. */
    @Test
    void theThreadsOfCallbacksEndWithTheRuntime() throws Exception {
        CompletableFuture<String> f = rt.start(sleep(Duration.ofHours(1)))
                .handle((v, t) -> Thread.currentThread().getName());
        rt.close();

        String name = get(f);

        assertThat(name).startsWith("gondola-end-");
        long patience = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (Thread.getAllStackTraces().keySet().stream()
                .anyMatch(t -> t.getName().equals(name))) {
            assertThat(System.nanoTime()).isLessThan(patience);
            Thread.sleep(1);
        }
    }
}
