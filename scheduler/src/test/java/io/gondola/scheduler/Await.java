package io.gondola.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for conditions, never for longer than a deadline. */
final class Await {
    private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final long POLL_NANOS = 200_000;

    private Await() {}

    static void until(String what, BooleanSupplier condition) {
        assertThat(within(LIMIT_NANOS, condition)).as(what).isTrue();
    }

    /** Whether {@code condition} becomes true within a time. */
    static boolean within(long nanos, BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - start > nanos) {
                return false;
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
        return true;
    }

    /** Lets a time pass. */
    static void pass(long nanos) {
        within(nanos, () -> false);
    }

    /** For code of goroutines: waits as Java code does that cannot be preempted. */
    static void latch(CountDownLatch latch) {
        try {
            assertThat(latch.await(LIMIT_NANOS, TimeUnit.NANOSECONDS))
                    .as("latch")
                    .isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    static List<Thread> gondolaThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(t -> t.getName().startsWith("gondola-"))
                .toList();
    }

    static void noThreadIsLeft() {
        if (!within(LIMIT_NANOS, () -> gondolaThreads().isEmpty())) {
            assertThat(gondolaThreads()).as("threads left").isEmpty();
        }
    }
}
