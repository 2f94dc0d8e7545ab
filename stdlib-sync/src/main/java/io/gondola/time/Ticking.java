package io.gondola.time;

import io.gondola.dsl.Channel;
import io.gondola.dsl.ReceiveChannel;
import io.gondola.dsl.channel.ChannelCore;
import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.Nanos;
import java.time.Instant;

/**
 * Puts the time into a channel, once or periodically.
 *
 * @go time/sleep.go, {@code sendTime}
 */
final class Ticking extends Alarm {
    /*
     * The channel has room for one element, which nobody sees: it is taken back by stop and reset, and a tick that finds it
     * there is dropped. Go instead sends when a receiver looks; neither can tell the difference.
     */

    /** In place of a period. */
    static final long ONCE = 0;

    private final Channel<Instant> channel;

    /** Nanoseconds. Written while the task is not armed; read by {@link #fire}. The heap's lock orders the two. */
    private long period;

    Ticking(Fiber maker, String name) {
        super(maker);
        channel = Channel.<Instant>buffered(1).named(name);
        core().hideBuffer();
    }

    ReceiveChannel<Instant> channel() {
        return channel;
    }

    private ChannelCore core() {
        return (ChannelCore) channel;
    }

    boolean start(long nanos, long newPeriod) {
        return restart(nanos, () -> period = newPeriod);
    }

    @Override
    protected long fire(long now) {
        long late = now - deadline();
        core().offerElement(scheduler().now().minusNanos(late));
        if (period == ONCE) {
            return Long.MAX_VALUE;
        }
        return Nanos.after(now - late % period, period); // the last tick that was due, and one period more
    }

    @Override
    protected boolean retract() {
        return core().pollElement() != null;
    }

    @Override
    protected boolean holdsOffDeadlock() {
        return core().hasReceivers();
    }

    @Override
    public Object target() {
        return channel;
    }
}
