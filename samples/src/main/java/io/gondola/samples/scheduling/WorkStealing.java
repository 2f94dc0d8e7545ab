package io.gondola.samples.scheduling;

import static io.gondola.dsl.Go.*;

import io.gondola.dsl.Go;
import io.gondola.dsl.GoRuntime;
import io.gondola.dsl.Unit;
import io.gondola.samples.Group;
import io.gondola.samples.Sample;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Goroutines start in the queue of the processor that spawned them. Here that processor then stays busy with plain
 * Java code until all of them have run: they can only run because the other processor steals them.
 */
final class WorkStealing {
    private static final int GOROUTINES = 64;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private WorkStealing() {}

    @SuppressWarnings("gondola:blocking") // on purpose: the processor is to stay busy
    static Go<Unit> program(GoRuntime runtime) {
        CountDownLatch left = new CountDownLatch(GOROUTINES);
        return sequence(
                forRange(0, GOROUTINES, i -> go(run(left::countDown))),
                call(() -> left.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS))
                        .flatMap(allRan -> println("all", GOROUTINES, "ran elsewhere:", allRan)),
                suspend(() -> println("stolen:", runtime.stats().steals() > 0)));
    }

    static Sample sample() {
        return Sample.named("story-stealing")
                .in(Group.SCHEDULER)
                .summary("an idle processor steals from a busy one")
                .onThreadsOnly("one thread has nobody to steal from")
                .onMaxProcs(2)
                .prints("all 64 ran elsewhere: true", "stolen: true")
                .runs(stage -> program(stage.runtime()));
    }
}
