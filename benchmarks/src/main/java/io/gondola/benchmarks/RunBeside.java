package io.gondola.benchmarks;

import static io.gondola.dsl.Go.async;
import static io.gondola.dsl.Go.forRange;
import static io.gondola.dsl.Go.go;
import static io.gondola.dsl.Go.pure;
import static io.gondola.dsl.Go.run;
import static io.gondola.dsl.Go.sleep;
import static io.gondola.dsl.Go.suspend;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.GoRuntime;
import io.gondola.dsl.Unit;
import io.gondola.time.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

/** What a run of the smallest program costs in a runtime that has much else to look after. */
final class RunBeside {
    private static final Duration LONG = Duration.ofDays(1);
    private static final int OPERATIONS_PER_RUN = 100;

    private RunBeside() {}

    /** The nanoseconds of one run, beside a crowd of {@code x}; {@code operations} says how long to measure. */
    static double nanos(GoRuntime runtime, Curve curve, int x, int operations) {
        int runs = Math.max(10, operations / OPERATIONS_PER_RUN);
        List<CompletableFuture<?>> crowd = gather(runtime, curve, x);
        try {
            long start = System.nanoTime();
            for (int i = 0; i < runs; i++) {
                runtime.run(pure(1));
            }
            return (double) (System.nanoTime() - start) / runs;
        } finally {
            crowd.forEach(program -> program.cancel(true));
        }
    }

    /** Returns once all are there. */
    private static List<CompletableFuture<?>> gather(GoRuntime runtime, Curve curve, int x) {
        CountDownLatch there = new CountDownLatch(1);
        Go<Unit> stay = run(there::countDown).then(async(callback -> {}));
        List<CompletableFuture<?>> programs = new ArrayList<>();
        switch (curve) {
            case RUN_SLEEPERS ->
                programs.add(runtime.start(go(sleep(LONG)).repeat(x).then(stay)));
            case RUN_PARKED ->
                programs.add(runtime.start(suspend(() -> {
                    Channel<Integer> silent = Channel.unbuffered();
                    return go(silent.receive()).repeat(x).then(stay);
                })));
            case RUN_TICKERS ->
                programs.add(runtime.start(suspend(() -> {
                    Ticker[] unheard = new Ticker[x];
                    return forRange(
                                    0,
                                    x,
                                    i -> Ticker.start(Duration.ofMillis(1)).peek(ticker -> unheard[i] = ticker))
                            .then(stay)
                            .flatMap(v -> unheard[0].stop()); // kept until then
                })));
            case RUN_PROGRAMS -> {
                for (int i = 0; i < x; i++) {
                    programs.add(runtime.start(async(callback -> {})));
                }
                there.countDown();
            }
            default -> throw new IllegalArgumentException("no run beside something: " + curve);
        }
        try {
            there.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted while measuring", e);
        }
        return programs;
    }
}
