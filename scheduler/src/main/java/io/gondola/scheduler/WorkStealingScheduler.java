package io.gondola.scheduler;

import java.io.IOException;
import java.lang.invoke.VarHandle;
import java.nio.channels.SelectableChannel;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Runs goroutines on a few threads, as Go's runtime does: G, M and P, a run queue for each P, stealing, hand-off of the P
 * around blocking code, a monitor and a poller thread.
 *
 * @go runtime/proc.go
 */
final class WorkStealingScheduler extends Scheduler {
    /*
     * This class decides where a goroutine is queued and whom that wakes. What else there is to argue stands where it is
     * done: the search for work in Machine, who owns a processor in Processor, idle lists in ProcessorPool, deadlines in
     * Poller, the end of all activity in DeadlockDetector, park and ready in Goroutine.
     *
     * Wake-ups. A goroutine that was just readied or started goes into runNext and wakes nobody: its waker is likely about to
     * park, and then runs it at once; waking a thread costs more than that. Three rules keep it from waiting there although
     * a processor is idle: what displaces it wakes a machine for it; a goroutine that goes on for a whole budget of steps
     * moves it to the queue and wakes one; and sysmon takes it away from behind a long step of Java code, and is woken if it
     * would not look for long. A machine that searches anyway takes it, too, if nobody runs it within a few microseconds.
     */
    private static final int BUDGET = 256;

    final GlobalRunQueue global = new GlobalRunQueue();
    final DeadlockDetector deadlocks = new DeadlockDetector(this::somethingPending);
    final ProcessorPool pool;
    final Timers timers;
    final Sysmon sysmon;
    final ThreadLocks threadLocks = new ThreadLocks(this);
    private final Shutdown shutdown = new Shutdown(this);
    private final AtomicLong outsideSpawned = new AtomicLong();
    private final AtomicLong outsideReadied = new AtomicLong();
    private final AtomicLong handoffs = new AtomicLong();
    private final long origin = System.nanoTime();
    private final AtomicBoolean closed = new AtomicBoolean();

    WorkStealingScheduler(SchedulerOptions options) {
        this(options, new Selectors());
    }

    WorkStealingScheduler(SchedulerOptions options, Selectors selectors) {
        this.pool = new ProcessorPool(this, options);
        this.timers = new Timers(this, selectors);
        this.sysmon = new Sysmon(this, options);
    }

