package io.gondola.scheduler;

import java.util.List;
import java.util.function.Supplier;

/**
 * The state of a scheduler in Go's words. Reads racily: the numbers may be of slightly different moments.
 *
 * @go runtime/proc.go, {@code schedtrace}
 */
final class SchedText {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final ProcessorPool pool;
    private final GlobalRunQueue global;
    private final Supplier<List<Program>> programs;

    SchedText(Queues queues, Supplier<List<Program>> programs) {
        this.pool = queues.pool();
        this.global = queues.global();
        this.programs = programs;
    }

    /** One line, with the length of each processor's queue. */
    String brief(long now) {
        Processor[] all = pool.processors();
        int n = shown(all);
        StringBuilder out = begin(now, n).append(" [ ");
        for (int i = 0; i < n; i++) {
            out.append(all[i].queued()).append(' ');
        }
        out.append("] schedticks=[ ");
        for (int i = 0; i < n; i++) {
            out.append(Integer.toUnsignedLong(all[i].scheduleTick)).append(' ');
        }
        return out.append(']').toString();
    }

    /** Also a line for each processor, machine and goroutine. */
    String detailed(long now, boolean sysmonWaits) {
        int n = shown(pool.processors());
        StringBuilder out = begin(now, n)
                .append(" gcwaiting=false nmidlelocked=0 stopwait=0 sysmonwait=")
                .append(sysmonWaits);
        SchedDetail.append(out, pool, programs.get(), n);
        return out.toString();
    }

    private int shown(Processor[] all) {
        return Math.min(pool.maxProcs(), all.length);
    }

    private StringBuilder begin(long now, int processors) {
        return new StringBuilder("SCHED ")
                .append(now / NANOS_PER_MILLI)
                .append("ms: gomaxprocs=")
                .append(processors)
                .append(" idleprocs=")
                .append(pool.idleProcessors())
                .append(" threads=")
                .append(pool.machines().size())
                .append(" spinningthreads=")
                .append(pool.spinning.get())
                .append(" needspinning=0 idlethreads=") // this scheduler needs no such flag
                .append(pool.idleMachines())
                .append(" runqueue=")
                .append(global.size());
    }
}
