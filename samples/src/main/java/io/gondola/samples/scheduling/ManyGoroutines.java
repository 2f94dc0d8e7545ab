package io.gondola.samples.scheduling;

import static io.gondola.dsl.Go.*;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.GoRuntime;
import io.gondola.dsl.Unit;
import io.gondola.samples.Expected;
import io.gondola.samples.Group;
import io.gondola.samples.Sample;
import io.gondola.sync.WaitGroup;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Far more goroutines than machines: ten thousand are alive at once, and a handful of threads runs them all.
 *
 * <p>Prints two ranges: at most as many threads as a scheduler may need, and never one per goroutine.
 */
final class ManyGoroutines {
    private static final int GOROUTINES = 10_000;

    private ManyGoroutines() {}

    static Go<Unit> program(GoRuntime runtime) {
        Set<String> threads = ConcurrentHashMap.newKeySet();
        Channel<Unit> gate = Channel.<Unit>unbuffered().named("gate");
        WaitGroup all = new WaitGroup();
        Go<Unit> body =
                gate.receive().then(run(() -> threads.add(Thread.currentThread().getName())));
        return sequence(
                forRange(0, GOROUTINES, i -> all.go(body)),
                suspend(() -> println("goroutines at once:", runtime.stats().goroutines())),
                gate.close(),
                all.await(),
                suspend(() -> println(
                        GOROUTINES,
                        "goroutines ran on",
                        threads.size(),
                        "threads, maxProcs",
                        runtime.stats().maxProcs())));
    }

    static Sample sample() {
        String ran = "10000 goroutines ran on \\d{1,2} threads, maxProcs \\d+";
        return Sample.named("story-many")
                .in(Group.SCHEDULER)
                .summary("ten thousand goroutines on a handful of threads")
                .printsOnThreads(Expected.matching("goroutines at once: 10001", ran))
                .printsOnSeeds(Expected.matching("goroutines at once: \\d+", ran))
                .runs(stage -> program(stage.runtime()));
    }
}