    /** Starts the threads that always run. */
    WorkStealingScheduler start() {
        FlightRecording.connect(observation);
        try {
            pool.options().starter().accept(sysmon);
            pool.options().starter().accept(timers.poller());
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
            wakeIfIdle();
        } else if (sysmon.dozes() && pool.anyIdle()) {
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

    /** Queues {@code g} globally, from any thread. */
    void inject(Goroutine g) {
        global.add(g);
        wakeForInjected();
    }

    private void wakeForInjected() {
        VarHandle.fullFence();
        if (pool.spinning.get() > 0) {
            return;
        }
        if (pool.anyIdle()) {
            wakeProcessor();
        } else {
            retakeForInjected();
        }
    }

    /**
     * Takes a processor from a goroutine that blocks. The queuer queues, then looks at the processors; a goroutine that begins
     * to block gives up its processor, then looks at the queue: one of the two sees the other. A processor that runs looks at
     * the queue by itself before it becomes idle.
     */
    private void retakeForInjected() {
        for (Processor p : pool.processors()) {
            if (p.status() == Processor.SYSCALL && p.casStatus(Processor.SYSCALL, Processor.RUNNING)) {
                handOff(p);
                return;
            }
        }
    }

    /** From a thread without a processor. The poller hands out in batches. */
    private void injectOrCollect(Goroutine g) {
        Poller poller = Poller.current(this);
        if (poller == null) {
            inject(g);
        } else {
            poller.collect(g);
        }
    }

    /**
     * Queues the first {@code n} of {@code batch} globally, and wakes as many machines as can use them: each takes its share.
     *
     * @go runtime/proc.go, {@code injectglist}
     */
    void injectAll(Goroutine[] batch, int n) {
        for (int i = 0; i < n; i++) {
            global.add(batch[i]);
        }
        VarHandle.fullFence();
        int started = 0;
        while (n > 1 && started < n && pool.anyIdle()) {
            Processor p = pool.acquireIdle();
            if (p == null) {
                break;
            }
            pool.startMachine(p, false);
            started++;
        }
        if (started == 0) {
            wakeForInjected();
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
            wakeIfIdle();
        }
    }

    @Override
    public void preempted(Goroutine g) {
        g.state(Goroutine.RUNNABLE);
        observeYielded(g);
        boolean others = !global.isEmpty();
        global.add(g);
        if (others) {
            wakeIfIdle();
        }
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
        if (p.preempt) {
            p.preempt = false;
            if (p.hasWork() || !global.isEmpty()) {
                p.preemptions++;
                Observer o = observation.current();
                if (o != null) {
                    o.preempted(p.id, m.running());
                }
                return 0;
            }
        }
        if (p.hasNext() && pool.anyIdle()) {
            Goroutine next = p.takeNext();
            if (next != null) {
                queue(p, next);
                wakeIfIdle();
            }
        }
        return BUDGET;
    }

    @Override
    public void ended(Goroutine g) {
        observeEnded(g);
        g.state(Goroutine.DEAD);
        here().p.ended++;
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

    void polled(int readied) {
        Observer o = observation.current();
        if (o != null) {
            o.polled(readied);
        }
    }

    // waking machines

    /** After a goroutine was queued: wakes a machine for it unless one searches already, or no processor is idle. */
    void wakeIfIdle() {
        VarHandle.fullFence();
        if (pool.anyIdle() && pool.spinning.get() == 0) {
            wakeProcessor();
        }
    }

    /** Starts one spinning machine on an idle processor, if none spins. */
    void wakeProcessor() {
        while (pool.spinning.compareAndSet(0, 1)) {
            Processor p = pool.acquireIdle();
            if (p != null) {
                pool.startMachine(p, true);
                return;
            }
            // While nobody searched although somebody was counted, another queuer may have relied on the count.
            pool.spinning.decrementAndGet();
            if (!pool.anyIdle() || !workExists()) {
                return;
            }
        }
    }

    /** Whether something is queued, or due, that a searching machine could take. */
    boolean workExists() {
        VarHandle.fullFence();
        if (!global.isEmpty()) {
            return true;
        }
        for (Processor p : pool.processors()) {
            if (!p.queue.isEmpty()) {
                return true;
            }
        }
        return timers.anyDue();
    }

    /** Sysmon's safety net. */
    boolean wakeIfNeglected() {
        if (pool.anyIdle() && pool.spinning.get() == 0 && workExists() && !pool.startsPause()) {
            wakeProcessor();
            return true;
        }
        return false;
    }

    // blocking

    @Override
    public void enterBlocking(Goroutine g) {
        Machine m = here();
        Processor p = m.p;
        m.forgetInterrupt();
        p.syscallTick++;
        Observer o = observation.current();
        if (o != null) {
            o.blocks(p.id, g);
        }
        g.state(Goroutine.SYSCALL);
        m.oldP = p;
        m.p = null;
        if (closed.get()) {
            m.interrupt(); // close() may have looked before
        }
        p.status(Processor.SYSCALL);
        // Volatile, before the look at the queues: see retakeForInjected. Somebody may have retaken the processor
        // already,
        // and even have begun to block with it: then this retakes it from there.
        if ((p.hasWork() || !global.isEmpty()) && p.casStatus(Processor.SYSCALL, Processor.RUNNING)) {
            handOff(p);
        }
    }

    /** Gives on {@code p}, which the caller owns, having taken it out of SYSCALL. */
    void handOff(Processor p) {
        handoffs.incrementAndGet();
        Observer o = observation.current();
        if (o != null) {
            o.handedOff(p.id);
        }
        if (p.id < pool.maxProcs() && (p.hasWork() || !global.isEmpty())) {
            pool.startMachine(p, false);
            return;
        }
        pool.release(p);
        if (workExists()) {
            wakeProcessor();
        }
    }

    @Override
    public boolean exitBlocking(Goroutine g) {
        Machine m = Machine.current();
        m.forgetInterrupt();
        Processor old = m.oldP;
        m.oldP = null;
        m.p = old.casStatus(Processor.SYSCALL, Processor.RUNNING) ? old : pool.acquireIdle();
        if (m.p == null) {
            return false;
        }
        m.p.scheduleTick++;
        Observer o = observation.current();
        if (o != null) {
            o.started(m.p.id, g);
        }
        g.state(Goroutine.RUNNING);
        return true;
    }

    @Override
    public void requeueAfterBlocking(Goroutine g) {
        g.state(Goroutine.RUNNABLE);
        observeReadied(g);
        inject(g);
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
        return System.nanoTime() - origin;
    }

    @Override
    public Instant now() {
        return Instant.now();
    }

    @Override
    public void sleepUntil(Goroutine g, long deadline) {
        Program program = g.program();
        timers.sleepUntil(here().p, g, deadline);
        if (program.ended()) {
            timers.removeEnded();
        }
    }

    @Override
    public boolean arm(TimerTask task, long deadline) {
        Machine m = here();
        return timers.arm(m == null ? pool.processors()[0] : m.p, task, deadline);
    }

    @Override
    public boolean disarm(TimerTask task) {
        TimerHeap heap = task.heap();
        return heap != null && heap.disarm(task);
    }

    // input and output

    @Override
    public IoWait ioWait(Goroutine g, SelectableChannel channel, int operation) {
        return new IoWait(g, timers.poller(), channel, operation);
    }

    @Override
    public void awaitIo(IoWait wait) {
        Goroutine g = wait.goroutine();
        Program program = g.program();
        long limit = wait.limit();
        if (limit != Long.MAX_VALUE) {
            if (limit <= nanoTime()) {
                wait.decide(IoOutcome.TIMED_OUT);
            } else {
                arm(wait, limit);
            }
        }
        if (!wait.park()) {
            ready(g);
            return;
        }
        timers.poller().post(n -> n.update(wait));
        if (program.ended()) {
            timers.poller().dropEnded();
        }
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
            throw new IllegalStateException("runtime is closed");
        }
        addToOutsideRoster(main);
        observeCreated(main);
        deadlocks.register(program, () -> global.add(main));
        if (closed()) {
            program.onAbort(closedCause());
        }
        wakeIfIdle();
    }

    @Override
    protected void forget(Program program) {
        timers.removeEnded();
        timers.poller().dropEnded();
        pool.forgetEnded();
        threadLocks.wakeEnded();
        deadlocks.forget(program);
    }

    @Override
    public void outsiders(int delta) {
        deadlocks.outsiders(delta);
    }

    private boolean somethingPending() {
        if (closed() || !global.isEmpty()) {
            return true;
        }
        for (Processor p : pool.processors()) {
            if (p.hasWork()) {
                return true;
            }
        }
        return timers.holdOffDeadlock();
    }

    // control and observation

    @Override
    public boolean onOwnThread() {
        Machine m = Machine.current();
        return m != null && m.scheduler == this;
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
        if (workExists()) {
            wakeProcessor();
        }
        return former;
    }

    @Override
    public SchedulerStats stats() {
        long goroutines = deadlocks.programs().stream()
                .mapToLong(p -> p.goroutines().size())
                .sum();
        long spawned = outsideSpawned.get();
        long readied = outsideReadied.get();
        long steals = 0;
        long stolen = 0;
        long preemptions = 0;
        List<ProcessorStats> processors = new ArrayList<>();
        for (Processor p : pool.processors()) {
            processors.add(ProcessorStats.of(p));
            spawned += p.spawned;
            readied += p.readied;
            steals += p.steals;
            stolen += p.stolen;
            preemptions += p.preemptions;
        }
        return new SchedulerStats(
                goroutines,
                spawned,
                readied,
                steals,
                stolen,
                handoffs.get(),
                timers.poller().polls,
                preemptions,
                sysmon.longSteps.count(),
                pool.machines().size(),
                pool.configuredProcs(),
                List.copyOf(processors));
    }

    @Override
    public boolean closed() {
        return closed.getOpaque();
    }

    /** Ends everything after a failure of the runtime itself, whose invariants may be broken now. */
    void fail(Throwable cause) {
        closed.set(true);
        deadlocks.programs().forEach(p -> p.onAbort(cause));
        shutdown.wakeAll();
    }

    /** As {@link #fail}, for an end that Go knows, too. */
    void fatal(String notice, String message) {
        if (!closed.getAndSet(true)) {
            deadlocks.programs().forEach(p -> p.onFatal(notice, message));
        }
        shutdown.wakeAll();
    }

    @Override
    public void close() {
        if (!closed.getAndSet(true)) {
            deadlocks.programs().forEach(p -> p.onAbort(closedCause()));
        }
        shutdown.wakeAll();
        shutdown.joinAll();
        FlightRecording.disconnect(observation);
        endTrace();
    }

    private static CancellationException closedCause() {
        return new CancellationException("runtime was closed");
    }
}
