package io.gondola.testkit.goker;

import static io.gondola.dsl.Go.go;
import static io.gondola.dsl.Go.sequence;
import static io.gondola.testkit.goker.Trigger.SCHEDULE;

import io.gondola.dsl.Go;
import io.gondola.dsl.Shared;
import io.gondola.dsl.Unit;
import io.gondola.sync.Mutex;
import io.gondola.sync.WaitGroup;
import io.gondola.testkit.Kind;

/** AB-BA: a lease is acquired under cache then lease lock, and released under table, lease, then cache lock. */
final class Cockroach7504 implements Kernel {
    @Override
    public String id() {
        return "cockroach#7504";
    }

    @Override
    public Expected expected() {
        return Expected.when(SCHEDULE)
                .reports(Kind.DEADLOCK)
                .naming("acquire", "release", "tableNameCache.mu", "lease.mu");
    }

    @Override
    public Go<?> program(boolean fixed) {
        WaitGroup wg = new WaitGroup().named("wg");
        Mutex cacheMu = new Mutex().named("tableNameCache.mu");
        Mutex tableMu = new Mutex().named("tableState.mu");
        Mutex leaseMu = new Mutex().named("lease.mu");
        Shared<Integer> references = Shared.of(1).named("lease.refs");
        Shared<Boolean> cached = Shared.of(true).named("lease.cached");

        Go<Integer> acquire = cacheMu.withLock(cached.get().then(leaseMu.withLock(references.update(n -> n + 1))));
        Go<Integer> dereference = references.update(n -> n - 1);
        Go<Unit> forget = cacheMu.withLock(cached.set(false));
        Go<Unit> release = fixed
                ? tableMu.withLock(leaseMu.withLock(dereference)).then(forget)
                : tableMu.withLock(leaseMu.withLock(dereference.then(forget)));
        return sequence(
                wg.add(2),
                go("acquire", acquire.defer(wg.done())),
                go("release", release.defer(wg.done())),
                wg.await());
    }
}
