package io.gondola.benchmarks;

import static io.gondola.dsl.Go.*;

import io.gondola.commands.Command;
import io.gondola.dsl.Go;
import io.gondola.dsl.GoRuntime;
import io.gondola.sync.WaitGroup;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Measures goroutines that sleep for a second: how long it takes until all have started, slept and ended, how late the
 * latest woke, and what one costs in live heap.
 */
public final class Sleepers {
    static final Command COMMAND = Command.named(
                    "Sleepers", "java -cp gondola-benchmarks.jar io.gondola.benchmarks.Sleepers [OPTION...] [COUNT]")
            .does("Measures how late COUNT goroutines wake that sleep for a second, a million by default.")
            .flag("--quick", "ten thousand, once: shows that it works")
            .words();
    private static final int COUNT = 1_000_000;
    private static final int QUICK_COUNT = 10_000;
    private static final int ROUNDS = 7;
    private static final Duration SLEEP = Duration.ofSeconds(1);
    private static final Duration LONG_SLEEP = Duration.ofMinutes(10);

    private Sleepers() {}

    public static void main(String[] args) throws InterruptedException {
        Arguments.run(COMMAND, args, Sleepers::measure);
    }

    private static void measure(Arguments given) throws InterruptedException {
        boolean quick = given.has("--quick");
        int count = given.onlyCount(quick ? QUICK_COUNT : COUNT);
        System.out.println(Environment.describe());
        try (GoRuntime runtime = GoRuntime.builder().build()) {
            for (int round = 0; round < (quick ? 1 : ROUNDS); round++) {
                long start = System.nanoTime();
                long lateNanos = runtime.run(program(count, SLEEP));
                System.out.println(count + " sleepers of " + SLEEP.toMillis() + " ms: " + millisSince(start)
                        + " ms until all have ended, the latest woke " + lateNanos / 1_000_000 + " ms late");
            }
            System.out.println("live heap of one that sleeps: " + bytesEach(runtime, count) + " bytes");
            System.out.flush();
            Runtime.getRuntime().halt(0); // or those that sleep for long would be waited for
        }
    }

    private static long millisSince(long start) {
        return (System.nanoTime() - start) / 1_000_000;
    }

    /** Yields by how many nanoseconds the latest of {@code n} sleepers overslept. */
    static Go<Long> program(int n, Duration sleep) {
        return suspend(() -> {
            AtomicLong latest = new AtomicLong();
            WaitGroup ended = new WaitGroup();
            Go<?> sleeper = suspend(() -> {
                long due = System.nanoTime() + sleep.toNanos();
                return sleep(sleep).then(run(() -> {
                    long late = System.nanoTime() - due;
                    if (late > latest.get()) {
                        latest.accumulateAndGet(late, Math::max);
                    }
                }));
            });
            return ended.go(sleeper).repeat(n).then(ended.await()).then(call(latest::get));
        });
    }

    private static long bytesEach(GoRuntime runtime, int n) throws InterruptedException {
        sleepForLong(runtime, 1_000);
        long before = live();
        sleepForLong(runtime, n);
        return (live() - before) / n;
    }

    /** Returns when all sleep, or are about to. */
    private static void sleepForLong(GoRuntime runtime, int n) throws InterruptedException {
        AtomicInteger begun = new AtomicInteger();
        CompletableFuture<?> program =
                runtime.start(go(run(begun::incrementAndGet).then(sleep(LONG_SLEEP)))
                        .repeat(n)
                        .then(never()));
        while (begun.get() < n && !program.isDone()) {
            Thread.sleep(1);
        }
        Thread.sleep(200);
    }

    private static long live() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            System.gc();
            least = Math.min(
                    least,
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
        return least;
    }
}
