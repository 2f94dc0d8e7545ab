package io.gondola.dsl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a step throws is a panic of its goroutine, and nothing else. */
@SuppressWarnings("NullAway") // nulls are what is refused
class AnyThrowableTest {
    private static Stream<Arguments> throwables() {
        return Stream.of(
                Arguments.of("checked", (Supplier<Throwable>) () -> new IOException("x")),
                Arguments.of("unchecked", (Supplier<Throwable>) () -> new IllegalStateException("x")),
                Arguments.of("error", (Supplier<Throwable>) () -> new AssertionError("x")),
                Arguments.of("linkage", (Supplier<Throwable>) () -> new NoClassDefFoundError("x")),
                Arguments.of("memory", (Supplier<Throwable>) () -> new OutOfMemoryError("x")),
                Arguments.of("stack", (Supplier<Throwable>) AnyThrowableTest::overflow),
                Arguments.of("interrupt", (Supplier<Throwable>) () -> new InterruptedException("x")),
                Arguments.of("thread death", (Supplier<Throwable>) ThreadDeath::new),
                Arguments.of("plain", (Supplier<Throwable>) () -> new Throwable("x")));
    }

    private static Throwable overflow() {
        return catchThrowable(() -> deeper(0));
    }

    @SuppressWarnings("InfiniteRecursion") // is what it is for
    private static int deeper(int n) {
        return deeper(n + 1) + 1;
    }

    private static Go<Unit> throwing(Supplier<Throwable> throwable) {
        return Go.run(() -> {
            throw throwable.get();
        });
    }

    private static Go<Unit> blockingAndThrowing(Supplier<Throwable> throwable) {
        return Go.blocking(() -> {
            throw throwable.get();
        });
    }

    /** Two goroutines throw and recover, a third one counts; then another program runs on the same threads. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("throwables")
    void aRecoveredOneDisturbsNobody(String name, Supplier<Throwable> throwable) {
        AtomicInteger recovered = new AtomicInteger();
        int rounds = 50;
        Go<Unit> count = Go.run(recovered::incrementAndGet);
        Go<Unit> plain = throwing(throwable).recover(p -> count).repeat(rounds);
        Go<Unit> blocking = blockingAndThrowing(throwable).recover(p -> count).repeat(rounds);
        Go<Unit> other = Go.gosched().repeat(rounds);

        try (GoRuntime rt = GoRuntime.builder().maxProcs(2).build()) {
            rt.run(Go.parallel(io.vavr.collection.List.of(plain, blocking, other)));
            int machines = rt.stats().machines();

            assertThat(recovered).hasValue(2 * rounds);
            assertThat((int) rt.run(Go.pure(7))).isEqualTo(7);
            assertThat(machines).isPositive();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("throwables")
    void anUncaughtOneEndsItsProgramOnly(String name, Supplier<Throwable> throwable) {
        try (GoRuntime rt = GoRuntime.builder().maxProcs(2).build()) {
            for (Go<Unit> body : java.util.List.of(throwing(throwable), blockingAndThrowing(throwable))) {
                Throwable inMain = catchThrowable(() -> rt.run(body));
                Throwable inChild = catchThrowable(() -> rt.run(Go.go(body).then(Go.never())));

                assertThat(inMain).isInstanceOf(Panic.class);
                assertThat(inMain.getCause()).hasSameClassAs(throwable.get());
                assertThat(inChild).isInstanceOf(Panic.class);
                assertThat((int) rt.run(Go.pure(7))).isEqualTo(7);
            }
        }
    }

    /** A real one, deep inside a step. */
    @OnEveryRuntime
    void aStackOverflowInsideAStepIsAPanic(TestRuntime rt) {
        rt.assertRun(Go.call(() -> deeper(0))
                        .recover(p -> Go.pure(p.getCause() instanceof StackOverflowError ? -1 : 0)))
                .isEqualTo(-1);
    }

    /** Hunts: an interrupt flag that stays on the thread, or that blocking code clears for its own goroutine only. */
    @Test
    void anInterruptThatAStepLeavesBehindReachesNoOtherGoroutine() {
        AtomicInteger seen = new AtomicInteger();
        Go<Unit> interrupts = Go.run(() -> {
                    seen.addAndGet(Thread.currentThread().isInterrupted() ? 1 : 0);
                    Thread.currentThread().interrupt();
                })
                .then(Go.gosched());
        Go<Unit> blocks = Go.<Unit>blocking(() -> {
            seen.addAndGet(Thread.currentThread().isInterrupted() ? 1 : 0);
            Thread.currentThread().interrupt();
            return Unit.UNIT;
        });

        TestRuntime.processors(1)
                .run(Go.parallel(io.vavr.collection.List.fill(30, interrupts))
                        .then(Go.parallel(io.vavr.collection.List.fill(30, blocks.then(interrupts)))));

        assertThat(seen).hasValue(0);
    }

    @Test
    void badOptionsAreNamed() {
        GoRuntime.Builder b = GoRuntime.builder();

        assertThat(catchThrowable(() -> b.maxThreads(0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("maxThreads must be at least 1: 0");
        assertThat(catchThrowable(() -> b.lendProcessors(-1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("lendProcessors must be from 0 to 1024: -1");
        assertThat(catchThrowable(() -> b.output(null)))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("out");
    }

    @Test
    void needingTooManyThreadsIsGosFatalError() {
        CountDownLatch never = new CountDownLatch(1);
        Go<Unit> blocked = Go.blocking(() -> {
            never.await();
            return Unit.UNIT;
        });
        try (GoRuntime rt = GoRuntime.builder().maxProcs(1).maxThreads(5).build()) {
            Throwable thrown = catchThrowable(() -> rt.run(Go.parallel(io.vavr.collection.List.fill(20, blocked))));

            assertThat(thrown)
                    .isInstanceOf(FatalError.class)
                    .hasMessageStartingWith("thread exhaustion\n\ngoroutine 1 [");
            assertThat(((FatalError) thrown).report())
                    .startsWith(
                            "runtime: program exceeds 5-thread limit\nfatal error: thread exhaustion\n\ngoroutine 1 [");
        }
    }
}
