package io.gondola.testkit.goker;

import static io.gondola.dsl.Go.forRange;
import static io.gondola.dsl.Go.go;
import static io.gondola.testkit.goker.Trigger.SCHEDULE;

import io.gondola.dsl.Go;
import io.gondola.dsl.Shared;
import io.gondola.dsl.Unit;
import io.gondola.sync.RWMutex;
import io.gondola.sync.WaitGroup;
import io.gondola.testkit.Kind;

/**
 * Read, write, read: who prints the cache holds the read lock, and the cache's own text takes it again. A writer that
 * comes between waits for the first lock, and the second one waits for the writer.
 */
final class Cockroach6181 implements Kernel {
    @Override
    public String id() {
        return "cockroach#6181";
    }

    @Override
    public Expected expected() {
        return Expected.when(SCHEDULE)
                .reports(Kind.LEAK, Kind.DEADLOCK)
                .naming("rangeCache.mu")
                .namingOneOf("lookup-0", "lookup-1", "lookup-2");
    }

    @Override
    public Go<?> program(boolean fixed) {
        WaitGroup wg = new WaitGroup().named("lookups");
        RWMutex mu = new RWMutex().named("rangeCache.mu");
        Shared<Integer> ranges = Shared.of(0).named("ranges");

        Go<Integer> text = fixed ? ranges.get() : mu.withRLock(ranges.get());
        Go<Integer> print = mu.withRLock(text);
        Go<Integer> insert = mu.withLock(ranges.update(n -> n + 1));
        Go<Integer> lookup = print.then(insert);
        Go<Unit> test = forRange(0, 3, i -> wg.add(1).then(go("lookup-" + i, lookup.defer(wg.done()))))
                .then(wg.await());
        return go("test", test);
    }
}
