package io.gondola.testkit.goker;

import static io.gondola.dsl.Go.forRange;
import static io.gondola.dsl.Go.go;
import static io.gondola.dsl.Go.sequence;
import static io.gondola.testkit.goker.Trigger.SCHEDULE;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.Shared;
import io.gondola.dsl.Unit;
import io.gondola.sync.RWMutex;
import io.gondola.testkit.Kind;

/**
 * Who sets a status sends it under the lock; who receives it takes the lock before the next one; it needs a second
 * setter.
 */
final class Kubernetes10182 implements Kernel {
    @Override
    public String id() {
        return "kubernetes#10182";
    }

    @Override
    public Expected expected() {
        return Expected.when(SCHEDULE)
                .reports(Kind.LEAK, Kind.DEADLOCK)
                .naming("syncBatch", "podStatuses.mu", "podStatusChannel")
                .namingOneOf("setter-0", "setter-1");
    }

    @Override
    public Go<?> program(boolean fixed) {
        RWMutex mu = new RWMutex().named("podStatuses.mu");
        Channel<String> statuses = Channel.<String>unbuffered().named("podStatusChannel");
        Shared<Integer> known = Shared.of(0).named("podStatuses");

        Go<Integer> remember = known.update(n -> n + 1);
        Go<Integer> forget = mu.withLock(known.update(n -> n - 1));
        Go<Unit> set = fixed
                ? mu.withLock(remember).then(statuses.send("running"))
                : mu.withLock(remember.then(statuses.send("running")));
        Go<Unit> syncBatch = forRange(0, 2, i -> statuses.receive().then(forget));
        return sequence(go("syncBatch", syncBatch), go("setter-0", set), go("setter-1", set));
    }
}
