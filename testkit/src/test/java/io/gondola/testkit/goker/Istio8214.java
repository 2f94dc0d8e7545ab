package io.gondola.testkit.goker;

import static io.gondola.dsl.Go.go;
import static io.gondola.dsl.Go.sequence;
import static io.gondola.testkit.goker.Trigger.ALWAYS;

import io.gondola.dsl.Go;
import io.gondola.sync.AtomicLong;
import io.gondola.sync.WaitGroup;
import io.gondola.testkit.Kind;

/** A cache counts its evictions atomically, and copies the counters as plain fields for who asks for them. */
final class Istio8214 implements Kernel {
    @Override
    public String id() {
        return "istio#8214";
    }

    @Override
    public Expected expected() {
        return Expected.when(ALWAYS).reports(Kind.RACE).naming("main", "evicter");
    }

    @Override
    public Go<?> program(boolean fixed) {
        WaitGroup wg = new WaitGroup().named("evictions");
        AtomicLong evictions = new AtomicLong();
        Go<Long> stats = fixed ? evictions.load() : evictions.plain().get();
        return sequence(wg.add(1), go("evicter", evictions.add(1).defer(wg.done())), stats, wg.await());
    }
}
