package io.gondola.pipeline;

import io.gondola.dsl.Unit;
import io.gondola.dsl.channel.ChannelCore;
import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.Nanos;
import io.gondola.scheduler.Program;
import io.gondola.scheduler.SpinLock;
import io.gondola.scheduler.TimerTask;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One batch that is being gathered, by weight and time: between the goroutine that brings elements and the one that
 * takes batches.
 */
final class Gather extends SpinLock {
    /*
     * Invariants
     *   I1  All fields are guarded by the lock, under which no user code runs.
     *   I2  `weight` is that of `elements`; it is above the limit for a single element only. `since` is when the first
     *       of them came.
     *   I3  The side that takes waits while the batch is not ready; if it is not empty, a timer wakes it when its time
     *       is over. A goroutine that is woken looks again, so a timer that comes late does no harm. The timer may wake
     *       it between commit's two steps; commit touches the lock only by then.
     *   I4  The lock is not held where a timer is set or stopped: a timer's own lock comes first elsewhere.
     *   I5  The lock is not held where the clock is read, which is done once for a batch. Only the bringer adds, so
     *       a batch that was empty is so when the bringer has the lock again.
     */
    private final String name;
    private final long limit;
    private final long within;
    private final Group elements = new Group();
    private long weight;
    private long since;
    private boolean tight;
    private boolean ended;
    private boolean closed;
    private @Nullable Fiber bringer;

    /** Written under the lock; taken out by the thread that wakes it, under the lock or, the timer, without. */
    private final AtomicReference<Fiber> taker = new AtomicReference<>();

    Gather(String name, long limit, long within) {
        this.name = name;
        this.limit = limit;
        this.within = within;
    }

    private boolean isReady(long now) {
        return weight >= limit || tight || (!elements.isEmpty() && (ended || now - since >= within));
    }

    /** The bringer has ended. */
    void end() {
        lock();
        ended = true;
        unlock();
        wakeTaker();
    }

    private void wakeTaker() {
        Fiber woken = taker.getAndSet(null);
        if (woken != null) {
            woken.wake();
        }
    }

    /** Nobody takes batches any more. */
    void close() {
        lock();
        closed = true;
        Fiber woken = bringer;
        bringer = null;
        unlock();
        if (woken != null) {
            woken.wake();
        }
    }

    /**
     * Adds an element once it fits; yields {@link ChannelCore#CLOSED} if nobody takes it. For one goroutine, which sets
     * the element each time.
     */
    final class Bring extends SharedStep.Locking {
        private @Nullable Object x;
        private long w;

        Bring() {
            super(Gather.this);
        }

        Bring of(Object element, long itsWeight) {
            x = element;
            w = itsWeight;
            return this;
        }

        @Override
        @SuppressWarnings("NullAway") // it has an element until that is added
        public Object exec(Fiber f) {
            if (!f.step()) {
                return f.yieldThen(this);
            }
            lock();
            if (elements.isEmpty() && !closed) { // I5
                unlock();
                long now = f.scheduler().nanoTime();
                lock();
                since = now;
            }
            if (closed) {
                unlock();
                x = null;
                return ChannelCore.CLOSED;
            }
            if (!elements.isEmpty() && w > limit - weight) {
                tight = true;
                return f.park(this);
            }
            elements.append(x);
            weight += w;
            boolean wakes = elements.size() == 1 || weight >= limit;
            unlock();
            x = null;
            if (wakes) {
                wakeTaker();
            }
            return Unit.UNIT;
        }

        @Override
        public void commit(Fiber f) {
            bringer = f;
            unlock();
            wakeTaker();
        }

        @Override
        public Object resumed(Fiber f) {
            return exec(f);
        }

        @Override
        public boolean withdraw(Fiber f) {
            lock();
            boolean there = bringer == f;
            bringer = there ? null : bringer;
            unlock();
            return there;
        }

        @Override
        public String waitReason() {
            return "pipeline full";
        }
    }

    /** Takes the batch when it is ready; yields {@link ChannelCore#CLOSED} if there is none and never will be. */
    final class TakeBatch extends SharedStep.Locking {
        private @Nullable Alarm alarm;

        TakeBatch() {
            super(Gather.this);
        }

        @Override
        public Object exec(Fiber f) {
            if (!f.step()) {
                return f.yieldThen(this);
            }
            while (true) {
                long now = f.scheduler().nanoTime();
                lock();
                if (isReady(now)) {
                    return taken();
                }
                if (elements.isEmpty()) {
                    if (ended) {
                        unlock();
                        return ChannelCore.CLOSED;
                    }
                    return f.park(this);
                }
                if (alarm != null) {
                    return f.park(this);
                }
                long deadline = Nanos.after(since, within);
                unlock(); // I4
                alarm = new Alarm(f);
                f.scheduler().arm(alarm, deadline);
            }
        }

        /** The lock is held. */
        private Object taken() {
            Object batch = elements.take();
            weight = 0;
            tight = false;
            Fiber woken = bringer;
            bringer = null;
            unlock();
            if (woken != null) {
                woken.wake();
            }
            return batch;
        }

        @Override
        public void commit(Fiber f) {
            Alarm a = alarm; // the taker's, who may go on as soon as it is there
            taker.set(f);
            unlock();
            if (a != null && a.fired) {
                wakeTaker(); // it fired before there was anybody to wake
            }
        }

        @Override
        public Object resumed(Fiber f) {
            stop(f);
            return exec(f);
        }

        private void stop(Fiber f) {
            if (alarm != null) {
                f.scheduler().disarm(alarm);
                alarm = null;
            }
        }

        @Override
        public boolean withdraw(Fiber f) {
            boolean there = taker.compareAndSet(f, null);
            if (there) {
                stop(f);
            }
            return there;
        }

        @Override
        public String waitReason() {
            return "pipeline empty";
        }
    }

    /** The time of a batch is over: the taker looks again. */
    private final class Alarm extends TimerTask {
        private final Program program;
        private volatile boolean fired;

        Alarm(Fiber maker) {
            program = maker.program();
        }

        @Override
        protected long fire(long now) {
            fired = true;
            wakeTaker();
            return Long.MAX_VALUE;
        }

        @Override
        protected Program program() {
            return program;
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
