package io.gondola.testkit.goker;

import static io.gondola.dsl.Go.forRange;
import static io.gondola.dsl.Go.go;
import static io.gondola.dsl.Go.sequence;
import static io.gondola.dsl.Go.unit;
import static io.gondola.dsl.Go.when;
import static io.gondola.testkit.goker.Trigger.SCHEDULE;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.Shared;
import io.gondola.dsl.Unit;
import io.gondola.sync.Mutex;
import io.gondola.sync.RWMutex;
import io.gondola.testkit.Kind;

/**
 * A balancer tells its watcher of each connection that is up, under its lock and on a channel with room for one. The
 * watcher needs the lock between two messages; so it takes three connections at the right moments to stop all, and the
 * one who closes.
 */
final class Etcd7443 implements Kernel {
    @Override
    public String id() {
        return "etcd#7443";
    }

    @Override
    public Expected expected() {
        return Expected.when(SCHEDULE)
                .reports(Kind.DEADLOCK, Kind.LEAK)
                .naming("watcher", "balancer.mu", "notifyCh")
                .namingOneOf("up-0", "up-1", "up-2");
    }

    @Override
    public Go<?> program(boolean fixed) {
        Balancer balancer = new Balancer(fixed);
        return sequence(
                go("watcher", balancer.watch()), forRange(0, 3, i -> go("up-" + i, balancer.up(i))), balancer.close());
    }

    private static final class Balancer {
        private final RWMutex mu = new RWMutex().named("balancer.mu");
        private final Mutex connMu = new Mutex().named("conn.mu");
        private final Channel<Integer> notify = Channel.<Integer>buffered(1).named("notifyCh");
        private final Shared<Boolean> closed = Shared.of(false).named("closed");
        private final boolean fixed;

        Balancer(boolean fixed) {
            this.fixed = fixed;
        }

        Go<Unit> up(int address) {
            // The cure: a message that finds another one waiting is superfluous, as the watcher looks at all
            // connections.
            Go<Unit> tell = fixed ? notify.trySend(address).then(unit()) : notify.send(address);
            return mu.withLock(when(closed.get(), unit(), tell));
        }

        Go<Unit> watch() {
            Go<Boolean> tearDown = connMu.withLock(mu.withRLock(closed.get()));
            return notify.range(address -> tearDown);
        }

        Go<Unit> close() {
            return mu.withLock(when(closed.get(), unit(), sequence(closed.set(true), notify.close())));
        }
    }
}
