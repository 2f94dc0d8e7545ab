package io.gondola.dsl.interop;

import static io.gondola.dsl.Go.go;
import static io.gondola.dsl.Go.gosched;
import static io.gondola.dsl.Go.never;
import static io.gondola.dsl.Go.panic;
import static io.gondola.dsl.Go.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gondola.dsl.Channel;
import io.gondola.dsl.FatalError;
import io.gondola.dsl.Go;
import io.gondola.dsl.GoRuntime;
import io.gondola.dsl.Panic;
import io.gondola.dsl.Unit;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A program ends beside futures and subscriptions of its goroutines. Hunts: what the user has chained to those blocks,
 * and the end of the program waits for it, or a processor does.
 */
@Timeout(30)
class LeftBehindTest {
    private final CountDownLatch latch = new CountDownLatch(1);

    @AfterEach
    void release() {
        latch.countDown();
    }

    private void block() {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Leaves a goroutine whose future blocks when it is ended. */
    @SuppressWarnings("FutureReturnValueIgnored") // it never ends
    private Go<Unit> leftFuture() {
        return Futures.start(never())
                .peek(future -> future.whenComplete((v, thrown) -> block()))
                .then(gosched());
    }

    /** And one whose publisher blocks when its subscription is cancelled. */
    private Go<Unit> left() {
        Flow.Publisher<Integer> publisher = s -> s.onSubscribe(new Flow.Subscription() {
            @Override
            public void request(long n) {}

            @Override
            public void cancel() {
                block();
            }
        });
        return leftFuture()
                .then(go(Flows.send(publisher, 1, Channel.<Integer>unbuffered())))
                .then(gosched().repeat(10));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void theEndWaitsForNothingThatIsChained(int procs) {
        try (GoRuntime rt = GoRuntime.builder().maxProcs(procs).build()) {
            assertThat(rt.run(left().as(1))).isEqualTo(1);
            assertThat(rt.start(left().as(2)).join()).isEqualTo(2);
            assertThatThrownBy(() -> rt.run(left().then(panic("p")))).isInstanceOf(Panic.class);
            assertThatThrownBy(() -> rt.run(leftFuture().then(never()))).isInstanceOf(FatalError.class);
            assertThat(rt.run(go(gosched()).then(sleep(Duration.ofMillis(1))).as(3)))
                    .isEqualTo(3);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"cancel", "close"})
    void theEndingThreadDoesNotWaitEither(String how) {
        try (GoRuntime rt = GoRuntime.builder().maxProcs(1).build()) {
            CompletableFuture<Void> begun = new CompletableFuture<>();
            CompletableFuture<Unit> run =
                    rt.start(left().peek(u -> begun.complete(null)).then(sleep(Duration.ofDays(1))));
            begun.join();

            if (how.equals("cancel")) {
                assertThat(run.cancel(true)).isTrue();
            } else {
                assertThat(rt.shutdown(Duration.ZERO)).isFalse();
            }

            assertThatThrownBy(run::join).isInstanceOf(CancellationException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void chainedStagesMayUseTheRuntime(int procs) throws Exception {
        try (GoRuntime rt = GoRuntime.builder().maxProcs(procs).build()) {
            CompletableFuture<Integer> chained = rt.run(Futures.<Integer>start(never())
                    .map(future -> future.handle(
                            (v, thrown) -> rt.run(sleep(Duration.ofMillis(1)).as(1)))));

            assertThat(chained.get(20, TimeUnit.SECONDS)).isEqualTo(1);
        }
    }
}
