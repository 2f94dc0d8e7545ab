package io.gondola.testkit.goker;

import static io.gondola.dsl.Go.forEach;
import static io.gondola.testkit.goker.Trigger.ALWAYS;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.sync.Mutex;
import io.gondola.testkit.Kind;
import io.gondola.testkit.Testing;
import java.util.List;

/** A flow that is cancelled sends a message to each of its streams, one of which is full and has no reader. */
final class Cockroach35931 implements Kernel {
    @Override
    public String id() {
        return "cockroach#35931";
    }

    @Override
    public Expected expected() {
        return Expected.when(ALWAYS).reports(Kind.DEADLOCK).naming("main", "left");
    }

    @Override
    public Go<?> program(boolean fixed) {
        Mutex mu = new Mutex().named("flow.mu");
        Channel<String> left = Channel.<String>buffered(1).named("left");
        Channel<String> right = Channel.<String>buffered(1).named("right");
        // Go's map has no order.
        Go<List<Channel<String>>> inboundStreams =
                Testing.choose(2).map(n -> n == 0 ? List.of(left, right) : List.of(right, left));
        Go<Unit> cancel = mu.withLock(inboundStreams.flatMap(
                streams -> forEach(streams, s -> fixed ? s.trySend("query cancelled") : s.send("query cancelled"))));
        return left.send("row").then(cancel);
    }
}
