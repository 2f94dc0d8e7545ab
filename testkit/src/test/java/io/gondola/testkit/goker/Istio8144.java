package io.gondola.testkit.goker;

import static io.gondola.dsl.Go.go;
import static io.gondola.dsl.Go.sequence;
import static io.gondola.dsl.Go.unit;
import static io.gondola.testkit.goker.Trigger.SCHEDULE;

import io.gondola.dsl.Go;
import io.gondola.dsl.Shared;
import io.gondola.dsl.Unit;
import io.gondola.sync.SyncMap;
import io.gondola.sync.WaitGroup;
import io.gondola.testkit.Kind;

/** A cache calls back for what it evicts; the callback counts, and the test reads the count without waiting. */
final class Istio8144 implements Kernel {
    @Override
    public String id() {
        return "istio#8144";
    }

    @Override
    public Expected expected() {
        return Expected.when(SCHEDULE).reports(Kind.RACE).naming("main", "evicter", "evicted");
    }

    @Override
    public Go<?> program(boolean fixed) {
        SyncMap<String, Integer> entries = new SyncMap<>();
        WaitGroup evictions = new WaitGroup().named("evictions");
        Shared<Integer> evicted = Shared.of(0).named("evicted");

        Go<Integer> callback = evicted.update(n -> n + 1);
        Go<Unit> evict =
                entries.range((key, value) -> entries.delete(key).then(callback).as(true));
        Go<Unit> evicter = evictions.add(1).then(go("evicter", evict.defer(evictions.done())));
        return sequence(
                evicter, entries.store("key", 1), fixed ? evictions.await() : unit(), evicted.get(), evictions.await());
    }
}
