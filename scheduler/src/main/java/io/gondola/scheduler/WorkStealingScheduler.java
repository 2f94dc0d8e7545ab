package io.gondola.scheduler;

import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Runs goroutines on a few threads, as Go's runtime does: G, M and P, a run queue for each P, stealing, hand-off of the
 * P around blocking code, a monitor and a poller thread.
 *
 * @go runtime/proc.go
 */
final class WorkStealingScheduler extends Scheduler implements Roster.Keeper {
    /*
     * The composition root: it makes the parts, each of which argues what it does. Placement decides where a goroutine
     * is queued, TimeSlices how long one runs, Waker who is woken for it; the search for work is in Machine and Thief,
     * who owns a processor in Processor, blocking code in SystemCalls, idle lists in ProcessorPool, deadlines in
     * Poller, the end of all activity in DeadlockDetector, park and ready in Goroutine.
     */
    final GlobalRunQueue global = new GlobalRunQueue();
    final ProcessorPool pool;
    final Waker waker;
    final SystemCalls systemCalls;
    final Timers timers;
    final Sysmon sysmon;
    final DeadlockDetector deadlocks;
    final ThreadLocks threadLocks;
    final Shutdown shutdown;
    final FlightRecording flight = new FlightRecording(observation);
    final FlightRecorder recorder;
    private final ThreadMaker threads = new ThreadMaker();
    private final Queues queues;
    final Placement placement;
    private final TimeSlices slices;

    final AtomicLong outsideSpawned = new AtomicLong();
    final AtomicLong outsideReadied = new AtomicLong();
    final Uptime uptime = new Uptime();
    final AtomicBoolean closed = new AtomicBoolean();

    WorkStealingScheduler(SchedulerOptions options) {
        this(options, new Selectors());
    }

    WorkStealingScheduler(SchedulerOptions options, Selectors selectors) {
        // Each part is given those that stand before it. What calls one that stands behind it does so through an
        // interface, once goroutines run; nothing is called here.
        this.deadlocks = new DeadlockDetector(this::somethingPending);
        this.pool = new ProcessorPool(options, global, deadlocks, new AbovePool());
        this.queues = new Queues(pool, global);
        this.timers = new Timers(pool, uptime, this::ready, all -> new Poller(this, all, selectors));
        this.waker = new Waker(queues, timers, observation);
        this.systemCalls = new SystemCalls(queues, waker, observation, closed);
        this.threadLocks = new ThreadLocks(waker, deadlocks, closed);
        this.recorder = new FlightRecorder(this, queues, options.monitoring().recorder());
        this.sysmon = new Sysmon(this, options);
        this.placement = new Placement(queues, waker, sysmon);
        this.slices = new TimeSlices(queues, waker, observation, closed);
        this.shutdown = new Shutdown(closed, deadlocks, new Shutdown.Threads(pool, sysmon, timers.poller()));
    }

    /** Passes on what the pool asks for. */
    private final class AbovePool implements ProcessorPool.Above {
        @Override
        public Machine machine(int number) {
            return threads.make(() -> new Machine(WorkStealingScheduler.this, number));
        }

        @Override
        public void processorRuns() {
            sysmon.wakeIfAsleep();
        }

        @Override
        public void inject(Goroutine g) {
            waker.inject(g);
        }

        @Override
        public void fatal(String notice, String message) {
            shutdown.fatal(notice, message);
        }

        @Override
        public void fail(String what, Throwable cause) {
            shutdown.fail(what, cause);
        }
    }

    private boolean somethingPending() {
        return closed() || waker.somethingPending();
    }

    /** Starts the threads that always run. */
    WorkStealingScheduler start() {
        flight.connect();
        try {
            pool.options().starter().accept(sysmon);
            pool.options().starter().accept(timers.poller());
            recorder.start();
            return this;
        } catch (Throwable t) {
            close();
            throw t;
        }
    }

    // goroutines

    /** The current thread, if it runs goroutines of this scheduler and owns a processor. */
    private @Nullable Machine here() {
        Machine m = Machine.current();
        return m != null && m.scheduler == this && m.p != null ? m : null;
    }

    @Override
    public void spawn(Goroutine g) {
        Machine m = here();
        if (m == null) {
            addToOutsideRoster(g);
            observeCreated(g);
            injectOrCollect(g);
            return;
        }
        Processor p = m.p;
        p.roster(g.program()).add(g);
        p.spawned++;
        observeCreated(g);
        placement.runNext(p, g);
    }

