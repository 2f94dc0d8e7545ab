package io.gondola.scheduler;

import io.gondola.scheduler.trace.EventKind;
import io.gondola.scheduler.trace.EventLog;
import io.gondola.scheduler.trace.Producer;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** Keeps what goroutines do in memory. */
final class EventRecorder implements Observer {
    /*
     * Each processor has a producer of its own: the machine that owns it. Who owns a processor sees all that its former
     * owner wrote, so one thread may follow another one there. Everybody else (the poller, sysmon, outside threads, a
     * machine in blocking code) shares one, under its lock. Times are taken where the event is added, so those of one
     * producer are in order.
     *
     * A thread may go on telling of events for a moment after it was asked to stop. They are added behind what is being
     * read, or are read as the last ones.
     *
     * The deterministic scheduler has one thread and virtual time. Nothing is dropped there.
     */
    private final Scheduler scheduler;
    private final boolean oneThread;
    private final Pace pace;
    private final long start;
    private final long share;
    private final EventLog log;
    private final AtomicReferenceArray<Producer> processors = new AtomicReferenceArray<>(Scheduler.MAX_PROCS);
    private final Object othersLock = new Object();
    private final Producer others;

    private EventRecorder(Scheduler scheduler, EventLog log, long start, long bytes, Pace pace) {
        this.scheduler = scheduler;
        this.oneThread = scheduler.deterministic();
        this.pace = pace;
        this.log = log;
        this.start = start;
        this.share = oneThread ? Long.MAX_VALUE : bytes / (scheduler.maxProcs() + 1);
        this.others = log.producer("threads without a processor", share);
    }

    /** Keeps all events, as long as they take no more than so many bytes. */
    static EventRecorder ofAll(Scheduler scheduler, long bytes) {
        return new EventRecorder(scheduler, new EventLog(EventRecorder::textOf), scheduler.nanoTime(), bytes, null);
    }

    /**
     * Keeps no more events than {@code pace} allows, and is told to {@link EventLog#forget} what is older than
     * {@code keep}.
     */
    static EventRecorder ofLast(Scheduler scheduler, long start, long keep, long bytes, Pace pace) {
        EventLog log = new EventLog(EventRecorder::textOf, () -> scheduler.nanoTime() - start, keep);
        return new EventRecorder(scheduler, log, start, bytes, pace);
    }

    private static String textOf(Object thing) {
        return thing instanceof Machine m ? "machine " + m.number : SafeText.of(thing);
    }

    EventLog log() {
        return log;
    }

    /** In nanoseconds since the recorder began. */
    long now() {
        return scheduler.nanoTime() - start;
    }

    /** The current thread's, if it owns a processor; null if it is {@link #others}. */
    private Producer own() {
        if (oneThread) {
            return others; // of its one thread
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
        if (pace == null || pace.allows(to)) {
            int a = to.text(text);
            int b = kind == EventKind.CREATED ? to.place(on) : to.thing(on);
            to.add(kind, now(), lane, g.identity(), a, b);
        }
    }

    private void add(EventKind kind, int lane, long g, int a, int b) {
        Producer own = own();
        if (own != null) {
            add(own, kind, lane, g, a, b);
            return;
        }
        synchronized (othersLock) {
            add(others, kind, lane, g, a, b);
        }
    }

    private void add(Producer to, EventKind kind, int lane, long g, int a, int b) {
        if (pace == null || pace.allows(to)) {
            to.add(kind, now(), lane, g, a, b);
        }
    }

    /** The goroutine that the current thread runs, or has just run and is about to publish; null if there is none. */
    private Goroutine actor() {
        Machine m = Machine.current();
        return m != null && m.scheduler == scheduler ? m.running() : null;
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
    public void polled(int lane, int count) {
        add(EventKind.POLLED, lane, 0, 0, count);
    }

    @Override
    public void longStep(int lane, Goroutine g, long nanos, String place, Thread thread) {
        add(EventKind.LONG_STEP, lane, g, place, null);
    }
}
