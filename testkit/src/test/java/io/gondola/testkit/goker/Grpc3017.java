package io.gondola.testkit.goker;

import static io.gondola.dsl.Go.forRange;
import static io.gondola.dsl.Go.go;
import static io.gondola.dsl.Go.sleep;
import static io.gondola.dsl.Go.unit;
import static io.gondola.dsl.Go.when;
import static io.gondola.testkit.goker.Trigger.SCHEDULE;
import static io.gondola.testkit.goker.Trigger.TIME;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.Shared;
import io.gondola.dsl.Unit;
import io.gondola.sync.Mutex;
import io.gondola.testkit.Kind;
import io.gondola.time.Time;
import io.gondola.time.Timer;
import java.time.Duration;

/**
 * Double locking. A connection that is given back is deleted by a timer's callback. Who takes it again stops the timer;
 * if that comes too late it tells the callback to do nothing, and the callback then does not even unlock the cache.
 */
final class Grpc3017 implements Kernel {
    private static final Duration DELAY = Duration.ofMillis(10);

    @Override
    public String id() {
        return "grpc#3017";
    }

    @Override
    public Expected expected() {
        return Expected.when(SCHEDULE, TIME).reports(Kind.DEADLOCK).naming("main", "connector", "cache.mu", "done");
    }

    @Override
    public Go<?> program(boolean fixed) {
        Channel<Unit> done = Channel.<Unit>unbuffered().named("done");
        Cache cache = new Cache(fixed);
        Go<Unit> connector =
                forRange(0, 3, i -> cache.giveBack().then(sleep(DELAY)).then(cache.take()));
        return go("connector", connector.then(done.close())).then(done.receive());
    }

    private static final class Cache {
        private final Mutex mu = new Mutex().named("cache.mu");
        private final Shared<Deletion> deletion = Shared.<Deletion>of(null).named("deletion");
        private final boolean fixed;

        Cache(boolean fixed) {
            this.fixed = fixed;
        }

        Go<Unit> giveBack() {
            Shared<Boolean> aborted = Shared.of(false).named("abortDeleting");
            return mu.withLock(Time.afterFunc(DELAY, delete(aborted))
                    .flatMap(timer -> deletion.set(new Deletion(timer, aborted))));
        }

        private Go<Unit> delete(Shared<Boolean> aborted) {
            Go<Unit> abort = fixed ? mu.unlock() : unit();
            return mu.lock().then(when(aborted.get(), abort, deletion.set(null).then(mu.unlock())));
        }

        Go<Unit> take() {
            return mu.withLock(deletion.get().flatMap(d -> d == null ? unit() : d.cancel()));
        }
    }

    private record Deletion(Timer timer, Shared<Boolean> aborted) {
        Go<Unit> cancel() {
            return when(timer.stop(), unit(), aborted.set(true));
        }
    }
}