    /** A roster of goroutines that were started from outside has become large. */
    @Override
    public void grown(Roster roster) {
        sysmon.sweeper.grown(roster);
    }

    private void addToOutsideRoster(Goroutine g) {
        outsideSpawned.incrementAndGet();
        synchronized (g.program()) {
            g.program().roster(this).add(g);
        }
    }

    @Override
    protected long nextId(Program program) {
        Machine m = here();
        if (m != null) {
            return m.p.roster(program).nextId(program.ids());
        }
        synchronized (program) {
            return program.roster(this).nextId(program.ids(), 1);
        }
    }

    @Override
    public void ready(Goroutine g) {
        g.state(Goroutine.RUNNABLE);
        observeReadied(g);
        Machine m = here();
        if (m == null) {
            outsideReadied.incrementAndGet();
            injectOrCollect(g);
            return;
        }
        m.p.readied++;
        placement.runNext(m.p, g);
    }

    /** See {@link Placement#queueBehind}. */
    void queueBehind(Processor p, @Nullable Goroutine next) {
        placement.queueBehind(p, next);
    }

    /** From a thread without a processor. The poller hands out in batches. */
    private void injectOrCollect(Goroutine g) {
        Poller poller = Poller.current(this);
        if (poller == null) {
            waker.inject(g);
        } else {
            poller.collect(g);
        }
    }

    @Override
    @SuppressWarnings("NullAway") // called where a goroutine runs
    public void yielded(Goroutine g) {
        g.state(Goroutine.RUNNABLE);
        observeYielded(g);
        placement.yielded(here().p, g);
    }

    @Override
    @SuppressWarnings("NullAway") // called where a goroutine runs
    public void preempted(Goroutine g) {
        g.state(Goroutine.RUNNABLE);
        observeYielded(g);
        placement.preempted(here().p, g);
    }

    @Override
    public int firstBudget() {
        return TimeSlices.BUDGET;
    }

    @Override
    @SuppressWarnings("NullAway") // called where a goroutine runs
    public int nextBudget() {
        return slices.nextBudget(here());
    }

    @Override
    @SuppressWarnings("NullAway") // called on the machine where the goroutine ran
    public void ended(Goroutine g) {
        observeEnded(g);
        g.state(Goroutine.DEAD);
        Machine m = Machine.current();
        if (m.p == null) {
            pool.endedOutside.getAndIncrement();
        } else {
            m.p.ended++;
        }
    }

    @Override
    protected int lane() {
        Machine m = here();
        if (m != null) {
            return m.p.id;
        }
        Thread t = Thread.currentThread();
        return t == sysmon ? Observer.SYSMON : t instanceof Poller ? Observer.POLLER : Observer.OUTSIDE;
    }

    // blocking

    @Override
    @SuppressWarnings("NullAway") // called where a goroutine runs
    public void enterBlocking(Goroutine g) {
        systemCalls.enter(here(), g);
    }

    @Override
    @SuppressWarnings("NullAway") // called on the machine that entered
    public boolean exitBlocking(Goroutine g) {
        return systemCalls.exit(Machine.current(), g);
    }

    @Override
    public void requeueAfterBlocking(Goroutine g) {
        g.state(Goroutine.RUNNABLE);
        observeReadied(g);
        waker.inject(g);
    }

    // goroutines that need a thread of their own

    @Override
    @SuppressWarnings("NullAway") // called where a goroutine runs
    public boolean lockThread(Goroutine g) {
        return threadLocks.lock(Machine.current(), g);
    }

    @Override
    @SuppressWarnings("NullAway") // called on a machine, whose goroutine has just stopped
    public void runLocked(Goroutine g) {
        threadLocks.run(Machine.current(), g);
    }

    @Override
    @SuppressWarnings("NullAway") // called where a goroutine runs
    public void unlockThread(Goroutine g) {
        threadLocks.unlock(Machine.current(), g);
    }

    // time

    @Override
    public long nanoTime() {
        return uptime.nanos();
    }

    @Override
    public Instant now() {
        return Instant.now();
    }

    @Override
    @SuppressWarnings("NullAway") // called on a machine, whose goroutine has just stopped
    public void sleepUntil(Goroutine g, long deadline) {
        try {
            timers.sleepUntil(here().p, g, deadline);
        } catch (Throwable t) { // there is no memory
            g.program().onAbort(t);
        }
    }

