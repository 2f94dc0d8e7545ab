package io.gondola.samples.net.store;

import static io.gondola.dsl.Go.*;
import static io.gondola.select.Select.*;

import io.gondola.context.Context;
import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.Loop;
import io.gondola.dsl.Unit;
import io.gondola.net.Lines;
import io.gondola.select.Case;
import io.gondola.sync.Mutex;
import java.time.Duration;

/** One goroutine sends all writes. */
final class InOrder implements Replication {
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final Channel<Write> writes;
    private final Context open;

    record Write(String key, String value, Channel<Unit> acknowledged) {}

    InOrder(Channel<Write> writes, Context open) {
        this.writes = writes;
        this.open = open;
    }

    /** It is queued under the lock, so the queue has the leader's order. */
    @Override
    public Go<Unit> put(Mutex mutex, Go<?> write, String key, String value) {
        return suspend(() -> {
            Write w = new Write(key, value, Channel.buffered(1));
            return mutex.withLock(write.then(orStop(onSend(writes, w, unit()))))
                    .then(orStop(onReceive(w.acknowledged(), unit())));
        });
    }

    private Go<Unit> orStop(Case<Unit> step) {
        return select(step, onReceive(open.done(), panic("the leader stops")));
    }

    static Go<Unit> replicate(String follower, Channel<Write> writes, Context open) {
        Go<Unit> all = loop(
                1L,
                n -> writes.receive()
                        .flatMap(w -> untilAcknowledged(
                                        follower, "apply " + n + " " + w.key() + " " + w.value(), "ok " + n)
                                .then(w.acknowledged().send(Unit.UNIT))
                                .as(Loop.<Long, Unit>next(n + 1))));
        return open.run(all).then(unit());
    }

    /** A new connection for each attempt: an old answer cannot be taken for a new one. */
    private static Go<Unit> untilAcknowledged(String follower, String line, String answer) {
        Go<Unit> once = Wire.dial(follower)
                .flatMap(c -> Wire.send(Lines.over(c), c, line, answer).defer(c.close()));
        return forever(done -> once.attempt().flatMap(t -> t.isSuccess() ? done.exit() : sleep(PAUSE)));
    }
}
