package io.gondola.samples.adder;

import static io.gondola.dsl.Go.*;

import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.samples.Group;
import io.gondola.samples.Sample;
import io.gondola.sync.Mutex;
import io.gondola.sync.WaitGroup;

/** {@link RacingAdders} put right with a lock: {@code mu.Lock(); buckets[n%4] += n; mu.Unlock()}. */
final class LockedAdders {
    private LockedAdders() {}

    static Go<Unit> program() {
        Buckets buckets = new Buckets();
        Mutex mutex = new Mutex().named("buckets");
        WaitGroup adders = new WaitGroup();
        return sequence(
                forRange(
                        0,
                        Buckets.WORKERS,
                        w -> adders.go(forEach(Buckets.numbersOf(w), n -> mutex.withLock(buckets.add(n))))),
                adders.await(),
                buckets.print());
    }

    static Sample sample() {
        return Sample.named("adder-locked")
                .in(Group.ADDER)
                .summary("several goroutines add under a mutex")
                .prints(Buckets.RESULT)
                .runs(() -> program());
    }
}
