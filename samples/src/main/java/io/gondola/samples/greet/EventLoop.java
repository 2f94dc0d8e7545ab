package io.gondola.samples.greet;

import static io.gondola.dsl.Go.*;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.Shared;
import io.gondola.dsl.Unit;
import java.time.Duration;

/**
 * Python's event loop from our primitives: one goroutine that takes tasks from a queue and runs each to its end.
 *
 * <p>The count of pending tasks needs no lock: only tasks change it, and only one task runs at a time.
 */
final class EventLoop {
    private final Channel<Go<?>> ready = Channel.<Go<?>>buffered(64).named("ready tasks");
    private final Shared<Integer> pending = Shared.of(0).named("pending tasks");

    /** Python: {@code loop.call_soon}. */
    Go<Unit> callSoon(Go<?> task) {
        return pending.update(n -> n + 1).then(ready.send(task));
    }

    /** Python: {@code loop.call_later}; its caller goes on at once. */
    Go<Unit> callLater(Duration delay, Go<?> task) {
        return pending.update(n -> n + 1).then(go(sleep(delay).then(ready.send(task))));
    }

    /** Runs tasks until none is pending. */
    Go<Unit> run() {
        return forWhile(
                pending.get().map(n -> n > 0),
                ready.receive().flatMap(task -> task).then(pending.update(n -> n - 1)));
    }
}
