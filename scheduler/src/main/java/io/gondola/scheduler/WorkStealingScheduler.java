package io.gondola.scheduler;

import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Runs goroutines on a few threads, as Go's runtime does: G, M and P, a run queue for each P, stealing, hand-off of the
 * P around blocking code, a monitor and a poller thread.
 *
 * @go runtime/proc.go
 */
final class WorkStealingScheduler extends Scheduler implements Roster.Keeper {
    /*
     * This class decides where a goroutine is queued. What else there is to argue stands where it is done: who is woken
     * for it in Waker, the search for work in Machine and Thief, who owns a processor in Processor, blocking code in
     * SystemCalls, idle lists in ProcessorPool, deadlines in Poller, the end of all activity in DeadlockDetector, park
     * and ready in Goroutine.
     *
     * runNext. A goroutine that was just readied or started goes into runNext and wakes nobody: its waker is likely
     * about to park, and then runs it at once; waking a thread costs more than that. Three rules keep it from waiting
     * there although a processor is idle: what displaces it wakes a machine for it; a goroutine that goes on for
     * two budgets of steps moves it to the global queue and wakes one; and sysmon takes it away from behind a long
     * step of Java code, and is woken if it would not look for long. A machine that searches anyway takes it, too, if
     * nobody runs it within a few microseconds.
     *
     * Short queues. What displaces a goroutine from runNext queues it behind; a few that are queued wake nobody either.
     * Goroutines that send to each other keep a few waiting at all times, each for a microsecond: a machine that is
     * woken for one of them costs more than all of them, and then takes channels, too, out of the first one's cache. So
     * a queue of up to SHORT_QUEUE is its owner's, and the same rules keep what is in it from waiting while a processor
     * is idle: one more makes the queue a long one, which thieves look for and wake each other for; a goroutine that
     * goes on for two budgets of steps moves one to the global queue; sysmon moves half of them if it finds at two
     * looks that none was taken. Only a processor that RUNS keeps a short queue to itself.
     *
     * If all processors are busy, a goroutine that goes on gives way after a millisecond, if what it readied itself
     * waits in runNext, or something has arrived in the global queue. Go lets both wait for the end of a time slice. It
     * gives way within its slice, and goes on when the other one parks: it waits in runNext meanwhile. So it costs
     * nobody a part of a slice that others are waited for. See Machine, "Time slices".
     */
    private static final int BUDGET = 256;
    private static final long PATIENCE_NANOS = 1_000_000;

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
    private Machine here() {
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
        runNext(p, g);
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
        runNext(m.p, g);
    }

    private void runNext(Processor p, Goroutine g) {
        Goroutine displaced = p.putNext(g);
        if (displaced != null) {
            queue(p, displaced);
            wakeForQueued(p);
        } else {
            lookSoonIfIdle();
        }
    }

    /** Owner of {@code p} only: queues what runs next, for {@code next} does, if that is there. */
    void queueBehind(Processor p, Goroutine next) {
        Goroutine last = p.takeNext();
        if (last != null) {
            queue(p, last);
            wakeForQueued(p);
        }
        if (next != null) {
            runNext(p, next);
        }
    }

    private void wakeForQueued(Processor p) {
        if (p.queue.size() > p.shortQueue) {
            waker.wakeIfIdle();
        } else {
            lookSoonIfIdle();
        }
    }

    private void lookSoonIfIdle() {
        if (sysmon.dozes() && pool.anyIdle()) {
            sysmon.lookSoon();
        }
    }

