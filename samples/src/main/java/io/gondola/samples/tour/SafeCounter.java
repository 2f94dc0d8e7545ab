package io.gondola.samples.tour;

import static io.gondola.dsl.Go.*;

import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.samples.Group;
import io.gondola.samples.Sample;
import io.gondola.sync.Mutex;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Page 9: a thousand goroutines count under a mutex. */
final class SafeCounter {
    private final Mutex mu = new Mutex();
    private final Map<String, Integer> v = new HashMap<>();

    private SafeCounter() {}

    private Go<Unit> inc(String key) {
        return mu.withLock(run(() -> v.merge(key, 1, Integer::sum)));
    }

    private Go<Integer> value(String key) {
        return mu.withLock(call(() -> v.get(key)));
    }

    static Go<Unit> program() {
        SafeCounter c = new SafeCounter();
        return sequence(
                forRange(0, 1_000, i -> go(c.inc("somekey"))),
                sleep(Duration.ofSeconds(1)),
                c.value("somekey").flatMap(n -> println(n)));
    }

    static Sample sample() {
        return Sample.named("tour-mutex")
                .in(Group.TOUR)
                .summary("a thousand goroutines count under a mutex")
                .prints("1000")
                .runs(() -> program());
    }
}
