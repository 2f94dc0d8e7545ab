package io.gondola.testkit.goker;

import static io.gondola.dsl.Go.forWhile;
import static io.gondola.dsl.Go.forever;
import static io.gondola.dsl.Go.go;
import static io.gondola.dsl.Go.sequence;
import static io.gondola.dsl.Go.sleep;
import static io.gondola.dsl.Go.unit;
import static io.gondola.select.Select.onReceive;
import static io.gondola.select.Select.onSend;
import static io.gondola.select.Select.select;
import static io.gondola.testkit.goker.Trigger.SCHEDULE;
import static io.gondola.testkit.goker.Trigger.TIME;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.Shared;
import io.gondola.dsl.Unit;
import io.gondola.sync.Cond;
import io.gondola.sync.Mutex;
import io.gondola.sync.Once;
import io.gondola.testkit.Kind;
import java.time.Duration;

/**
 * Who follows a log file removes its watch at the end, and waits for a condition until the system has confirmed that.
 * The confirmation is read by a goroutine that still wants to hand over the writes before it, which nobody takes any
 * more.
 */
final class Moby27782 implements Kernel {
    private enum Op {
        WRITE,
        IGNORED
    }

    @Override
    public String id() {
        return "moby#27782";
    }

    @Override
    public Expected expected() {
        return Expected.when(SCHEDULE, TIME).reports(Kind.LEAK, Kind.DEADLOCK).naming("follow", "readEvents", "events");
    }

    @Override
    public Go<?> program(boolean fixed) {
        Channel<Op> inotify = Channel.<Op>buffered(4).named("inotify");
        Channel<Unit> rotated = Channel.<Unit>unbuffered().named("rotated");
        Watcher watcher = new Watcher(inotify, fixed);
        Once rotate = new Once();
        return sequence(
                go("readEvents", watcher.readEvents()),
                go("follow", watcher.follow(rotated)),
                inotify.send(Op.WRITE),
                sleep(Duration.ofMillis(1)),
                inotify.send(Op.WRITE),
                rotate.doOnce(rotated.close()));
    }

    private static final class Watcher {
        private final Mutex mu = new Mutex().named("watcher.mu");
        private final Cond removed = new Cond(mu);
        private final Shared<Boolean> watching = Shared.of(true).named("watching");
        private final Channel<Op> events = Channel.<Op>unbuffered().named("events");
        private final Channel<Unit> closed = Channel.<Unit>unbuffered().named("closed");
        private final Channel<Op> inotify;
        private final boolean fixed;

        Watcher(Channel<Op> inotify, boolean fixed) {
            this.inotify = inotify;
            this.fixed = fixed;
        }

        /** Hands the system's events over, until it has confirmed the end of the watch. */
        Go<Unit> readEvents() {
            Go<Unit> confirm = mu.withLock(watching.set(false).then(removed.broadcast()));
            return inotify.range((op, b) -> op == Op.WRITE ? deliver(op) : confirm.then(b.exit()));
        }

        private Go<Unit> deliver(Op op) {
            return fixed ? select(onSend(events, op, unit()), onReceive(closed, unit())) : events.send(op);
        }

        Go<Unit> follow(Channel<Unit> rotated) {
            Go<Unit> remove = inotify.send(Op.IGNORED).then(mu.withLock(forWhile(watching.get(), removed.await())));
            return forever(b -> select(
                    onReceive(events, unit()),
                    onReceive(rotated, closed.close().then(remove).then(b.<Unit>exit()))));
        }
    }
}
