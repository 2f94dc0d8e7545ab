package io.gondola.testkit.goker;

import static io.gondola.dsl.Go.forRange;
import static io.gondola.dsl.Go.go;
import static io.gondola.testkit.goker.Trigger.SCHEDULE;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.Shared;
import io.gondola.dsl.Unit;
import io.gondola.sync.Mutex;
import io.gondola.testkit.Kind;

/** A balancer sends address updates under its lock, and who receives them needs that lock to take a connection down. */
final class Grpc1353 implements Kernel {
    @Override
    public String id() {
        return "grpc#1353";
    }

    @Override
    public Expected expected() {
        return Expected.when(SCHEDULE)
                .reports(Kind.LEAK, Kind.DEADLOCK)
                .naming("updates", "lbWatcher", "rr.mu", "addrCh");
    }

    @Override
    public Go<?> program(boolean fixed) {
        Mutex balancerMu = new Mutex().named("rr.mu");
        Mutex connMu = new Mutex().named("addrConn.mu");
        Channel<Integer> addresses = Channel.<Integer>unbuffered().named("addrCh");
        Shared<Integer> connected = Shared.of(2).named("connected");

        Go<Unit> updates = forRange(
                        0,
                        2,
                        i -> fixed
                                ? balancerMu.withLock(connected.get()).flatMap(addresses::send)
                                : balancerMu.withLock(connected.get().flatMap(addresses::send)))
                .then(addresses.close());
        Go<Integer> down = balancerMu.withLock(connected.update(n -> n - 1));
        Go<Unit> watch = addresses.range(a -> connMu.withLock(down));
        return go("updates", updates).then(go("lbWatcher", watch));
    }
}
