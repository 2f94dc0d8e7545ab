package io.gondola.scheduler;

import org.apache.logging.log4j.Level;

/**
 * Prints the state of the scheduler at a fixed interval, as {@code GODEBUG=schedtrace=1000} does. Belongs to sysmon.
 *
 * <p>The lines go to the logger {@code io.gondola.scheduler.schedtrace} at level INFO. If that logger does not take
 * them, because there is no logging backend or none that was told to, they go to standard error, where Go writes them:
 * a user who asks for them sees them.
 *
 * @go runtime/proc.go, {@code schedtrace}
 */
final class SchedTrace {
    private static final Log LOG = new Log("io.gondola.scheduler.schedtrace");

    private final Monitoring monitoring;
    private final Uptime uptime;
    private final SchedText text;
    private final long interval;
    private long next;

    SchedTrace(Monitoring monitoring, Uptime uptime, SchedText text) {
        this.monitoring = monitoring;
        this.uptime = uptime;
        this.text = text;
        this.interval = monitoring.schedTraceNanos();
        this.next = interval;
    }

    /** For how long sysmon may sleep that would like to sleep for {@code nanos}. */
    long limit(long nanos) {
        return interval == 0 ? nanos : Math.max(1, Math.min(nanos, next - uptime.nanos()));
    }

    void printIfDue(boolean sysmonWaits) {
        if (interval == 0) {
            return;
        }
        long now = uptime.nanos();
        if (now < next) {
            return;
        }
        next += interval * Math.max(1, (now - next) / interval + 1); // keeps the phase, and makes up for nothing
        print(monitoring.schedDetail() ? text.detailed(now, sysmonWaits) : text.brief(now));
    }

    private void print(String state) {
        try {
            if (!LOG.took(Level.INFO, state)) {
                monitoring.errors().println(state);
            }
        } catch (RuntimeException | LinkageError e) {
            // a backend or a stream that fails must not end the runtime that it watches
        }
    }
}
