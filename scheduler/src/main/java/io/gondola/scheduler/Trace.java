package io.gondola.scheduler;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Writes what goroutines do to a file as JSON, from its making until it is closed.
 *
 * @go runtime/trace.go
 */
final class Trace extends OpenTrace implements Observer {
    /*
     * Threads that run goroutines put events into TraceRings. The writer thread takes them every few milliseconds,
     * sorts them by time, and writes them. Since two rings are not emptied in one instant, it keeps back what happened
     * after it began to take: an event and its cause, from another ring, are then written in their order.
     *
     * The deterministic scheduler has one thread and virtual time. There the events are collected without rings, so
     * none is lost and the same seed gives the same file.
     */
    private static final Comparator<TraceEvent> BY_TIME = Comparator.comparingLong(TraceEvent::time);

    private final Scheduler scheduler;
    private final Observation observation;
    private final TraceFile out;
    private final @Nullable TraceRings rings;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final @Nullable TraceWriter writer;

    // the writer's, or guarded by this
    private List<TraceEvent> keptBack = new ArrayList<>();
    private @Nullable IOException failure;

    Trace(Scheduler scheduler, Observation observation, Path file) throws IOException {
        super(file);
        this.scheduler = scheduler;
        this.observation = observation;
        this.out = new TraceFile(file, scheduler.nanoTime(), scheduler.deterministic());
        this.rings = scheduler.deterministic() ? null : new TraceRings(scheduler);
        this.writer = rings == null ? null : new TraceWriter(this);
        if (writer != null) {
            writer.start();
        }
    }

    private void add(
            TraceEvent.EventKind kind,
            int lane,
            @Nullable Goroutine g,
            @Nullable String text,
            @Nullable Object on,
            int from,
            int count) {
        TraceEvent e = new TraceEvent(kind, scheduler.nanoTime(), lane, g, text, on, from, count);
        if (rings != null) {
            rings.add(e);
        } else {
            write(List.of(e));
        }
    }

    private void add(TraceEvent.EventKind kind, int lane, @Nullable Goroutine g, @Nullable String text) {
        add(kind, lane, g, text, null, 0, 0);
    }

    /** Writer only: writes what has come in. */
    @SuppressWarnings("NullAway") // where there is a writer there are rings
    void drain() {
        long until = scheduler.nanoTime();
        synchronized (this) {
            List<TraceEvent> all = keptBack;
            all.addAll(rings.drain());
            all.sort(BY_TIME);
            int n = all.size();
            while (n > 0 && all.get(n - 1).time() > until) {
                n--;
            }
            keptBack = new ArrayList<>(all.subList(n, all.size()));
            write(all.subList(0, n));
        }
    }

    private synchronized void write(List<TraceEvent> events) {
        if (failure != null) {
            return; // the disk is full, say: what is reported is the first failure
        }
        try {
            for (TraceEvent e : events) {
                out.write(e);
            }
        } catch (IOException e) {
            failure = e;
        }
    }

    @Override
    public void close() throws IOException {
        if (closed.getAndSet(true)) {
            return;
        }
        observation.ended(this);
        if (writer != null) {
            writer.awaitEnd();
        }
        synchronized (this) {
            if (rings != null) {
                keptBack.addAll(rings.drain());
                keptBack.sort(BY_TIME);
                write(keptBack);
            }
            try {
                out.close(scheduler.nanoTime(), rings == null ? 0 : rings.dropped());
            } catch (IOException e) {
                failure = failure == null ? e : failure;
            }
            if (failure != null) {
                throw new IOException("trace is incomplete: file=" + file(), failure);
            }
        }
    }

    @Override
    Observer observer() {
        return this;
    }

    boolean closed() {
        return closed.get();
    }

    @Override
    public void created(int lane, Goroutine g) {
        add(TraceEvent.EventKind.CREATED, lane, g, null);
    }

    @Override
    public void started(int lane, Goroutine g) {
        add(TraceEvent.EventKind.STARTED, lane, g, null);
    }

    @Override
    public void parked(int lane, Goroutine g, String reason, @Nullable Object on) {
        add(TraceEvent.EventKind.LEFT, lane, g, reason, on, 0, 0);
    }

    @Override
    public void blocks(int lane, Goroutine g) {
        add(TraceEvent.EventKind.LEFT, lane, g, "syscall");
    }

    @Override
    public void yielded(int lane, Goroutine g) {
        add(TraceEvent.EventKind.LEFT, lane, g, "yielded");
    }

    @Override
    public void preempted(int lane, Goroutine g) {
        add(TraceEvent.EventKind.PREEMPTED, lane, g, null);
    }

    @Override
    public void ended(int lane, Goroutine g) {
        add(TraceEvent.EventKind.LEFT, lane, g, "ended");
    }

    @Override
    public void readied(int lane, Goroutine g) {
        add(TraceEvent.EventKind.READIED, lane, g, null);
    }

    @Override
    public void stolen(int lane, int victim, int count) {
        add(TraceEvent.EventKind.STOLEN, lane, null, null, null, victim, count);
    }

    @Override
    public void handedOff(int lane) {
        add(TraceEvent.EventKind.HANDED_OFF, lane, null, null);
    }

    @Override
    public void polled(int lane, int count) {
        add(TraceEvent.EventKind.POLLED, lane, null, null, null, 0, count);
    }

    @Override
    public void longStep(int lane, Goroutine g, long nanos, String place, Thread thread) {
        add(TraceEvent.EventKind.LONG_STEP, lane, g, place);
    }
}
