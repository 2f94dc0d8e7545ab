package io.gondola.testkit.goker;

import static io.gondola.dsl.Go.forRange;
import static io.gondola.dsl.Go.forWhile;
import static io.gondola.dsl.Go.forever;
import static io.gondola.dsl.Go.go;
import static io.gondola.dsl.Go.sequence;
import static io.gondola.dsl.Go.unit;
import static io.gondola.select.Select.onDefault;
import static io.gondola.select.Select.onReceive;
import static io.gondola.select.Select.onSend;
import static io.gondola.select.Select.select;
import static io.gondola.testkit.goker.Trigger.SCHEDULE;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.Shared;
import io.gondola.dsl.Unit;
import io.gondola.sync.Cond;
import io.gondola.sync.Mutex;
import io.gondola.sync.WaitGroup;
import io.gondola.testkit.Kind;

/**
 * A worker looks whether it should stop and if not sends, which blocks. Its receiver has seen that it should stop, and
 * who stops them waits for both.
 */
final class Cockroach1462 implements Kernel {
    @Override
    public String id() {
        return "cockroach#1462";
    }

    @Override
    public Expected expected() {
        return Expected.when(SCHEDULE).reports(Kind.DEADLOCK).naming("main", "sender", "events", "workers");
    }

    @Override
    public Go<?> program(boolean fixed) {
        Stopper stopper = new Stopper();
        Channel<Integer> events = Channel.<Integer>unbuffered().named("events");
        Go<Unit> sender = forRange(0, 3, (i, b) -> {
            Go<Unit> leave = b.exit();
            Go<Unit> sendOrStop =
                    fixed ? select(onSend(events, i, unit()), onReceive(stopper.stop, leave)) : events.send(i);
            return select(onReceive(stopper.stop, leave), onDefault(sendOrStop));
        });
        Go<Unit> receiver =
                forever(b -> select(onReceive(events, stopper.task()), onReceive(stopper.stop, b.<Unit>exit())));
        return sequence(stopper.work("sender", sender), stopper.work("receiver", receiver), stopper.stop());
    }

    private static final class Stopper {
        private final Mutex mu = new Mutex().named("stopper.mu");
        private final Cond drained = new Cond(mu);
        private final Shared<Integer> tasks = Shared.of(0).named("tasks");
        private final WaitGroup workers = new WaitGroup().named("workers");
        private final Channel<Unit> stop = Channel.<Unit>unbuffered().named("stop");

        Go<Unit> work(String name, Go<Unit> body) {
            return workers.add(1).then(go(name, body.defer(workers.done())));
        }

        Go<Unit> task() {
            return mu.withLock(tasks.update(n -> n + 1))
                    .then(mu.withLock(tasks.update(n -> n - 1).then(drained.broadcast())));
        }

        Go<Unit> stop() {
            return mu.withLock(forWhile(tasks.get().map(n -> n > 0), drained.await()))
                    .then(stop.close())
                    .then(workers.await());
        }
    }
}
