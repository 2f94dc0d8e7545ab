package io.gondola.metrics.micrometer;

import io.gondola.dsl.GoRuntime;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** The thread that looks at a runtime. It ends when it is told to, or when the runtime is garbage. */
final class Watcher extends Thread {
    /** It rests so many times as long as a look takes, so that it takes at most a percent of a processor. */
    private static final int REST = 100;

    /** But no longer than for so many intervals: the first look loads classes, and tells nothing of the others. */
    private static final int LONGEST = 30;

    private final WeakReference<GoRuntime> runtime;
    private final long interval;
    private final Readings readings;

    /** Its lock guards the end, too. */
    private final List<Bound> bound;

    private volatile boolean ended;

    Watcher(GoRuntime runtime, Duration every, Readings readings, List<Bound> bound) {
        super(null, null, "gondola-metrics", 0, false);
        setDaemon(true);
        this.runtime = new WeakReference<>(runtime);
        this.interval = every.toNanos();
        this.readings = readings;
        this.bound = bound;
    }

    boolean ended() {
        return ended;
    }

    @Override
    public void run() {
        while (!ended) {
            long start = System.nanoTime();
            if (!look()) {
                end();
                return;
            }
            long took = System.nanoTime() - start;
            rest(Math.max(interval, Math.min(LONGEST * interval, REST * took)));
        }
    }

    private void rest(long nanos) {
        long start = System.nanoTime();
        while (!ended && System.nanoTime() - start < nanos && !interrupted()) {
            LockSupport.parkNanos(this, nanos - (System.nanoTime() - start));
        }
    }

    /** Returns whether the runtime is still there. */
    private boolean look() {
        GoRuntime rt = runtime.get();
        if (rt == null) {
            return false;
        }
        readings.look(rt);
        bound.forEach(Bound::discover);
        return true;
    }

    void end() {
        synchronized (bound) {
            ended = true;
            bound.forEach(Bound::close);
            bound.clear();
        }
        LockSupport.unpark(this);
    }
}
