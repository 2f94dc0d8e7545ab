package io.gondola.scheduler;

import io.gondola.scheduler.trace.EventKind;
import io.gondola.scheduler.trace.EventLog;
import io.gondola.scheduler.trace.Producer;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

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
     * A look at the clock costs more than all the rest. Who stops and who is taken from runNext after it share one, of
     * which what lies between them is some ten instructions of the run loop:
     *   R1  Nothing was told of the processor between the two: the event of the one is the last before that of the
     *       other.
     *   R2  It is the same machine, which has looked for a goroutine once (`tick`), and goes on with the time slice:
     *       who searches, or has been idle, begins another one. A goroutine that is locked may have been handed over.
     *   R3  Nothing that has arrived was taken in this slice (`globalSlice`): it may have been readied, elsewhere,
     *       after the other one stopped. What is in runNext was put there by the processor's owner, before that.
     *
     * The deterministic scheduler has one thread and virtual time. Nothing is dropped there.
     */
    private final Scheduler scheduler;
    private final boolean oneThread;
    private final Pace pace;
    private final long start;
    private final long share;
    private final EventLog log;
    private final AtomicReferenceArray<Own> processors = new AtomicReferenceArray<>(Scheduler.MAX_PROCS);
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

    /** Keeps all events as long as they take no more than so many bytes, and the last ones that {@code pace} allows. */
    static EventRecorder ofAll(Scheduler scheduler, long start, long bytes, Pace pace) {
        return new EventRecorder(scheduler, new EventLog(EventRecorder::textOf), start, bytes, pace);
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

    /** What a processor's owner writes down. */
    private static final class Own {
        final Producer to;

        // of the goroutine that stopped last: when, on which machine, in which slice, and before which search
        private long leftAt;
        private @Nullable Machine leftOn;
        private int leftInSlice;
        private int leftBefore;

        Own(Producer to) {
            this.to = to;
        }

        void left(Machine m, long time) {
            leftAt = time;
            leftOn = m;
            leftInSlice = m.p.scheduleTick;
            leftBefore = m.p.tick + 1;
        }

        /** When {@code g}, which begins to run, took the place of who stopped; -1 if it did not do so at once. */
        long takesOver(Machine m, Goroutine g) {
            Processor p = m.p;
            boolean atOnce = leftBefore == p.tick
                    && leftInSlice == p.scheduleTick
                    && p.globalSlice != p.scheduleTick
                    && leftOn == m
                    && !g.lockedToThread();
            return atOnce && to.lastIf(EventKind.LEFT) == leftAt ? leftAt : -1;
        }
    }

    /** The current thread, if it is a machine that owns a processor; or else null. */
    private @Nullable Machine owner() {
        Machine m = Machine.current();
        return m == null || m.scheduler != scheduler || m.p == null ? null : m;
    }

    private Own own(Machine m) {
        Own own = processors.getPlain(m.p.id);
        return own != null ? own : newOwn(m.p.id);
    }

    private Own newOwn(int processor) {
        Own own = new Own(log.producer("P" + processor, share));
        processors.setRelease(processor, own);
        return own;
    }

    private void add(EventKind kind, int lane, Goroutine g, @Nullable String text, @Nullable Object on) {
        Machine m = oneThread ? null : owner();
        if (m != null) {
            add(own(m).to, kind, lane, g, text, on);
        } else {
            synchronized (othersLock) { // nobody else's under the deterministic scheduler
                add(others, kind, lane, g, text, on);
            }
        }
    }

    private void add(Producer to, EventKind kind, int lane, Goroutine g, @Nullable String text, @Nullable Object on) {
        if (allowed(to)) {
            int a = to.text(text);
            int b = kind == EventKind.CREATED ? to.place(on) : to.thing(on);
            to.add(kind, now(), lane, g.identity(), a, b);
        }
    }

    private void add(EventKind kind, int lane, long g, int a, int b) {
        Machine m = oneThread ? null : owner();
        if (m != null) {
            add(own(m).to, kind, lane, g, a, b);
        } else {
            synchronized (othersLock) {
                add(others, kind, lane, g, a, b);
            }
        }
    }

    private void add(Producer to, EventKind kind, int lane, long g, int a, int b) {
        if (allowed(to)) {
            to.add(kind, now(), lane, g, a, b);
        }
    }

    private boolean allowed(Producer to) {
        return pace == null || pace.allows(to);
    }

    /** {@code g} stops on this thread, which goes on to the next one. */
    private void left(int lane, Goroutine g, String reason, @Nullable Object on) {
        Machine m = oneThread ? null : owner();
        if (m == null) {
            add(EventKind.LEFT, lane, g, reason, on);
            return;
        }
        Own own = own(m);
        Producer to = own.to;
        if (allowed(to)) {
            int a = to.text(reason);
            int b = to.thing(on);
            long time = now();
            to.add(EventKind.LEFT, time, lane, g.identity(), a, b);
            own.left(m, time);
        }
    }

    /** The goroutine that the current thread runs, or has just run and is about to publish; null if there is none. */
    private @Nullable Goroutine actor() {
        Machine m = Machine.current();
        return m != null && m.scheduler == scheduler ? m.running() : null;
    }

    @Override
    public void created(int lane, Goroutine g) {
        add(EventKind.CREATED, lane, g, g.name(), g.startPlace());
    }

    @Override
    public void started(int lane, Goroutine g) {
        Machine m = oneThread ? null : owner();
        if (m == null) {
            add(EventKind.STARTED, lane, g, g.name(), null);
            return;
        }
        Own own = own(m);
        Producer to = own.to;
        if (allowed(to)) {
            int a = to.text(g.name());
            long takenOver = own.takesOver(m, g);
            to.add(EventKind.STARTED, takenOver >= 0 ? takenOver : now(), lane, g.identity(), a, to.thing(null));
        }
    }

    @Override
    public void parked(int lane, Goroutine g, String reason, @Nullable Object on) {
        left(lane, g, reason, on);
    }

    @Override
    public void blocks(int lane, Goroutine g) {
        add(EventKind.LEFT, lane, g, EventLog.SYSCALL, Machine.current());
    }

    @Override
    public void yielded(int lane, Goroutine g) {
        left(lane, g, EventLog.YIELDED, null);
    }

    @Override
    public void preempted(int lane, Goroutine g) {
        add(EventKind.PREEMPTED, lane, g, null, null);
    }

    @Override
    public void ended(int lane, Goroutine g) {
        left(lane, g, EventLog.ENDED, null);
    }

    @Override
    public void readied(int lane, Goroutine g) {
        Goroutine by = actor();
        if (by != null && by.program() == g.program()) {
            add(EventKind.READIED, lane, g.identity(), EventKind.BY_GOROUTINE, (int) by.id());
        } else {
            add(EventKind.READIED, lane, g.identity(), 0, 0);
        }
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
