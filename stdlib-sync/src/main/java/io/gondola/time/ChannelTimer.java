package io.gondola.time;

import io.gondola.dsl.Go;
import io.gondola.dsl.ReceiveChannel;
import io.gondola.dsl.engine.Built;
import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.Nanos;
import io.gondola.dsl.engine.OpKind;
import io.gondola.sync.step.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/** A timer with a channel. */
final class ChannelTimer extends Timer {
    private final ReceiveChannel<Instant> channel = Ticking.channel("timer");
    private final Ticking task;
    private final Go<Boolean> stop;

    ChannelTimer(Fiber maker, long nanos) {
        task = new Ticking(maker, channel);
        stop = new Step<>(OpKind.TIMER_SET, channel, f -> task.stop());
        task.start(nanos, Ticking.ONCE);
    }

    @Override
    public ReceiveChannel<Instant> channel() {
        return channel;
    }

    @Override
    public Go<Boolean> stop() {
        return Built.here(stop);
    }

    @Override
    public Go<Boolean> reset(Duration d) {
        long nanos = Nanos.of(Objects.requireNonNull(d, "d"));
        return new Step<>(OpKind.TIMER_SET, channel, f -> task.start(nanos, Ticking.ONCE));
    }

    @Override
    public String toString() {
        return "timer";
    }
}
