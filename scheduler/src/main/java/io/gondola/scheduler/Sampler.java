package io.gondola.scheduler;

import io.gondola.scheduler.trace.EventKind;
import io.gondola.scheduler.trace.Lanes;
import io.gondola.scheduler.trace.Producer;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/** The thread that looks every few milliseconds how long the queues are, and how full the heap is, for a trace. */
final class Sampler extends TraceThread {
    /** It may use one part in so many of a trace's memory. */
    static final int SHARE = 16;

    private static final long PERIOD_NANOS = 10_000_000;

    private final WorkStealingScheduler scheduler;
    private final long start;
    private final Producer to;
    private final CollectorWatch collectors;
    private final AtomicBoolean ended = new AtomicBoolean();

    Sampler(WorkStealingScheduler scheduler, long start, Producer to) {
        this.scheduler = scheduler;
        this.start = start;
        this.to = to;
        this.collectors = CollectorWatch.ifAvailable();
    }

    @Override
    public void run() {
        while (!ended.get()) {
            look();
            LockSupport.parkNanos(this, PERIOD_NANOS);
        }
        look();
    }

    private void look() {
        long now = scheduler.nanoTime() - start;
        ProcessorPool pool = scheduler.pool;
        Processor[] all = pool.processors();
        int n = Math.min(pool.maxProcs(), all.length);
        for (int i = 0; i < n; i++) {
            to.add(EventKind.QUEUED, now, i, 0, 0, all[i].queued());
        }
        to.add(EventKind.QUEUED, now, Lanes.GLOBAL, 0, 0, scheduler.global.size());
        Runtime jvm = Runtime.getRuntime();
        to.add(EventKind.HEAP, now, Lanes.OUTSIDE, jvm.totalMemory() - jvm.freeMemory(), 0, 0);
        if (collectors != null) {
            collectors.look((name, nanos) -> to.add(EventKind.COLLECTED, now, Lanes.OUTSIDE, nanos, to.text(name), 0));
        }
    }

    /** Waits for its end. */
    void end() {
        ended.set(true);
        awaitEnd();
    }
}
