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
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final WorkStealingScheduler scheduler;
    private final Monitoring monitoring;
    private final long interval;
    private long next;

    SchedTrace(WorkStealingScheduler scheduler, Monitoring monitoring) {
        this.scheduler = scheduler;
        this.monitoring = monitoring;
        this.interval = monitoring.schedTraceNanos();
        this.next = interval;
    }

    /** For how long sysmon may sleep that would like to sleep for {@code nanos}. */
    long limit(long nanos) {
        return interval == 0 ? nanos : Math.max(1, Math.min(nanos, next - scheduler.nanoTime()));
    }

    void printIfDue(boolean sysmonWaits) {
        if (interval == 0) {
            return;
        }
        long now = scheduler.nanoTime();
        if (now < next) {
            return;
        }
        next += interval * Math.max(1, (now - next) / interval + 1); // keeps the phase, and makes up for nothing
        print(text(now, sysmonWaits));
    }

    private void print(String text) {
        try {
            if (!LOG.took(Level.INFO, text)) {
                monitoring.errors().println(text);
            }
        } catch (RuntimeException | LinkageError e) {
            // a backend or a stream that fails must not end the runtime that it watches
        }
    }

    /** The whole text; several lines with detail. Reads racily: the numbers may be of slightly different moments. */
    String text(long now, boolean sysmonWaits) {
        ProcessorPool pool = scheduler.pool;
        Processor[] all = pool.processors();
        int n = Math.min(pool.maxProcs(), all.length);
        StringBuilder out = new StringBuilder("SCHED ")
                .append(now / NANOS_PER_MILLI)
                .append("ms: gomaxprocs=")
                .append(n)
                .append(" idleprocs=")
                .append(pool.idleProcessors())
                .append(" threads=")
                .append(pool.machines().size())
                .append(" spinningthreads=")
                .append(pool.spinning.get())
                .append(" needspinning=0 idlethreads=") // this scheduler needs no such flag
                .append(pool.idleMachines())
                .append(" runqueue=")
                .append(scheduler.global.size());
        if (monitoring.schedDetail()) {
            out.append(" gcwaiting=false nmidlelocked=0 stopwait=0 sysmonwait=").append(sysmonWaits);
            SchedDetail.append(out, pool, scheduler.deadlocks.programs(), n);
            return out.toString();
        }
        out.append(" [ ");
        for (int i = 0; i < n; i++) {
            out.append(all[i].queued()).append(' ');
        }
        out.append("] schedticks=[ ");
        for (int i = 0; i < n; i++) {
            out.append(Integer.toUnsignedLong(all[i].scheduleTick)).append(' ');
        }
        return out.append(']').toString();
    }
}
