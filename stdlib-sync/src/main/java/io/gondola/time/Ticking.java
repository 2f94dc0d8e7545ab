package io.gondola.time;

import io.gondola.dsl.Channel;
import io.gondola.dsl.ReceiveChannel;
import io.gondola.dsl.channel.ChannelCore;
import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.Nanos;
import java.lang.ref.WeakReference;
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
     *
     * The task, which the scheduler holds until it fires, holds the channel weakly: a timer whose channel nobody has any more
     * is abandoned, and the scheduler drops it. Whoever waits on the channel has it: a goroutine in the instruction that it
     * waits in, a thread as that which it is parked on.
     */

    /** In place of a period. */
    static final long ONCE = 0;

    private final WeakReference<ChannelCore> channel;

    /** Nanoseconds. Written while the task is not armed; read by {@link #fire}. The heap's lock orders the two. */
    private long period;

    /** Ticks into {@code channel}, which the caller keeps. */
    Ticking(Fiber maker, ReceiveChannel<Instant> channel) {
        super(maker);
        this.channel = new WeakReference<>((ChannelCore) channel);
    }

    /** Makes a channel for ticks. */
    static ReceiveChannel<Instant> channel(String name) {
        Channel<Instant> channel = Channel.<Instant>buffered(1).named(name);
        ((ChannelCore) channel).hideBuffer();
        return channel;
    }

    boolean start(long nanos, long newPeriod) {
        return restart(nanos, () -> period = newPeriod);
    }

    @Override
    protected long fire(long now) {
        ChannelCore core = channel.get();
        if (core == null) {
            return Long.MAX_VALUE;
        }
        core.offerElement(due());
        if (period == ONCE) {
            return Long.MAX_VALUE;
        }
        long late = now - deadline();
        return Nanos.after(now - late % period, period); // the last tick that was due, and one period more
    }

    /**
     * The deadline on the calendar. Reads both clocks side by side: many timers may have fired since {@link #fire}'s. In this order, a
     * thread that is stopped in between shows a time that is too late, but never one before the deadline.
     */
    private Instant due() {
        long late = scheduler().nanoTime() - deadline();
        return scheduler().now().minusNanos(late);
    }

    @Override
    protected boolean retract() {
        ChannelCore core = channel.get();
        return core != null && core.pollElement() != null;
    }

    @Override
    protected boolean holdsOffDeadlock() {
        ChannelCore core = channel.get();
        return core != null && core.hasReceivers();
    }

    @Override
    protected boolean abandoned() {
        return channel.get() == null;
    }

    @Override
    public Object target() {
        return channel.get();
    }
}
