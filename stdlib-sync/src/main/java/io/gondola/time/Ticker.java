package io.gondola.time;

import io.gondola.dsl.Go;
import io.gondola.dsl.Panic;
import io.gondola.dsl.ReceiveChannel;
import io.gondola.dsl.Unit;
import io.gondola.dsl.annotation.CheckReturnValue;
import io.gondola.dsl.engine.Built;
import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.Nanos;
import io.gondola.dsl.engine.OpKind;
import io.gondola.sync.step.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * Puts the time into a channel again and again.
 *
 * <p>If the receiver is slow, ticks are dropped: at most one is ready. The ticks keep their phase, that is, they are
 * due at multiples of the period after the start, however late some of them were.
 *
 * @go time/tick.go, {@code Ticker}
 */
@CheckReturnValue
public abstract class Ticker {
    Ticker() {}

    /**
     * Starts a ticker, whose first tick is due after {@code period}.
     *
     * <p>Panics, when it runs, with {@code non-positive interval for NewTicker}.
     *
     * @throws NullPointerException if {@code period} is null, when the program is built
     * @go time/tick.go, {@code NewTicker}
     */
    public static Go<Ticker> start(Duration period) {
        long nanos = Nanos.of(Objects.requireNonNull(period, "period"));
        return new Step<>(OpKind.TIMER_START, null, f -> {
            if (nanos <= 0) {
                throw new Panic("non-positive interval for NewTicker");
            }
            return new ChannelTicker(f, nanos);
        });
    }

    /** The channel that gets the ticks: for each the time at which it was due. Its length and capacity are 0. */
    public abstract ReceiveChannel<Instant> channel();

    /**
     * Stops the ticker: after it no tick comes any more. The channel is not closed: a receiver would take that for a
     * tick.
     *
     * @return a program; the same one at each call
     * @go time/tick.go, {@code Ticker.Stop}
     */
    public abstract Go<Unit> stop();

    /**
     * Stops the ticker, then starts it with another period. The next tick is due after that.
     *
     * <p>Panics, when it runs, with {@code non-positive interval for Ticker.Reset}.
     *
     * @throws NullPointerException if {@code period} is null, when the program is built
     * @go time/tick.go, {@code Ticker.Reset}
     */
    public abstract Go<Unit> reset(Duration period);

    private static final class ChannelTicker extends Ticker {
        private final ReceiveChannel<Instant> channel = Ticking.channel("ticker");
        private final Ticking task;
        private final Go<Unit> stop;

        ChannelTicker(Fiber maker, long period) {
            task = new Ticking(maker, channel);
            stop = new Step<>(OpKind.TIMER_SET, channel, f -> {
                task.stop();
                return Unit.UNIT;
            });
            task.start(period, period);
        }

        @Override
        public ReceiveChannel<Instant> channel() {
            return channel;
        }

        @Override
        public Go<Unit> stop() {
            return Built.here(stop);
        }

        @Override
        public Go<Unit> reset(Duration period) {
            long nanos = Nanos.of(Objects.requireNonNull(period, "period"));
            return new Step<>(OpKind.TIMER_SET, channel, f -> {
                if (nanos <= 0) {
                    throw new Panic("non-positive interval for Ticker.Reset");
                }
                task.start(nanos, nanos);
                return Unit.UNIT;
            });
        }

        @Override
        public String toString() {
            return "ticker";
        }
    }
}
