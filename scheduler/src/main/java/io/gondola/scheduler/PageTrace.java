package io.gondola.scheduler;

import io.gondola.scheduler.trace.EventKind;
import io.gondola.scheduler.trace.EventLog;
import io.gondola.scheduler.trace.Page;
import io.gondola.scheduler.trace.Producer;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** Keeps what goroutines do in memory, and writes it as a page when it is closed. */
final class PageTrace extends OpenTrace {
    /*
     * Each processor has a producer of its own: the machine that owns it. Who owns a processor sees all that its former
     * owner wrote, so one thread may follow another one there. Everybody else (the poller, sysmon, outside threads, a
     * machine in blocking code) shares one, under its lock. Times are taken where the event is added, so those of one
     * producer are in order.
     *
     * A thread may go on telling of events for a moment after the trace was closed. They are added behind what is being
     * read, or are read as the last ones.
     *
     * The beginning of the file is written at once: a path that cannot be written is refused before anything runs, and
     * a file whose JVM was killed says what it lacks.
     *
     * The deterministic scheduler has one thread and virtual time. Nothing is dropped there, and no samples are taken,
     * so the same seed writes the same file.
     */
    private final Scheduler scheduler;
    private final Observation observation;
    private final Writer out;
    private final long start;
    private final long share;
    private final EventLog log = new EventLog(PageTrace::textOf);
    private final AtomicReferenceArray<Producer> processors = new AtomicReferenceArray<>(Scheduler.MAX_PROCS);
    private final Object othersLock = new Object();
    private final Producer others;
    private final Sampler sampler;
    private final AtomicBoolean closed = new AtomicBoolean();

    private PageTrace(Scheduler scheduler, Observation observation, Path file, Writer out, long bytes) {
        super(file);
        this.scheduler = scheduler;
        this.observation = observation;
        this.out = out;
        this.start = scheduler.nanoTime();
        this.share = scheduler.deterministic() ? Long.MAX_VALUE : bytes / (scheduler.maxProcs() + 1);
        this.others = log.producer("threads without a processor", share);
        this.sampler = scheduler instanceof WorkStealingScheduler s
                ? new Sampler(s, start, log.producer("samples", bytes / Sampler.SHARE))
                : null;
    }

    static PageTrace start(Scheduler scheduler, Observation observation, Path file, long bytes) throws IOException {
        Writer out = TraceFile.open(file);
        try {
            Page.begin(out);
            out.flush();
        } catch (IOException | RuntimeException | Error e) {
            out.close();
            throw e;
        }
        PageTrace trace = new PageTrace(scheduler, observation, file, out, bytes);
        if (trace.sampler != null) {
            trace.sampler.start();
        }
        return trace;
    }

    private static String textOf(Object thing) {
        return thing instanceof Machine m ? "machine " + m.number : SafeText.of(thing);
    }

    @Override
    public void close() throws IOException {
        if (closed.getAndSet(true)) {
            return;
        }
        observation.ended(this);
        if (sampler != null) {
            sampler.end();
        }
        try (out) {
            Page.end(out, log, Program.ID_BITS, scheduler.nanoTime() - start, scheduler.deterministic());
        } catch (IOException | RuntimeException e) { // the program that was traced goes on
            throw new IOException("trace is incomplete: file=" + file(), e);
        } catch (OutOfMemoryError e) {
            throw new IOException("trace is incomplete, there is not enough memory to write it: file=" + file(), e);
        }
    }

    /** The current thread's, if it owns a processor; null if it is {@link #others}. */
    private Producer own() {
        if (sampler == null) {
            return others; // the deterministic scheduler's one thread
        }
        Machine m = Machine.current();
        if (m == null || m.scheduler != scheduler || m.p == null) {
            return null;
        }
        Producer producer = processors.getPlain(m.p.id);
        if (producer == null) {
            producer = log.producer("P" + m.p.id, share);
            processors.setRelease(m.p.id, producer);
        }
        return producer;
    }

    private void add(EventKind kind, int lane, Goroutine g, String text, Object on) {
        Producer own = own();
        if (own != null) {
            add(own, kind, lane, g, text, on);
            return;
        }
        synchronized (othersLock) {
            add(others, kind, lane, g, text, on);
        }
    }

    private void add(Producer to, EventKind kind, int lane, Goroutine g, String text, Object on) {
        int a = to.text(text);
        int b = kind == EventKind.CREATED ? to.place(on) : to.thing(on);
        to.add(kind, scheduler.nanoTime() - start, lane, g.identity(), a, b);
    }

    /** The goroutine that the current thread runs, or has just run and is about to publish; null if there is none. */
    private Goroutine actor() {
        Machine m = Machine.current();
        return m != null && m.scheduler == scheduler ? m.running() : null;
    }

    private void add(EventKind kind, int lane, long g, int a, int b) {
        Producer own = own();
        if (own != null) {
            own.add(kind, scheduler.nanoTime() - start, lane, g, a, b);
            return;
        }
        synchronized (othersLock) {
            others.add(kind, scheduler.nanoTime() - start, lane, g, a, b);
        }
    }

    @Override
    public void created(int lane, Goroutine g) {
        add(EventKind.CREATED, lane, g, g.name(), g.startPlace());
    }

    @Override
    public void started(int lane, Goroutine g) {
        add(EventKind.STARTED, lane, g, g.name(), null);
    }

    @Override
    public void parked(int lane, Goroutine g, String reason, Object on) {
        add(EventKind.LEFT, lane, g, reason, on);
    }

    @Override
    public void blocks(int lane, Goroutine g) {
        add(EventKind.LEFT, lane, g, EventLog.SYSCALL, Machine.current());
    }

    @Override
    public void yielded(int lane, Goroutine g) {
        add(EventKind.LEFT, lane, g, EventLog.YIELDED, null);
    }

    @Override
    public void preempted(int lane, Goroutine g) {
        add(EventKind.PREEMPTED, lane, g, null, null);
    }

    @Override
    public void ended(int lane, Goroutine g) {
        add(EventKind.LEFT, lane, g, EventLog.ENDED, null);
    }

    @Override
    public void readied(int lane, Goroutine g) {
        Goroutine by = actor();
        boolean known = by != null && by.program() == g.program();
        add(EventKind.READIED, lane, g.identity(), known ? EventKind.BY_GOROUTINE : 0, known ? (int) by.id() : 0);
    }

    @Override
    public void stolen(int lane, int victim, int count) {
        add(EventKind.STOLEN, lane, 0, victim, count);
    }

    @Override
    public void handedOff(int lane) {
        add(EventKind.HANDED_OFF, lane, 0, 0, 0);
    }

    @Override
    public void polled(int count) {
        add(EventKind.POLLED, POLLER, 0, 0, count);
    }

    @Override
    public void longStep(int lane, Goroutine g, long nanos, String place, Thread thread) {
        add(EventKind.LONG_STEP, lane, g, place, null);
    }
}
