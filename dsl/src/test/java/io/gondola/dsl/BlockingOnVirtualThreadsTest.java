package io.gondola.dsl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

class BlockingOnVirtualThreadsTest {
    private static GoRuntime open() {
        return GoRuntime.builder().maxProcs(1).blockingOnVirtualThreads(true).build();
    }

    @Test
    @EnabledForJreRange(max = JRE.JAVA_20)
    void aJdkWithoutVirtualThreadsIsRefused() {
        assertThatThrownBy(() -> GoRuntime.builder().blockingOnVirtualThreads(true))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessage("blockingOnVirtualThreads needs Java 21 or later: "
                        + Runtime.version().feature());
    }

    @Test
    @EnabledForJreRange(max = JRE.JAVA_20)
    void thePropertyIsRefusedThereToo() {
        withProperty(
                "virtual",
                () -> assertThatThrownBy(GoRuntime::builder)
                        .isInstanceOf(UnsupportedOperationException.class)
                        .hasMessage("-Dgondola.blocking=virtual needs Java 21 or later: "
                                + Runtime.version().feature()));
    }

    @Test
    void anotherValueOfThePropertyIsRefused() {
        withProperty(
                "fast",
                () -> assertThatThrownBy(GoRuntime::builder)
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessage("-Dgondola.blocking must be threads or virtual: fast"));
    }

    private static void withProperty(String value, Runnable test) {
        System.setProperty("gondola.blocking", value);
        try {
            test.run();
        } finally {
            System.clearProperty("gondola.blocking");
        }
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void thePropertyTurnsItOnAndTheBuilderOff() {
        withProperty("virtual", () -> {
            Go<Boolean> onMachine =
                    Go.blocking(() -> Thread.currentThread().getName().startsWith("gondola-"));
            try (GoRuntime on = GoRuntime.builder().build();
                    GoRuntime off =
                            GoRuntime.builder().blockingOnVirtualThreads(false).build()) {
                assertThat(on.run(onMachine)).isFalse();
                assertThat(off.run(onMachine)).isTrue();
            }
        });
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void aGoroutineWhoseCodeBlocksIsInASyscallAndNoDeadlock() throws Exception {
        CountDownLatch blocked = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        try (GoRuntime rt = open()) {
            CompletableFuture<Integer> run = rt.start(Go.blocking(() -> {
                blocked.countDown();
                goOn.await();
                return 7;
            }));
            blocked.await();
            assertThat(rt.dump().toString()).contains("goroutine 1 [syscall]:");
            goOn.countDown();
            assertThat(run.get()).isEqualTo(7);
        }
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void anInterruptOfTheCodesOwnThreadStaysThere() {
        Go<Boolean> interrupted = Go.blocking(() -> Thread.currentThread().isInterrupted());
        Go<Boolean> program = Go.blocking(() -> {
                    Thread.currentThread().interrupt();
                    return 1;
                })
                .then(interrupted);
        try (GoRuntime rt = open()) {
            assertThat(rt.run(program)).isFalse();
        }
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void aThousandBlockAtOnceWithoutAThreadEach() {
        int n = 1_000;
        CountDownLatch all = new CountDownLatch(n);
        Go<Integer> meet = Go.blocking(() -> {
            all.countDown();
            all.await(); // ends only when all block
            return 1;
        });
        try (GoRuntime rt = open()) {
            assertThat(rt.run(Go.parallel(io.vavr.collection.List.fill(n, meet))))
                    .hasSize(n);
            assertThat(rt.stats().machines()).isLessThan(10);
        }
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void anExceptionOfTheCodeIsAPanic() {
        try (GoRuntime rt = open()) {
            for (Throwable thrown :
                    new Throwable[] {new IOException("x"), new InterruptedException("x"), new AssertionError("x")}) {
                assertThat(catchThrowable(() -> rt.run(Go.blocking(() -> {
                            throw thrown;
                        }))))
                        .isInstanceOf(Panic.class)
                        .hasCause(thrown);
            }
            assertThat((int) rt.run(Go.blocking(() -> 7))).isEqualTo(7);
        }
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void closingInterruptsTheCode() throws Exception {
        CountDownLatch blocked = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        GoRuntime rt = open();
        CompletableFuture<Boolean> run = rt.start(Go.blocking(() -> {
            blocked.countDown();
            try {
                never.await();
                return interrupted.complete(false);
            } catch (InterruptedException e) {
                return interrupted.complete(true);
            }
        }));
        blocked.await();

        rt.close();

        assertThat(interrupted.get()).isTrue();
        assertThat(run).isCompletedExceptionally();
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void aLockedGoroutineBlocksItsOwnThread() {
        AtomicBoolean same = new AtomicBoolean();
        try (GoRuntime rt = open()) {
            rt.run(Go.locked(Go.call(Thread::currentThread)
                    .flatMap(t -> Go.blocking(() -> {
                        same.set(Thread.currentThread() == t);
                        return 1;
                    }))));
        }
        assertThat(same).isTrue();
    }
}
