package io.gondola.time;

import io.gondola.dsl.engine.Nanos;
import io.gondola.scheduler.Scheduler;
import io.gondola.scheduler.SpinLock;

/**
 * The tokens of a {@link RateLimiter}.
 *
 * @go golang.org/x/time/rate/rate.go, {@code Limiter}
 */
final class Bucket extends SpinLock {
    /*
     * Algorithm. A token bucket, filled on demand: each operation adds what has flowed in since the last one, up to the
     * burst, then takes its tokens. The count may become negative: then the tokens are promised for the time at which
     * it will be 0, and those that come later are promised later times. So reservations are served in the order in
     * which they were made.
     *
     * Invariants
     *   I1  All fields are guarded by the lock; no user code runs under it.
     *   I2  `tokens` is the count at the time `last`; it is at most `burst` once it was looked at.
     *   I3  `lastEvent` is the latest time for which tokens are promised.
     *   I4  The clock is read under the lock, so that `last` does not go back, and no time counts twice.
     *
     * Differences from Go. Times are nanoseconds of the runtime's clock. The bucket begins full at the time of its
     * first use.
     */
    static final long NEVER = Long.MAX_VALUE;
    private static final double NANOS = 1e9;

    private double perSecond;
    private int burst;
    private double tokens;
    private long last;
    private long lastEvent;
    private boolean used;

    Bucket(double perSecond, int burst) {
        this.perSecond = perSecond;
        this.burst = burst;
        this.tokens = burst;
    }

    /** So many tokens, promised for a time; {@code at} is {@link #NEVER} if they cannot be had. */
    record Promise(double tokens, long at, double perSecond) {
        boolean isKept() {
            return at != NEVER;
        }
    }

    private static boolean isUnlimited(double rate) {
        return rate >= Double.MAX_VALUE;
    }

    private static double flowsIn(double rate, long nanos) {
        return rate <= 0 || nanos <= 0 ? 0 : nanos / NANOS * rate; // zero times infinity is no number
    }

    private static long timeFor(double rate, double missing) {
        double nanos = rate <= 0 ? Double.MAX_VALUE : missing / rate * NANOS;
        return nanos >= Long.MAX_VALUE ? NEVER : (long) nanos;
    }

    /** The count at the time {@code now}; one that lies before the last one adds nothing. The lock is held. */
    private double countAt(long now) {
        long since = used ? Math.max(0, now - last) : 0;
        return Math.min(burst, tokens + flowsIn(perSecond, since));
    }

    private void set(long now, double count) {
        used = true;
        last = now;
        tokens = count;
    }

    /** Takes {@code n} tokens if they can be had within {@code maxWait} nanoseconds. */
    Promise take(Scheduler clock, int n, long maxWait) {
        lock();
        long now = clock.nanoTime(); // I4
        try {
            if (isUnlimited(perSecond)) {
                return new Promise(0, now, perSecond); // it takes nothing, so there is nothing to give back
            }
            double left = countAt(now) - n;
            long wait = left < 0 ? timeFor(perSecond, -left) : 0;
            if (n > burst || wait == NEVER || wait > maxWait) {
                return new Promise(n, NEVER, perSecond);
            }
            set(now, left);
            lastEvent = Nanos.after(now, wait);
            return new Promise(n, lastEvent, perSecond);
        } finally {
            unlock();
        }
    }

    /**
     * Gives back what was promised, unless its time has come; but not what others, promised later times, already count
     * on.
     */
    void giveBack(Scheduler clock, Promise promise) {
        lock();
        long now = clock.nanoTime(); // I4
        try {
            if (!promise.isKept() || isUnlimited(perSecond) || promise.tokens() == 0 || promise.at() < now) {
                return;
            }
            double back = promise.tokens() - flowsIn(promise.perSecond(), lastEvent - promise.at());
            if (back <= 0) {
                return;
            }
            set(now, Math.min(burst, countAt(now) + back));
            if (promise.at() == lastEvent) {
                long before = promise.at() - timeFor(promise.perSecond(), promise.tokens());
                if (before >= now) {
                    lastEvent = before;
                }
            }
        } finally {
            unlock();
        }
    }

    void rate(Scheduler clock, double newPerSecond) {
        lock();
        long now = clock.nanoTime(); // I4
        set(now, countAt(now));
        perSecond = newPerSecond;
        unlock();
    }

    void burst(Scheduler clock, int newBurst) {
        lock();
        long now = clock.nanoTime(); // I4
        set(now, countAt(now));
        burst = newBurst;
        unlock();
    }

    double tokens(Scheduler clock) {
        lock();
        long now = clock.nanoTime(); // I4
        double count = countAt(now);
        unlock();
        return count;
    }

    double rate() {
        lock();
        double rate = perSecond;
        unlock();
        return rate;
    }

    int burst() {
        lock();
        int n = burst;
        unlock();
        return n;
    }

    /** Whether {@code n} tokens can never be had at once. */
    boolean isTooMany(int n) {
        lock();
        boolean tooMany = n > burst && !isUnlimited(perSecond);
        unlock();
        return tooMany;
    }
}
