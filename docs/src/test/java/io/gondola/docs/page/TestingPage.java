package io.gondola.docs.page;

import static io.gondola.dsl.Go.panic;
import static io.gondola.dsl.Go.unit;

import io.gondola.dsl.Go;
import io.gondola.dsl.Shared;
import io.gondola.dsl.Unit;
import io.gondola.net.DialOptions;
import io.gondola.net.Lines;
import io.gondola.net.Net;
import io.gondola.sync.Mutex;
import java.time.Duration;

/** For docs/testing.md: the parts of a cache, and a bank that is told of a transfer twice. */
public abstract class TestingPage {
    protected final Shared<Integer> balance = Shared.of(100).named("balance");
    protected final Mutex mutex = new Mutex();
    protected final Mutex table = new Mutex();
    protected final Mutex entry = new Mutex();
    protected final Shared<Integer> hits = Shared.of(0);

    protected static Go<?> program() {
        return unit();
    }

    protected final Go<Unit> bank() {
        return Net.listen(":80")
                .flatMap(l -> l.serve(c -> {
                    Lines lines = Lines.over(c);
                    return lines.read()
                            .flatMap(id -> id.isEmpty()
                                    ? unit()
                                    : mutex.withLock(balance.update(b -> b - 10))
                                            .then(lines.write("ok")));
                }));
    }

    protected static Go<Unit> transfer() {
        Go<Unit> attempt = Net.dial("bank:80", DialOptions.defaults().timeout(Duration.ofSeconds(1)))
                .flatMap(c -> {
                    Lines lines = Lines.over(c);
                    return c.setReadDeadline(Duration.ofSeconds(1))
                            .then(lines.write("transfer-1"))
                            .then(lines.read())
                            .flatMap(answer -> answer.isEmpty() ? panic("no answer") : unit())
                            .defer(c.close());
                });
        return attempt.retry(5, Duration.ofMillis(10));
    }
}
