package io.gondola.samples.scheduling;

import static io.gondola.dsl.Go.*;

import io.gondola.dsl.Go;
import io.gondola.dsl.GoRuntime;
import io.gondola.dsl.Unit;
import io.gondola.samples.Expected;
import io.gondola.samples.Group;
import io.gondola.samples.Sample;
import io.gondola.sync.WaitGroup;
import io.vavr.collection.List;
import java.time.Duration;

/**
 * A goroutine that sleeps occupies no thread: it leaves its processor to others, and is made ready when its time has
 * come. A million sleepers need one poller thread between them.
 */
final class WokenByPoller {
    private WokenByPoller() {}

    static Go<Unit> program(GoRuntime runtime) {
        WaitGroup both = new WaitGroup();
        return sequence(
                both.go(sequence(
                        println("sleeper: wake me in 20 ms"), sleep(Duration.ofMillis(20)), println("sleeper: awake"))),
                both.go(forRange(1, 4, i -> println("worker: line", i).then(gosched()))),
                both.await(),
                suspend(() -> println("polls:", runtime.stats().polls())));
    }

    static Sample sample() {
        List<String> sleeper = List.of("sleeper: wake me in 20 ms", "sleeper: awake", "polls: n");
        List<String> worker = List.of("worker: line 1", "worker: line 2", "worker: line 3");
        return Sample.named("story-poller")
                .in(Group.SCHEDULER)
                .summary("a sleeping goroutine leaves its processor to others until the poller wakes it")
                .onMaxProcs(1)
                .prints(Expected.interleaving(sleeper, worker)
                        .and(Expected.endsWith("polls: n"))
                        .after(line -> line.replaceFirst("polls: \\d+", "polls: n")))
                .runs(stage -> program(stage.runtime()));
    }
}