    @Override
    public boolean arm(TimerTask task, long deadline) {
        Machine m = here();
        return timers.arm(m == null ? pool.processors()[0] : m.p, task, deadline);
    }

    @Override
    public void rearm(TimerTask task, long deadline, int armings) {
        timers.rearm(task, deadline, armings);
    }

    @Override
    public boolean disarm(TimerTask task) {
        TimerHeap heap = task.heap();
        return heap != null && heap.disarm(task);
    }

    // input and output

    @Override
    public IoWait ioWait(Goroutine g, SelectableChannel channel, int operation) {
        deadlocks.waitsForOutsideSoon(g);
        return new IoWait(g, timers.poller(), channel, operation);
    }

    @Override
    public void awaitIo(IoWait wait) {
        timers.poller().await(wait);
    }

    @Override
    public void closeIo(SelectableChannel channel) throws IOException {
        timers.poller().close(channel, null);
    }

    @Override
    public void closeIo(SelectableChannel channel, @Nullable Runnable letGo) throws IOException {
        timers.poller().close(channel, letGo);
    }

    @Override
    public int random(int bound) {
        Machine m = Machine.current();
        int r = m == null ? ThreadLocalRandom.current().nextInt() >>> 1 : m.nextRandom();
        return (int) (((long) r * bound) >>> 31);
    }

    // programs

    @Override
    public void start(Program program, Goroutine main) {
        if (closed()) {
            throw refusal();
        }
        addToOutsideRoster(main);
        observeCreated(main);
        deadlocks.register(program, () -> global.add(main));
        if (closed()) {
            program.onAbort(Shutdown.cause());
        }
        waker.wakeIfIdle();
    }

    @Override
    protected void forget(Program program) {
        try {
            Timers.dropEnded(program);
            if (timers.holdEnded()) {
                LockSupport.unpark(sysmon); // it may be about to sleep for long
            }
            timers.poller().dropEnded(program);
            pool.forgetEnded();
            sysmon.sweeper.forgetEnded();
            threadLocks.wakeEnded(program);
        } catch (OutOfMemoryError e) {
            // what is left of an ended program is dropped when it is met
        } finally {
            deadlocks.forget(program);
        }
    }

    @Override
    public void waitsForOutside(Goroutine g) {
        deadlocks.waitsForOutsideSoon(g);
    }

    @Override
    public void outsiders(int delta) {
        deadlocks.outsiders(delta);
    }

    // control and observation

    @Override
    Queues queues() {
        return queues;
    }

    @Override
    public void trouble(Trouble kind, Object what) {
        recorder.trouble(kind, what);
    }

    @Override
    public void writeFlight(Path file) throws IOException {
        recorder.write(file);
    }

    @Override
    public boolean onOwnThread() {
        Machine m = Machine.current();
        return m != null && m.scheduler == this && m.running() != null && !m.outside;
    }

    @Override
    public boolean onServingThread() {
        Thread t = Thread.currentThread();
        return t == sysmon || t == timers.poller() || (t instanceof Machine m && m.scheduler == this && m.p != null);
    }

    @Override
    public void runOutside(Goroutine g, boolean mayBlock, Runnable code) {
        Machine m = here();
        if (m == null || m.running() != g) {
            code.run();
            return;
        }
        systemCalls.leave(m, g, mayBlock);
        m.outside = true;
        try {
            code.run();
        } finally {
            m.outside = false;
            systemCalls.exit(m, g); // without a processor the machine looks for one when the goroutine has stopped
        }
    }

    @Override
    public long waitedMinutes(Goroutine g) {
        return sysmon.waitedMinutes(g);
    }

    @Override
    public int maxProcs() {
        return pool.configuredProcs();
    }

    @Override
    public int setMaxProcs(int n) {
        int former = pool.setMaxProcs(checkMaxProcs(n, "n"));
        waker.wakeIfWork();
        return former;
    }

    @Override
    public SchedulerStats stats() {
        return SchedulerStats.of(this);
    }

    @Override
    public long pendingTimers() {
        long n = 0;
        for (Processor p : pool.processors()) {
            n += p.timers.pending();
        }
        return n;
    }

    @Override
    public IllegalStateException refusal() {
        return shutdown.refusal();
    }

    @Override
    public boolean closed() {
        return closed.getOpaque();
    }

    @Override
    public void close() {
        shutdown.close();
        sockets().close(); // the selector is closed: nothing keeps their descriptors open
        flight.disconnect();
        endTrace();
        recorder.close();
    }
}
