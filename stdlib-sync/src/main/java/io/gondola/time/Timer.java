package io.gondola.time;

import io.gondola.dsl.Go;
import io.gondola.dsl.ReceiveChannel;
import io.gondola.dsl.annotation.CheckReturnValue;
import io.gondola.dsl.engine.Nanos;
import io.gondola.dsl.engine.OpKind;
import io.gondola.sync.step.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * Something that happens once, after a time: an element in a channel or, made by {@link Time#afterFunc}, a goroutine.
 *
 * <p>As since Go 1.23, a timer that has been stopped or reset never delivers what it had ready before, so there is
 * nothing to drain; and its channel has length and capacity 0.
 *
 * <pre>{@code
 * Timer.start(Duration.ofSeconds(2))
 *         .flatMap(timer -> timer.channel().receive().flatMap(at -> println("fired", at)))
 * }</pre>
 *
 * <p>A goroutine that waits for nothing but a timer that nobody receives from is deadlocked; a timer of
 * {@link Time#afterFunc} holds that off.
 *
 * <p>As since Go 1.23, a timer whose channel nobody can receive from any more need not be stopped: it is dropped before
 * its time.
 *
 * @go time/sleep.go, {@code Timer}
 */
@CheckReturnValue
public abstract class Timer {
    Timer() {}

    /**
     * Starts a timer that puts an element into its channel after {@code d}; at once if {@code d} is not positive.
     *
     * @throws NullPointerException if {@code d} is null, when the program is built
     * @go time/sleep.go, {@code NewTimer}
     */
    public static Go<Timer> start(Duration d) {
        long nanos = Nanos.of(Objects.requireNonNull(d, "d"));
        return new Step<>(OpKind.TIMER_START, null, f -> new ChannelTimer(f, nanos));
    }

    /**
     * The channel that gets one element, the time for which the timer was set. The nil channel for a timer of {@link
     * Time#afterFunc}.
     */
    public abstract ReceiveChannel<Instant> channel();

    /**
     * Stops the timer. Yields whether it prevented the delivery: true if the timer was running, or if its element was
     * still in the channel, from which it is taken. The channel is not closed.
     *
     * <p>For a timer of {@link Time#afterFunc}: whether it prevented the goroutine's start. It does not wait for its
     * end.
     *
     * @return a program; the same one at each call
     * @go time/sleep.go, {@code Timer.Stop}
     */
    public abstract Go<Boolean> stop();

    /**
     * Stops the timer, then starts it again. Yields what {@link #stop} would.
     *
     * @throws NullPointerException if {@code d} is null, when the program is built
     * @go time/sleep.go, {@code Timer.Reset}
     */
    public abstract Go<Boolean> reset(Duration d);
}
