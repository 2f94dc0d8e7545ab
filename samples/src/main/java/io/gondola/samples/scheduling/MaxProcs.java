package io.gondola.samples.scheduling;

import static io.gondola.dsl.Go.*;

import io.gondola.dsl.Go;
import io.gondola.dsl.GoRuntime;
import io.gondola.dsl.Unit;
import io.gondola.samples.Expected;
import io.gondola.samples.Group;
import io.gondola.samples.Sample;
import io.gondola.sync.WaitGroup;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The number of processors limits how many goroutines run at the same instant, and nothing else: {@code
 * runtime.GOMAXPROCS(n)}. Eight goroutines compute; the story counts how many were at it at once.
 */
final class MaxProcs {
    private static final int GOROUTINES = 8;

    private MaxProcs() {}

    static Go<Unit> program(GoRuntime runtime) {
        return compute(runtime, 1).then(compute(runtime, 4));
    }

    private static Go<Unit> compute(GoRuntime runtime, int procs) {
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        WaitGroup all = new WaitGroup();
        Go<Unit> body = run(() -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            spin(TimeUnit.MILLISECONDS.toNanos(2));
            now.decrementAndGet();
        });
        return sequence(
                run(() -> runtime.setMaxProcs(procs)),
                forRange(0, GOROUTINES, i -> all.go(body)),
                all.await(),
                suspend(() -> println("maxProcs", procs + ":", "at most", most.get(), "at once")));
    }

    private static void spin(long nanos) {
        long end = System.nanoTime() + nanos;
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }

    static Sample sample() {
        return Sample.named("story-max-procs")
                .in(Group.SCHEDULER)
                .summary("one processor against four: how many goroutines run at the same instant")
                .prints(Expected.matching("maxProcs 1: at most 1 at once", "maxProcs 4: at most [1-4] at once"))
                .runs(stage -> program(stage.runtime()));
    }
}
