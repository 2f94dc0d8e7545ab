package io.gondola.scheduler;

import io.gondola.scheduler.trace.EventKind;
import io.gondola.scheduler.trace.EventLog;
import io.gondola.scheduler.trace.Lanes;
import io.gondola.scheduler.trace.Producer;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** The thread that looks every few milliseconds how long the queues are, and how full the heap is, for a trace. */
final class Sampler extends TraceThread {
    /** Its samples, and what it tells of pauses, may each use one part in so many of a trace's memory. */
    static final int SHARE = 16;

    static final long PERIOD_NANOS = 10_000_000;

    private final ProcessorPool pool;
    private final GlobalRunQueue global;
    private final EventRecorder recorder;
    private final Producer to;
    private final Producer pauses;
    private final LongConsumer watch;
    private final @Nullable CollectorWatch collectors;
    private final AtomicBoolean ended = new AtomicBoolean();

    /** {@code watch} is told the recorder's time at each look. */
    Sampler(Queues queues, EventRecorder recorder, long bytes, LongConsumer watch) {
        this.pool = queues.pool();
        this.global = queues.global();
        this.recorder = recorder;
        this.to = recorder.log().producer("samples", bytes);
        this.pauses = recorder.log().producer(EventLog.PAUSES, bytes);
        this.watch = watch;
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
        watch.accept(recorder.now());
        long now = recorder.now();
        Processor[] all = pool.processors();
        int n = Math.min(pool.maxProcs(), all.length);
        for (int i = 0; i < n; i++) {
            to.add(EventKind.QUEUED, now, i, 0, 0, all[i].queued());
        }
        to.add(EventKind.QUEUED, now, Lanes.GLOBAL, 0, 0, global.size());
        Runtime jvm = Runtime.getRuntime();
        to.add(EventKind.HEAP, now, Lanes.OUTSIDE, jvm.totalMemory() - jvm.freeMemory(), 0, 0);
        if (collectors != null) {
            collectors.look((name, nanos) -> to.add(EventKind.COLLECTED, now, Lanes.OUTSIDE, nanos, to.text(name), 0));
        }
    }

    /** Its own thread, or any one after that: nothing was written down since then. */
    void gap(long since) {
        long now = recorder.now();
        pauses.add(EventKind.GAP, now, Lanes.OUTSIDE, now - since, 0, 0);
    }

    /** Waits for its end. */
    void end() {
        ended.set(true);
        awaitEnd();
    }
}
