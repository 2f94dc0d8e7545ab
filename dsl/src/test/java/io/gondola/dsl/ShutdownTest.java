package io.gondola.dsl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway") // nulls are what is refused
class ShutdownTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    private final GoRuntime rt = GoRuntime.builder().maxProcs(2).build();

    @AfterEach
    void close() {
        rt.close();
    }

    @Test
    void shutdownWaitsForTheProgramsThatRun() throws Exception {
        CompletableFuture<String> slow =
                rt.start(Go.sleep(Duration.ofMillis(50)).as("done"));

        assertThat(rt.shutdown(LONG)).isTrue();
        assertThat(slow.get()).isEqualTo("done");
    }

    @Test
    void shutdownEndsWhatStillRunsAfterTheTimeout() {
        CompletableFuture<Unit> endless = rt.start(Go.sleep(Duration.ofHours(1)));

        assertThat(rt.shutdown(Duration.ofMillis(20))).isFalse();
        assertThat(endless.handle((u, thrown) -> thrown).join())
                .isInstanceOf(CancellationException.class)
                .hasMessage("runtime was closed");
    }

    @Test
    void shutdownWithoutPrograms() {
        assertThat(rt.shutdown(Duration.ZERO)).isTrue();
        assertThatThrownBy(() -> rt.run(Go.unit())).hasMessage("runtime is closed");
    }

    @Test
    void aProgramThatPanicsHasEndedToo() {
        CompletableFuture<Object> run = rt.start(Go.sleep(Duration.ofMillis(20)).then(Go.panic("boom")));

        assertThat(rt.shutdown(LONG)).isTrue();
        assertThat(run).isCompletedExceptionally();
    }

    /** Hunts: a program that is let in after shutdown has looked which programs run. */
    @Test
    void newProgramsAreRefusedWhileOthersEnd() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        CompletableFuture<Unit> running = rt.start(Go.blocking(() -> {
            release.await();
            return Unit.UNIT;
        }));
        CompletableFuture<Boolean> ended = CompletableFuture.supplyAsync(() -> rt.shutdown(LONG));

        Throwable refusal = null;
        while (refusal == null) {
            try {
                rt.run(Go.unit());
            } catch (IllegalStateException e) {
                refusal = e;
            }
        }
        assertThat(refusal).hasMessage("runtime is shutting down");
        assertThat(ended).isNotDone();
        release.countDown();

        assertThat(ended.get()).isTrue();
        assertThat(running.get()).isEqualTo(Unit.UNIT);
    }

    @Test
    void anInterruptEndsTheWaitAndStays() {
        CompletableFuture<Unit> endless = rt.start(Go.sleep(Duration.ofHours(1)));
        Thread.currentThread().interrupt();

        assertThat(rt.shutdown(LONG)).isFalse();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(endless).isCompletedExceptionally();
    }

    @Test
    void shutdownInsideAGoroutineIsRefused() {
        assertThatThrownBy(() -> rt.run(Go.call(() -> rt.shutdown(LONG))))
                .hasCauseInstanceOf(IllegalStateException.class)
                .hasMessageContaining("shutdown must not be called inside a goroutine of the same runtime");
    }

    @Test
    void badTimeoutsAreNamed() {
        assertThatThrownBy(() -> rt.shutdown(null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("timeout");
        assertThatThrownBy(() -> rt.shutdown(Duration.ofSeconds(-1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("timeout must not be negative: PT-1S");
    }

    @Test
    void aDeterministicRuntimeShutsDownToo() {
        GoRuntime d = GoRuntime.deterministic(1);
        d.run(Go.unit());

        assertThat(d.shutdown(LONG)).isTrue();
        assertThatThrownBy(() -> d.run(Go.unit())).hasMessage("runtime is closed");
    }
}
