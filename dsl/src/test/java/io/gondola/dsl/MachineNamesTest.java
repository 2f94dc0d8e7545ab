package io.gondola.dsl;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** What a thread dump shows. */
class MachineNamesTest {
    private static void await(Predicate<String> someThread) {
        long start = System.nanoTime();
        while (Thread.getAllStackTraces().keySet().stream().map(Thread::getName).noneMatch(someThread)) {
            assertThat(System.nanoTime() - start).as("waited for the name").isLessThan(30_000_000_000L);
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static void await(CountDownLatch latch) throws InterruptedException {
        assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void threadInBlockingCodeIsNamedAfterItsGoroutineWhileTheRuntimeIsIdle() {
        CountDownLatch release = new CountDownLatch(1);
        try (GoRuntime rt = GoRuntime.builder().maxProcs(1).build()) {
            Go<Unit> reader = Go.blocking(() -> {
                        await(release);
                        return 0;
                    })
                    .then(Go.unit());
            var result = rt.start(Go.go("reader", reader).then(Go.sleep(Duration.ofHours(1))));

            await(name -> name.matches("gondola-m-\\d+ goroutine \\d+ reader"));
            release.countDown();
            result.cancel(true);
        }
    }

    @Test
    void threadInALongStepIsNamedAfterItsGoroutineAndGetsItsPlainNameBack() {
        CountDownLatch release = new CountDownLatch(1);
        try (GoRuntime rt = GoRuntime.builder().maxProcs(1).build()) {
            var result = rt.start(Go.run(() -> await(release)).then(Go.sleep(Duration.ofHours(1))));

            await(name -> name.matches("gondola-m-\\d+ goroutine 1"));
            release.countDown();
            await(name -> name.matches("gondola-m-\\d+"));
            result.cancel(true);
        }
    }
}
