package io.gondola.testkit.goker;

import static io.gondola.dsl.Go.forever;
import static io.gondola.dsl.Go.go;
import static io.gondola.dsl.Go.sequence;
import static io.gondola.dsl.Go.unit;
import static io.gondola.select.Select.onReceive;
import static io.gondola.select.Select.onTimeout;
import static io.gondola.select.Select.select;
import static io.gondola.testkit.goker.Trigger.ALWAYS;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.Shared;
import io.gondola.dsl.Unit;
import io.gondola.testkit.Kind;
import java.time.Duration;

/** A test changes a global rate while the loop of a lessor that it has started reads it. */
final class Etcd8194 implements Kernel {
    @Override
    public String id() {
        return "etcd#8194";
    }

    @Override
    public Expected expected() {
        return Expected.when(ALWAYS).reports(Kind.RACE).naming("main", "runLoop", "leaseRevokeRate");
    }

    @Override
    public Go<?> program(boolean fixed) {
        Shared<Integer> rate = Shared.of(1000).named("leaseRevokeRate");
        Channel<Unit> stop = Channel.<Unit>unbuffered().named("stopC");
        Channel<Unit> done = Channel.<Unit>unbuffered().named("doneC");

        Go<Unit> runLoop = forever(b -> rate.get()
                        .then(select(onTimeout(Duration.ofMillis(500), unit()), onReceive(stop, b.<Unit>exit()))))
                .defer(done.close());
        Go<Unit> start = go("runLoop", runLoop);
        Go<Unit> override = rate.set(10);
        Go<Unit> close = stop.close().then(done.receive());
        return fixed ? sequence(override, start, close, rate.set(1000)) : sequence(start, override, close);
    }
}
