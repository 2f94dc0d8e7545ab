package io.gondola.testkit.goker;

import static io.gondola.dsl.Go.forWhile;
import static io.gondola.dsl.Go.go;
import static io.gondola.dsl.Go.sequence;
import static io.gondola.dsl.Go.unit;
import static io.gondola.testkit.goker.Trigger.ALWAYS;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.Shared;
import io.gondola.dsl.Unit;
import io.gondola.sync.Cond;
import io.gondola.sync.Mutex;
import io.gondola.sync.RWMutex;
import io.gondola.testkit.Kind;

/**
 * A goroutine waits for a condition, that a plugin be active, which registering the plugin's handler does not bring
 * about.
 */
final class Moby29733 implements Kernel {
    @Override
    public String id() {
        return "moby#29733";
    }

    @Override
    public Expected expected() {
        return Expected.when(ALWAYS).reports(Kind.DEADLOCK).naming("main", "user", "done");
    }

    @Override
    public Go<?> program(boolean fixed) {
        Mutex mu = new Mutex().named("plugin.mu");
        Cond activated = new Cond(mu);
        Shared<Boolean> active = Shared.of(false).named("plugin.active");
        RWMutex handlersMu = new RWMutex().named("handlers.mu");
        Shared<Integer> handlers = Shared.of(0).named("handlers");
        Channel<Unit> done = Channel.<Unit>unbuffered().named("done");

        Go<Unit> activate = mu.withLock(active.set(true).then(activated.broadcast()));
        Go<Unit> handle = handlersMu.withLock(handlers.update(n -> n + 1)).then(fixed ? activate : unit());
        Go<Unit> awaitActive = mu.withLock(forWhile(active.get().map(a -> !a), activated.await()));
        return sequence(go("user", awaitActive.then(done.close())), handle, done.receive());
    }
}
