package io.gondola.testkit.goker;

import static io.gondola.dsl.Go.forRange;
import static io.gondola.dsl.Go.go;
import static io.gondola.dsl.Go.sequence;
import static io.gondola.dsl.Go.unit;
import static io.gondola.dsl.Go.when;
import static io.gondola.testkit.goker.Trigger.SCHEDULE;

import io.gondola.context.CancelContext;
import io.gondola.context.Context;
import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.Shared;
import io.gondola.dsl.Unit;
import io.gondola.sync.Mutex;
import io.gondola.sync.RWMutex;
import io.gondola.testkit.Kind;

/**
 * Double locking. A request that finds the client closed returns without giving its read lock back; {@code close} gives
 * the write lock up for a moment and wants it again.
 */
final class Etcd5509 implements Kernel {
    @Override
    public String id() {
        return "etcd#5509";
    }

    @Override
    public Expected expected() {
        return Expected.when(SCHEDULE).reports(Kind.DEADLOCK).naming("main", "client.mu");
    }

    @Override
    public Go<?> program(boolean fixed) {
        Channel<Unit> done = Channel.<Unit>unbuffered().named("done");
        return Context.background().withCancel().flatMap(ctx -> {
            Client client = new Client(ctx, fixed);
            Go<Unit> requests = forRange(0, 2, (i, b) -> when(client.acquire(), unit(), b.exit()));
            return sequence(go("get", requests.defer(done.close())), client.close(), done.receive());
        });
    }

    private static final class Client {
        private final RWMutex mu = new RWMutex().named("client.mu");
        private final Mutex remoteMu = new Mutex().named("remote.mu");
        private final Shared<Boolean> closed = Shared.of(false).named("client.closed");
        private final CancelContext ctx;
        private final boolean fixed;

        Client(CancelContext ctx, boolean fixed) {
            this.ctx = ctx;
            this.fixed = fixed;
        }

        /** Whether the client could be used. */
        Go<Boolean> acquire() {
            Go<Boolean> refused = fixed ? mu.rUnlock().as(false) : Go.pure(false);
            return mu.rLock()
                    .then(remoteMu.withLock(closed.get()))
                    .flatMap(isClosed -> isClosed ? refused : mu.rUnlock().as(true));
        }

        Go<Unit> close() {
            Go<Unit> first = sequence(ctx.cancel(), closed.set(true), mu.unlock(), mu.lock());
            return mu.withLock(when(closed.get(), unit(), first));
        }
    }
}
