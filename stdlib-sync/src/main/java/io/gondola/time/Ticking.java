package io.gondola.time;

import io.gondola.dsl.Channel;
import io.gondola.dsl.ReceiveChannel;
import io.gondola.dsl.annotation.CanIgnoreReturnValue;
import io.gondola.dsl.channel.ChannelCore;
import io.gondola.dsl.channel.Sent;
import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.Nanos;
import io.gondola.scheduler.Waiter;
import java.lang.ref.WeakReference;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Puts the time into a channel, once or periodically.
 *
 * @go time/sleep.go, {@code sendTime}
 */
final class Ticking extends Alarm {
    /*
     * Algorithm. The channel is unbuffered, and a tick that finds no receiver waits in its queue of senders, as a
     * goroutine would. So length and capacity are 0; a receive, a select and a try find it by the ways that they have
     * for senders; and stop and reset take it back by taking it out of the queue. While a tick waits the task rests: it
     * is not armed, so a ticker that nobody listens to fires once and then costs nothing, however short its period.
     * The goroutine that takes the tick arms the task for the next multiple of the period that is still to come. Go
     * instead keeps such timers out of the heap, and sends when a receiver looks. Nobody can tell the difference: also
     * there at most one tick is ready, the first that nobody took, and the next one is due at a multiple of the period
     * after the look.
     *
     * The task, which the scheduler holds until it fires, holds the channel weakly: a timer whose channel nobody has
     * any more is abandoned, and the scheduler drops it. A goroutine that waits on the channel has it: a goroutine in
     * the instruction that it waits in, a thread as that which it is parked on.
     *
     * Invariants
     *   I1  `period`, `waiting` and the numbers of armings are guarded by the heap's lock, but for a reset to a time
     *       that has come, which fires under `setting` alone while the task is not armed. Then nobody else does
     *       anything but rearm, which does nothing, since the number of armings has changed.
     *   I2  A task that is armed has no tick in the queue. A tick is put there only by fire, when the task is not armed
     *       any more; the task is armed again only by arm, which retracts that tick, or by rearm, of which the tick's
     *       taker makes one.
     *   I3  The taker comes to rearm after it has unlocked the channel. Stop or reset may come in between: they find
     *       nothing to take back, so the tick counts as received; and they change the number of armings, so that rearm
     *       does nothing. So a stopped ticker stays stopped.
     *
     * Locks. The heap's lock is held when fire and retract take the channel's. A taker holds channels' locks, so it
     * arms when it wakes the sender, which is done without locks.
     */

    /** In place of a period. */
    static final long ONCE = 0;

    private final WeakReference<ChannelCore> channel;

    /** Nanoseconds. Written while the task is not armed; read by {@link #fire}. The heap's lock orders the two. */
    private long period;

    /** The tick that was put into the queue last; it may have been taken. */
    private @Nullable Tick waiting;

    /** Ticks into {@code channel}, which the caller keeps. */
    Ticking(Fiber maker, ReceiveChannel<Instant> channel) {
        super(maker);
        this.channel = new WeakReference<>((ChannelCore) channel);
    }

    /** Makes a channel for ticks. */
    static ReceiveChannel<Instant> channel(String name) {
        return Channel.<Instant>unbuffered().named(name);
    }

    @CanIgnoreReturnValue
    boolean start(long nanos, long newPeriod) {
        return restart(nanos, () -> period = newPeriod);
    }

    @Override
    @SuppressWarnings("NullAway") // it was given one above
    protected long fire(long now) {
        ChannelCore core = channel.get();
        if (core == null) {
            return Long.MAX_VALUE;
        }
        Tick tick = new Tick(deadline(), period, armings());
        tick.element(due());
        if (core.sendOrLock(tick.element()) == Sent.NOT_YET) {
            waiting = tick;
            core.awaitTaker(tick);
            return Long.MAX_VALUE;
        }
        return period == ONCE ? Long.MAX_VALUE : tick.next(now);
    }

    /**
     * The deadline on the calendar. Reads both clocks side by side: many timers may have fired since {@link #fire}'s.
     * In this order, a thread that is stopped in between shows a time that is too late, but never one before the
     * deadline.
     */
    private Instant due() {
        long late = scheduler().nanoTime() - deadline();
        return scheduler().now().minusNanos(late);
    }

    @Override
    protected boolean retract() {
        Tick tick = waiting;
        waiting = null;
        ChannelCore core = channel.get();
        return tick != null && core != null && core.withdrawSender(tick);
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
    public @Nullable Object target() {
        return channel.get();
    }

    /** A tick that waits for a receiver. */
    private final class Tick extends Waiter {
        private final long deadline;
        private final long every;
        private final int armingsBefore;

        Tick(long deadline, long every, int armingsBefore) {
            this.deadline = deadline;
            this.every = every;
            this.armingsBefore = armingsBefore;
        }

        /** The first multiple of the period after {@code now}. */
        long next(long now) {
            return Nanos.after(now - (now - deadline) % every, every);
        }

        /** It was received. */
        @Override
        public void wake() {
            if (every != ONCE) {
                scheduler().rearm(Ticking.this, next(scheduler().nanoTime()), armingsBefore);
            }
        }
    }
}
