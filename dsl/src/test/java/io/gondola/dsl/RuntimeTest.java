package io.gondola.dsl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway") // nulls are what is refused; what is looked for is there
class RuntimeTest {
    @OnEveryRuntime
    void runYieldsTheProgramsValue(TestRuntime rt) {
        rt.assertRun(Go.pure(42)).isEqualTo(42);
    }

    @OnEveryRuntime
    void runtimeRunsOneProgramAfterAnother(TestRuntime rt) {
        try (GoRuntime r = rt.open()) {
            List<Integer> values = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                values.add(r.run(Go.pure(i)));
            }
            assertThat(values).hasSize(20).endsWith(19);
        }
    }

    @OnEveryRuntime
    void runtimeIsUsableAfterADeadlock(TestRuntime rt) {
        try (GoRuntime r = rt.open()) {
            assertThatThrownBy(() -> r.run(Go.never())).isInstanceOf(FatalError.class);
            Object value = r.<Integer>run(Go.pure(1));
            assertThat(value).isEqualTo(1);
        }
    }

    @OnEveryRuntime
    void runtimeIsUsableAfterAPanic(TestRuntime rt) {
        try (GoRuntime r = rt.open()) {
            assertThatThrownBy(() -> r.run(Go.panic("x"))).isInstanceOf(Panic.class);
            Object value = r.<Integer>run(Go.pure(1));
            assertThat(value).isEqualTo(1);
        }
    }

    @OnEveryRuntime
    void goroutinesOfAnEndedProgramAreDropped(TestRuntime rt) {
        try (GoRuntime r = rt.open()) {
            r.run(Go.go(Go.never()).repeat(10));
            Object left = r.<Integer>run(Go.call(() -> r.dump().goroutines().size()));
            assertThat(left).isEqualTo(1);
        }
    }

    @OnEveryRuntime
    void closeTwiceIsHarmless(TestRuntime rt) {
        GoRuntime r = rt.open();
        r.close();

        assertThat(catchThrowable(r::close)).isNull();
    }

    @OnEveryRuntime
    void runOnAClosedRuntimeIsRefused(TestRuntime rt) {
        GoRuntime r = rt.open();
        r.close();

        assertThatThrownBy(() -> r.run(Go.unit()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("runtime is closed");
    }

    @OnEveryRuntime
    void startOnAClosedRuntimeIsRefused(TestRuntime rt) {
        GoRuntime r = rt.open();
        r.close();

        assertThat(catchThrowable(() -> assertThat(r.start(Go.unit())).isNotNull()))
                .isInstanceOf(IllegalStateException.class);
    }

    @OnEveryRuntime
    void runOfNullNamesTheParameter(TestRuntime rt) {
        try (GoRuntime r = rt.open()) {
            assertThatThrownBy(() -> r.run(null))
                    .isInstanceOf(NullPointerException.class)
                    .hasMessage("program");
        }
    }

    @OnEveryRuntime
    @SuppressWarnings("gondola:run") // on purpose
    void runInsideAGoroutineIsRefused(TestRuntime rt) {
        Throwable thrown = catchThrowable(() -> rt.with(r -> Go.call(() -> r.<String>run(Go.pure("inner")))));

        assertThat(thrown).isInstanceOf(Panic.class).hasCauseInstanceOf(IllegalStateException.class);
        assertThat(thrown).hasMessageContaining("run must not be called inside a goroutine of the same runtime");
    }

    @OnEveryRuntime
    void otherRuntimeMayBeUsedInsideABlockingCall(TestRuntime rt) {
        Go<Integer> program = Go.blocking(() -> {
            try (GoRuntime inner = GoRuntime.deterministic(1)) {
                return inner.run(Go.pure(5));
            }
        });

        rt.assertRun(program).isEqualTo(5);
    }

    @OnEveryRuntime
    void startCompletesWithTheValue(TestRuntime rt) throws Exception {
        try (GoRuntime r = rt.open()) {
            Object value = r.start(Go.pure(3)).get(30, TimeUnit.SECONDS);
            assertThat(value).isEqualTo(3);
        }
    }

    @OnEveryRuntime
    void startCompletesWithThePanic(TestRuntime rt) {
        try (GoRuntime r = rt.open()) {
            CompletableFuture<Unit> result = r.start(Go.panic("x"));
            assertThatThrownBy(() -> result.get(30, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(Panic.class);
        }
    }

    @Test
    void twoProgramsRunSideBySide() throws Exception {
        try (GoRuntime r = GoRuntime.builder().maxProcs(1).build()) {
            CompletableFuture<Unit> endless = r.start(Go.forever(Go.gosched()));
            Object value = r.start(Go.pure(3)).get(30, TimeUnit.SECONDS);
            assertThat(value).isEqualTo(3);
            assertThat(endless.cancel(true)).isTrue();
        }
    }

    @Test
    void closeEndsARunningProgram() {
        GoRuntime r = GoRuntime.builder().maxProcs(2).build();
        CompletableFuture<Unit> endless = r.start(Go.forever(Go.gosched()));
        r.close();

        assertThatThrownBy(endless::get).isInstanceOf(CancellationException.class);
    }

    @Test
    void closeEndsASleepingProgram() {
        GoRuntime r = GoRuntime.builder().maxProcs(2).build();
        CompletableFuture<Unit> asleep = r.start(Go.sleep(Duration.ofDays(300)));
        r.close();

        assertThatThrownBy(asleep::get).isInstanceOf(CancellationException.class);
    }

    @Test
    void closeLeavesNoThread() throws InterruptedException {
        AtomicReference<Thread> machine = new AtomicReference<>();
        GoRuntime r = GoRuntime.builder().maxProcs(2).build();
        r.run(Go.run(() -> machine.set(Thread.currentThread())));
        r.close();

        machine.get().join(30_000);

        assertThat(machine.get().isAlive()).isFalse();
    }

    @Test
    void machinesAreNamedDaemons() {
        AtomicReference<Thread> machine = new AtomicReference<>();
        TestRuntime.processors(1).run(Go.run(() -> machine.set(Thread.currentThread())));

        assertThat(machine.get().isDaemon()).isTrue();
        assertThat(machine.get().getName()).startsWith("gondola-m-");
    }

    @Test
    void interruptOfTheThreadInRunEndsTheProgram() throws InterruptedException {
        CountDownLatch started = new CountDownLatch(1);
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        AtomicReference<Boolean> flag = new AtomicReference<>();
        try (GoRuntime r = GoRuntime.builder().maxProcs(1).build()) {
            Thread caller = new Thread(() -> {
                thrown.set(catchThrowable(() -> r.run(Go.run(started::countDown).then(Go.sleep(Duration.ofDays(1))))));
                flag.set(Thread.currentThread().isInterrupted());
            });
            caller.start();
            started.await();
            caller.interrupt();
            caller.join(30_000);
        }

        assertThat(thrown.get()).isInstanceOf(CancellationException.class);
        assertThat(flag.get()).isTrue();
    }

    @OnEveryRuntime
    void mainEndsTheProgramThoughOthersRun(TestRuntime rt) {
        rt.assertRun(Go.go(Go.forever(Go.gosched())).as("main")).isEqualTo("main");
    }

    @OnEveryRuntime
    void statsCountSpawnedGoroutines(TestRuntime rt) {
        try (GoRuntime r = rt.open()) {
            r.run(Go.go(Go.unit()).repeat(9));
            assertThat(r.stats().spawned()).isEqualTo(10);
        }
    }

    @Test
    void setMaxProcsYieldsTheFormerNumber() {
        try (GoRuntime r = GoRuntime.builder().maxProcs(3).build()) {
            assertThat(r.setMaxProcs(1)).isEqualTo(3);
            assertThat(r.stats().maxProcs()).isEqualTo(1);
        }
    }
}
