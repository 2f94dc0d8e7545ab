package io.gondola.scheduler;

import java.util.ArrayList;
import java.util.List;

/**
 * Makes the lists of goroutines let go of those that have ended, soon after a burst. Sysmon only.
 *
 * @go runtime/proc.go, {@code gfput}
 */
final class RosterSweeper {
    /*
     * A roster belongs to its processor's owner, who sweeps it by itself only when it is full. So sysmon sweeps the
     * rosters of idle processors, which it takes from the idle list meanwhile, and asks the owners of the others. A
     * queuer may find no idle processor just then, and wake nobody; therefore sysmon looks for work after it has put
     * the processors back.
     */
    private static final long PERIOD_NANOS = 100_000_000;
    private static final int MIN_ENDED = 1024;

    private final ProcessorPool pool;
    private final Waker waker;
    private long lastAt;
    private long endedAtLast;

    /** Large rosters of goroutines that were started from outside. Guarded by this; the rosters by their programs. */
    private final List<Roster> outside = new ArrayList<>();

    RosterSweeper(ProcessorPool pool, Waker waker) {
        this.pool = pool;
        this.waker = waker;
    }

    /** Any thread. */
    void grown(Roster roster) {
        synchronized (outside) {
            outside.add(roster);
        }
    }

    private void sweepOutside(long ended) {
        List<Roster> large;
        synchronized (outside) {
            large = List.copyOf(outside);
        }
        for (Roster r : large) {
            synchronized (r.program) {
                if (!r.sweepIfWorthwhile(ended)) {
                    synchronized (outside) {
                        outside.remove(r); // nobody has told of it again: that takes the program's monitor
                    }
                }
            }
        }
    }

    /** Lets go of programs that have ended. */
    void forgetEnded() {
        synchronized (outside) {
            outside.removeIf(r -> r.program.ended());
        }
    }

    /** At most ten times in a second, but for the last time before a rest. */
    void sweepIfDue(long now, boolean beforeRest) {
        if (!beforeRest && now - lastAt < PERIOD_NANOS) {
            return;
        }
        lastAt = now;
        long ended = pool.ended();
        if (ended - endedAtLast >= MIN_ENDED) {
            endedAtLast = ended;
            sweep(ended);
        }
    }

    private void sweep(long ended) {
        for (Processor p : pool.processors()) {
            if (pool.acquireIfIdle(p)) {
                p.sweep(ended);
                pool.release(p);
            } else {
                p.askFor(Processor.SWEEP);
            }
        }
        pool.sweepSurplus(ended);
        sweepOutside(ended);
        waker.wakeIfWork();
    }
}
