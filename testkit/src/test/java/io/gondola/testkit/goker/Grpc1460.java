package io.gondola.testkit.goker;

import static io.gondola.dsl.Go.go;
import static io.gondola.dsl.Go.sequence;
import static io.gondola.dsl.Go.unit;
import static io.gondola.select.Select.onDefault;
import static io.gondola.select.Select.onSend;
import static io.gondola.select.Select.select;
import static io.gondola.testkit.goker.Trigger.SCHEDULE;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.Shared;
import io.gondola.dsl.Unit;
import io.gondola.sync.Mutex;
import io.gondola.testkit.Kind;

/** An idle keep-alive waits to be awoken and holds the lock that the goroutine which would wake it needs. */
final class Grpc1460 implements Kernel {
    @Override
    public String id() {
        return "grpc#1460";
    }

    @Override
    public Expected expected() {
        return Expected.when(SCHEDULE)
                .reports(Kind.LEAK, Kind.DEADLOCK)
                .naming("keepalive", "newStream", "mu", "awaken");
    }

    @Override
    public Go<?> program(boolean fixed) {
        Mutex mu = new Mutex().named("mu");
        // The cure has two parts: to wait without the lock, and to keep the signal for who does not wait yet.
        Channel<Unit> awaken = Channel.<Unit>buffered(fixed ? 1 : 0).named("awaken");
        Shared<Integer> streams = Shared.of(0).named("activeStreams");

        Go<Unit> dormant =
                fixed ? mu.unlock().then(awaken.receive()) : awaken.receive().then(mu.unlock());
        Go<Unit> keepalive = mu.lock().then(streams.get()).flatMap(n -> n < 1 ? dormant : mu.unlock());
        Go<Unit> awake = select(onSend(awaken, Unit.UNIT, unit()), onDefault(unit()));
        Go<Unit> newStream = mu.withLock(streams.update(n -> n + 1).then(awake));
        return sequence(go("keepalive", keepalive), go("newStream", newStream));
    }
}
