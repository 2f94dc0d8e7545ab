package io.gondola.scheduler;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Since when goroutines wait, for dumps. They do not note it themselves: sysmon looks twice in a minute at who waits,
 * and stamps those that it sees for the first time.
 *
 * @go runtime/mgcmark.go, {@code markroot}: there the garbage collector stamps {@code waitsince}
 */
final class LongWaits {
    /*
     * A stamp is the number of a look, modulo the number of stamps there are. Looks are PERIOD_NANOS or more apart, so
     * n looks ago is at least n periods ago: no wait is shown longer than it is. It is shown shorter by the time from
     * its begin to the next look, and by what sysmon comes late. A wait that is about to become older than stamps can
     * tell is stamped again at each look, as the oldest that they can: it shows as MAX_MINUTES from then on.
     *
     * Dumps read `looks` and then `lastLookAt`, which are written in the opposite order: if a look comes in between,
     * the wait shows shorter.
     */
    static final long PERIOD_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final long MINUTE_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final int MAX_AGE = Goroutine.STAMPS - 2;

    /** Longer waits show as this. */
    static final long MAX_MINUTES = MAX_AGE * PERIOD_NANOS / MINUTE_NANOS;

    private volatile long looks;
    private volatile long lastLookAt;

    LongWaits(long now) {
        lastLookAt = now;
    }

    /** For how long sysmon may sleep at {@code now} that would like to sleep for {@code nanos}. */
    long limit(long nanos, long now) {
        return Math.max(1, Math.min(nanos, lastLookAt + PERIOD_NANOS - now));
    }

    /** Sysmon only. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
    void lookIfDue(Supplier<List<Program>> programs, long now) {
        if (now - lastLookAt < PERIOD_NANOS) {
            return;
        }
        lastLookAt = now;
        looks++;
        for (Program program : programs.get()) {
            program.forEach(this::look);
        }
    }

    private void look(Goroutine g) {
        byte raw = g.rawState();
        byte state = Goroutine.stateOf(raw);
        if (state != Goroutine.WAITING && state != Goroutine.SYSCALL) {
            return;
        }
        int stamp = g.waitStamp(raw);
        if (stamp < 0) {
            g.stampWait(raw, (int) (looks % Goroutine.STAMPS));
        } else if (age(stamp, looks) >= MAX_AGE) {
            g.stampWait(raw, (int) ((looks - MAX_AGE) % Goroutine.STAMPS));
        }
    }

    private static long age(int stamp, long looks) {
        return Math.floorMod(looks - stamp, Goroutine.STAMPS);
    }

    /** For how many whole minutes {@code g} has waited at least; 0 if it does not wait. Any thread, racily. */
    long minutes(Goroutine g, long now) {
        int stamp = g.waitStamp(g.rawState());
        if (stamp < 0) {
            return 0;
        }
        long age = age(stamp, looks);
        return Math.min(MAX_MINUTES, (age * PERIOD_NANOS + now - lastLookAt) / MINUTE_NANOS);
    }
}
