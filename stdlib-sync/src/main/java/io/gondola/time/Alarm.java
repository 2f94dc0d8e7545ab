package io.gondola.time;

import io.gondola.dsl.annotation.CanIgnoreReturnValue;
import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.Nanos;
import io.gondola.scheduler.Program;
import io.gondola.scheduler.Scheduler;
import io.gondola.scheduler.SpinLock;
import io.gondola.scheduler.TimerTask;

/** What timers and tickers have in common: a task of the scheduler on whose clock it was made. */
abstract class Alarm extends TimerTask {
    private final Scheduler scheduler;
    private final Program program;

    /**
     * Held while the task is stopped, set up, and started. The order of locks is this one, then the timer heap's;
     * {@link #fire} may run under the latter and therefore does not take this one.
     */
    private final Setting setting = new Setting();

    Alarm(Fiber maker) {
        this.scheduler = maker.scheduler();
        this.program = maker.program();
    }

    /**
     * Stops the task, sets it up, and lets it fire in {@code nanos}; now if that is not positive.
     *
     * @return what {@link #stop} would
     */
    final boolean restart(long nanos, Runnable setUp) {
        setting.lock();
        try {
            boolean active = scheduler.disarm(this);
            setUp.run();
            long now = scheduler.nanoTime();
            scheduler.arm(this, Nanos.after(now, nanos));
            if (nanos <= 0 && scheduler.disarm(this)) { // else it has fired
                fire(now);
            }
            return active;
        } finally {
            setting.unlock();
        }
    }

    /** Stops the task. Returns whether it was running, or had delivered something that nobody had taken. */
    @CanIgnoreReturnValue
    final boolean stop() {
        setting.lock();
        try {
            return scheduler.disarm(this);
        } finally {
            setting.unlock();
        }
    }

    final Scheduler scheduler() {
        return scheduler;
    }

    @Override
    protected final Program program() {
        return program;
    }

    private static final class Setting extends SpinLock {}
}
