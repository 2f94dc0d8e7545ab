package io.gondola.testkit.net;

import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.Nanos;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/** A time of the scheduler's clock, known when it is asked for. */
interface Clocked {
    long time(Fiber f);

    static Clocked after(Duration fromNow) {
        long nanos = Nanos.of(Objects.requireNonNull(fromNow, "fromNow"));
        return f -> Nanos.after(f.scheduler().nanoTime(), nanos);
    }

    static Clocked at(Instant at) {
        Objects.requireNonNull(at, "at");
        return f -> at.equals(Instant.MAX)
                ? Pipe.NEVER
                : Nanos.after(
                        f.scheduler().nanoTime(),
                        Nanos.of(Duration.between(f.scheduler().now(), at)));
    }
}
