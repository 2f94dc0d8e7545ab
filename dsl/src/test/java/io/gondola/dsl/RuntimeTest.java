package io.gondola.dsl;

import static io.gondola.dsl.Go.call;
import static io.gondola.dsl.Go.go;
import static io.gondola.dsl.Go.gosched;
import static io.gondola.dsl.Go.never;
import static io.gondola.dsl.Go.panic;
import static io.gondola.dsl.Go.println;
import static io.gondola.dsl.Go.pure;
import static io.gondola.dsl.Go.run;
import static io.gondola.dsl.Go.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class RuntimeTest {
    private static GoRuntime real(int maxProcs) {
        return GoRuntime.builder().maxProcs(maxProcs).build();
    }

    private static long gondolaThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(t -> t.isAlive() && t.getName().startsWith("gondola-"))
                .count();
    }

    @Test
    void severalProgramsRunOneAfterAnother() {
        try (GoRuntime rt = real(2)) {
            Integer first = rt.run(pure(1));
            Integer second = rt.run(pure(2));

            assertThat(first + second).isEqualTo(3);
        }
    }

    @Test
    void aProgramThatFailsDoesNotDisturbTheNext() {
        try (GoRuntime rt = real(2)) {
            assertThatThrownBy(() -> rt.run(panic("boom"))).isInstanceOf(Panic.class);
            assertThatThrownBy(() -> rt.run(never())).isInstanceOf(FatalError.class);
            Integer value = rt.run(pure(1));

            assertThat(value).isEqualTo(1);
        }
    }

    @Test
    void twoProgramsRunSideBySide() throws Exception {
        try (GoRuntime rt = real(1)) {
            Channel<Integer> ch = Channel.unbuffered();
            CompletableFuture<Integer> receiver = rt.start(ch.receive());
            CompletableFuture<Unit> sender = rt.start(sleep(Duration.ofMillis(5)).then(ch.send(7)));

            assertThat(receiver.get()).isEqualTo(7);
            assertThat(sender.get()).isEqualTo(Unit.UNIT);
        }
    }

    @Test
    void aFutureTellsOfAPanic() {
        try (GoRuntime rt = real(2)) {
            CompletableFuture<Unit> f = rt.start(panic("boom"));

            assertThatThrownBy(f::get).isInstanceOf(ExecutionException.class).cause().hasMessage("boom");
        }
    }

    @Test
    void cancellingTheFutureEndsTheProgram() {
        try (GoRuntime rt = real(2)) {
            CompletableFuture<Unit> f = rt.start(Go.forever(sleep(Duration.ofMillis(1))));

            assertThat(f.cancel(true)).isTrue();
            assertThat(rt.dump().goroutines()).isEmpty();
        }
    }

    @Test
    void interruptingTheThreadThatWaitsEndsTheProgram() throws Exception {
        try (GoRuntime rt = real(2)) {
            CountDownLatch running = new CountDownLatch(1);
            AtomicReference<Throwable> thrown = new AtomicReference<>();
            Thread caller = new Thread(() -> {
                try {
                    rt.run(run(running::countDown).then(sleep(Duration.ofHours(1))));
                } catch (CancellationException e) {
                    thrown.set(e);
                }
            });
            caller.start();
            running.await();

            caller.interrupt();
            caller.join();

            assertThat(thrown.get()).hasMessageContaining("interrupted");
            assertThat(rt.dump().goroutines()).isEmpty();
        }
    }

    @Test
    void closingEndsWhatRunsAndLeavesNoThread() {
        long before = gondolaThreads();
        GoRuntime rt = real(4);
        CompletableFuture<Unit> f = rt.start(go(Go.forever(gosched())).then(sleep(Duration.ofHours(1))));

        rt.close();

        assertThat(f).isCompletedExceptionally();
        assertThat(gondolaThreads()).isEqualTo(before);
    }

    @Test
    void closingInterruptsBlockingCode() throws Exception {
        long before = gondolaThreads();
        GoRuntime rt = real(1);
        CountDownLatch blocked = new CountDownLatch(1);
        rt.start(Go.blocking(() -> {
                    blocked.countDown();
                    new CountDownLatch(1).await();
                    return 1;
                }))
                .exceptionally(e -> 0);
        blocked.await();

        rt.close();

        assertThat(gondolaThreads()).isEqualTo(before);
    }

    @Test
    void closingTwiceIsHarmless() {
        GoRuntime rt = real(1);
        rt.close();
        rt.close();

        GoRuntime deterministic = GoRuntime.deterministic(1);
        deterministic.close();
        deterministic.close();
    }

    @Test
    void aClosedRuntimeRefusesPrograms() {
        GoRuntime rt = real(1);
        rt.close();
        GoRuntime deterministic = GoRuntime.deterministic(1);
        deterministic.close();

        assertThatIllegalStateException().isThrownBy(() -> rt.run(pure(1))).withMessage("runtime is closed");
        assertThatIllegalStateException().isThrownBy(() -> rt.start(pure(1))).withMessage("runtime is closed");
        assertThatIllegalStateException()
                .isThrownBy(() -> deterministic.run(pure(1)))
                .withMessage("runtime is closed");
    }

    @OnEveryRuntime
    void runInsideAGoroutineOfTheSameRuntimeIsRefused(TestRuntime kind) {
        Throwable refused = kind.with(rt -> call(() -> rt.run(pure(1))).<Throwable>map(v -> null).recover(p -> pure(p.getCause())));

        assertThat(refused)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("run must not be called inside a goroutine of the same runtime");
    }

    @Test
    void aNullProgramIsRefusedByName() {
        try (GoRuntime rt = real(1)) {
            assertThatNullPointerException().isThrownBy(() -> rt.run(null)).withMessage("program");
            assertThatNullPointerException().isThrownBy(() -> rt.start(null)).withMessage("program");
        }
    }

    @Test
    void numbersOfProcessorsOutOfRangeAreRefusedByNameAndValue() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GoRuntime.builder().maxProcs(0))
                .withMessage("maxProcs must be from 1 to 1024: 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GoRuntime.builder().maxProcs(-3))
                .withMessage("maxProcs must be from 1 to 1024: -3");
        try (GoRuntime rt = real(1)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> rt.setMaxProcs(0))
                    .withMessage("n must be from 1 to 1024: 0");
        }
    }

    @OnEveryRuntime
    void nothingIsPrintedAfterTheEndOfTheProgram(TestRuntime kind) {
        Go<Unit> chatter = Go.forever(println("tick").then(gosched()));

        assertThat(kind.lines(go(chatter).then(gosched()).then(println("end")))).endsWith("end");
    }

    @Test
    void anAttachedPartyHoldsOffTheDeadlock() throws Exception {
        try (GoRuntime rt = real(2)) {
            CompletableFuture<Unit> f;
            try (AutoCloseable party = rt.attach()) {
                assertThat(party).isNotNull();
                f = rt.start(never());
                rt.run(sleep(Duration.ofMillis(5)));

                assertThat(f).isNotDone();
            }
            assertThatThrownBy(f::get).cause().isInstanceOf(FatalError.class);
        }
    }
}
