package io.gondola.time;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.ReceiveChannel;
import io.gondola.dsl.annotation.CheckReturnValue;
import io.gondola.dsl.engine.Built;
import io.gondola.dsl.engine.Instruction;
import io.gondola.dsl.engine.Nanos;
import io.gondola.dsl.engine.OpKind;
import io.gondola.sync.step.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * The runtime's clock. Under the deterministic scheduler time is virtual: it stands still while a goroutine can run.
 *
 * @go time/time.go, time/sleep.go
 */
@CheckReturnValue
public final class Time {
    private static final Go<Instant> NOW =
            new Step<>(OpKind.CLOCK, null, f -> f.scheduler().now());

    private Time() {}

    /** Yields the time. */
    public static Go<Instant> now() {
        return Built.here(NOW);
    }

    /**
     * Yields how long ago {@code start}, which {@link #now} gave, is by the runtime's clock.
     *
     * @throws NullPointerException if {@code start} is null, when the program is built
     * @go time/time.go, {@code Since}
     */
    public static Go<Duration> since(Instant start) {
        Objects.requireNonNull(start, "start");
        return now().map(now -> Duration.between(start, now));
    }

    /**
     * Starts a timer and yields its channel, which gets one element after {@code d}; at once if {@code d} is not
     * positive. To give up waiting for something, {@code Select.onTimeout} is cheaper.
     *
     * @throws NullPointerException if {@code d} is null, when the program is built
     * @go time/sleep.go, {@code After}
     */
    public static Go<ReceiveChannel<Instant>> after(Duration d) {
        return Timer.start(d).map(Timer::channel);
    }

    /**
     * Starts a ticker that cannot be stopped, and yields its channel; the nil channel if {@code d} is not positive.
     *
     * @throws NullPointerException if {@code d} is null, when the program is built
     * @go time/tick.go, {@code Tick}
     */
    public static Go<ReceiveChannel<Instant>> tick(Duration d) {
        boolean positive = !Objects.requireNonNull(d, "d").isNegative() && !d.isZero();
        return positive ? Ticker.start(d).map(Ticker::channel) : Go.pure(Channel.nil());
    }

    /**
     * Starts a timer that, after {@code d}, starts a goroutine that runs {@code body}.
     *
     * <p>While the timer runs, no deadlock is reported.
     *
     * @throws NullPointerException if an argument is null, when the program is built
     * @go time/sleep.go, {@code AfterFunc}
     */
    public static Go<Timer> afterFunc(Duration d, Go<?> body) {
        long nanos = Nanos.of(Objects.requireNonNull(d, "d"));
        Instruction goroutine = Objects.requireNonNull(body, "body");
        return new Step<>(OpKind.TIMER_START, null, f -> new Starting(f, nanos, goroutine));
    }
}