    /** Owner of {@code p} only: queues {@code g} there; if that is full, half of the queue and {@code g} globally. */
    void queue(Processor p, Goroutine g) {
        if (!p.queue.offer(g)) {
            p.queue.takeHalf(global::add);
            global.add(g);
        }
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
    public void yielded(Goroutine g) {
        g.state(Goroutine.RUNNABLE);
        observeYielded(g);
        Processor p = here().p;
        boolean others = p.hasWork();
        queue(p, g);
        if (others) {
            wakeForQueued(p);
        }
    }

    @Override
    public void preempted(Goroutine g) {
        g.state(Goroutine.RUNNABLE);
        observeYielded(g);
        Processor p = here().p;
        Processor.GiveWay to = p.givesWay;
        p.givesWay = Processor.GiveWay.NOT;
        if (to != Processor.GiveWay.NOT && !p.preempt && !g.lockedToThread()) { // who is locked leaves its processor
            giveWay(p, g, to);
            return;
        }
        boolean others = !global.isEmpty();
        global.add(g);
        if (others) {
            waker.wakeIfIdle();
        }
        Goroutine next = p.mayEndSlice() ? p.takeNext() : null;
        if (next != null) {
            p.putFirst(next); // T4
        }
    }

    /** What waits to run next runs now, or what has arrived, as was asked for, and {@code g} runs next. */
    private void giveWay(Processor p, Goroutine g, Processor.GiveWay to) {
        Goroutine next = p.takeNext();
        if (next != null && to == Processor.GiveWay.TO_NEXT) {
            p.putFirst(next);
        } else if (next != null) {
            queue(p, next);
            wakeForQueued(p);
        }
        runNext(p, g);
    }

    @Override
    public int firstBudget() {
        return BUDGET;
    }

    @Override
    public int nextBudget() {
        Machine m = here();
        Processor p = m.p;
        if (closed() || m.running().program().ended() || p.id >= pool.maxProcs()) {
            return 0;
        }
        boolean arrived = global.hasArrived();
        boolean othersWait = p.hasWork() || !global.isEmpty();
        long now = othersWait ? System.nanoTime() : 0;
        boolean impatient = p.isWaitedFor(arrived || p.hasNext(), PATIENCE_NANOS, now);
        if (othersWait && p.sliceIsOver(now)) {
            p.preempt = true;
        }
        if (p.preempt || impatient) {
            if (othersWait) {
                p.givesWay = impatient ? toWhom(p, arrived) : Processor.GiveWay.NOT;
                p.preemptions++;
                Observer o = Observation.of(this);
                if (o != null) {
                    o.preempted(p.id, m.running());
                }
                return 0;
            }
            p.preempt = false; // nobody waits: a request that stood would be taken for a long step
        }
        if (p.hasWork() && pool.anyIdle()) {
            share(p);
        }
        return BUDGET;
    }

    /**
     * Asked after each budget while a processor is idle: if the same goroutine has been asked before, it goes on for so
     * long that what waits behind it should not. It moves one of them to where others look. One that has filled a
     * channel, say, mostly ends its budget a moment before it parks.
     */
    private void share(Processor p) {
        int switches = p.switches();
        if (p.sharedSwitches != switches) {
            p.sharedSwitches = switches;
            return;
        }
        Goroutine waiting = p.takeNext();
        if (waiting == null) {
            waiting = p.queue.poll();
        }
        if (waiting != null) {
            waker.inject(waiting);
        }
    }

    /** In turn, if both wait. */
    private static Processor.GiveWay toWhom(Processor p, boolean arrived) {
        if (arrived && (p.tick != p.arrivedTick || !p.hasNext())) {
            p.askFor(Processor.LOOK_AT_ARRIVED);
            return Processor.GiveWay.TO_ARRIVED;
        }
        return Processor.GiveWay.TO_NEXT;
    }

    @Override
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
    public void enterBlocking(Goroutine g) {
        systemCalls.enter(here(), g);
    }

    @Override
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
    public boolean lockThread(Goroutine g) {
        return threadLocks.lock(Machine.current(), g);
    }

    @Override
    public void runLocked(Goroutine g) {
        threadLocks.run(Machine.current(), g);
    }

    @Override
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
        try {
            channel.close();
        } finally {
            timers.poller().channelClosed(channel);
        }
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
