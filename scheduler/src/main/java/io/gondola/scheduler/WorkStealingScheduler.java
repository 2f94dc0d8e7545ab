package io.gondola.scheduler;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Runs goroutines on a few threads, as Go's runtime does: G, M and P, a run queue for each P, stealing, hand-off of the P
 * around blocking code, a monitor and a poller thread.
 *
 * @go runtime/proc.go
 */
final class WorkStealingScheduler extends Scheduler {
    /*
     * Guarded by `lock`: the lists of idle processors and machines, all changes of `processors`, and the number of machines.
     * Everything else is atomic or owned; see Machine for the search for work, Processor for the hand-over of processors.
     *
     * Deadlock. `active` counts whoever may still make a goroutine runnable: machines that have a processor or block in Java
     * code, and the poller while it readies. It changes only when a machine starts or stops. Whoever takes it to 0 looks
     * whether a program can never go on: nothing queued, no timer that may ready anything, no outside party. A program is
     * registered together with its main goroutine's queueing, under the lock, so that it never looks deadlocked before it ran.
     */
    private static final int BUDGET = 256;
    private static final int MAX_MACHINES = 10_000; // Go: sched.maxmcount
    private static final long JOIN_MILLIS = 2_000;

    final GlobalRunQueue global = new GlobalRunQueue();
    final AtomicInteger spinning = new AtomicInteger();
    private final ReentrantLock lock = new ReentrantLock();
    private final List<Processor> idleProcessors = new ArrayList<>();
    private final List<Machine> idleMachines = new ArrayList<>();
    private final Set<Machine> machines = ConcurrentHashMap.newKeySet();
    private final Set<Program> programs = ConcurrentHashMap.newKeySet();
    private final AtomicInteger active = new AtomicInteger();
    private final AtomicInteger outsiders = new AtomicInteger();
    private final AtomicInteger machineNumbers = new AtomicInteger();
    private final AtomicLong outsideSpawned = new AtomicLong();
    private final AtomicLong outsideReadied = new AtomicLong();
    private final AtomicLong handoffs = new AtomicLong();
    private final long origin = System.nanoTime();
    private final Sysmon sysmon = new Sysmon(this);
    private final Poller poller = new Poller(this);

    private volatile Processor[] processors;
    private volatile int maxProcs;
    private volatile int idleCount;
    private volatile boolean closed;

    /** A goroutine that was seen to wait for an outside party: the first to ask when nothing is active. */
    private volatile Goroutine outsideWaiter;

    WorkStealingScheduler(int maxProcs) {
        this.maxProcs = checkMaxProcs(maxProcs, "maxProcs");
        this.processors = new Processor[maxProcs];
        for (int i = maxProcs - 1; i >= 0; i--) {
            processors[i] = new Processor(i);
            idleProcessors.add(processors[i]);
        }
        this.idleCount = maxProcs;
    }

    /** Starts the threads that always run. */
    WorkStealingScheduler start() {
        sysmon.start();
        poller.start();
        return this;
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
            lock.lock();
            try {
                g.program().roster(this).add(g);
            } finally {
                lock.unlock();
            }
            outsideSpawned.incrementAndGet();
            inject(g);
            return;
        }
        Processor p = m.p;
        p.roster(g.program()).add(g);
        p.spawned++;
        runNext(p, g);
    }

    @Override
    public void ready(Goroutine g) {
        g.state(Goroutine.RUNNABLE);
        Machine m = here();
        if (m == null) {
            outsideReadied.incrementAndGet();
            inject(g);
            return;
        }
        m.p.readied++;
        runNext(m.p, g);
    }

    /** A goroutine that runs next wakes nobody: its waker is likely about to park. One that it displaces does. */
    private void runNext(Processor p, Goroutine g) {
        Goroutine displaced = p.putNext(g);
        if (displaced != null) {
            queue(p, displaced);
            wakeIfIdle();
        }
    }

    /** Owner of {@code p} only: queues {@code g} there, or half of the queue and {@code g} globally if that is full. */
    void queue(Processor p, Goroutine g) {
        if (!p.queue.offer(g)) {
            p.queue.takeHalf(global::add);
            global.add(g);
        }
    }

    /** Queues {@code g} globally, from any thread. */
    void inject(Goroutine g) {
        global.add(g);
        wakeIfIdle();
    }

    @Override
    public void yielded(Goroutine g) {
        g.state(Goroutine.RUNNABLE);
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
        if (closed || m.current.program().ended()) {
            return 0;
        }
        if (p.preempt) {
            p.preempt = false;
            if (p.hasWork() || !global.isEmpty()) {
                p.preemptions++;
                return 0;
            }
        }
        if (idleCount > 0 && p.hasNext()) {
            // The goroutine that runs did not park after it readied the next one, which somebody else can run.
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
        g.state(Goroutine.DEAD);
    }

    @Override
    long nextId(Program program) {
        Machine m = here();
        if (m != null) {
            return m.p.roster(program).nextId(program.ids());
        }
        lock.lock();
        try {
            return program.roster(this).nextId(program.ids(), 1);
        } finally {
            lock.unlock();
        }
    }

    // processors and machines

    int busyProcessors() {
        return maxProcs - idleCount;
    }

    boolean maySpin() {
        return 2 * spinning.get() < busyProcessors(); // Go: proc.go, findRunnable
    }

    /** After a goroutine was queued: wakes a machine for it unless one searches already, or no processor is idle. */
    private void wakeIfIdle() {
        java.lang.invoke.VarHandle.fullFence();
        if (idleCount > 0 && spinning.get() == 0) {
            wakeProcessor();
        }
    }

    /** Starts one spinning machine on an idle processor, if none spins. */
    void wakeProcessor() {
        if (!spinning.compareAndSet(0, 1)) {
            return;
        }
        Processor p = acquireIdle();
        if (p == null) {
            spinning.decrementAndGet();
        } else {
            startMachine(p, true);
        }
    }

    /** Takes a processor from the idle list; null if there is none. Its state is then RUNNING. */
    Processor acquireIdle() {
        if (idleCount == 0) {
            return null;
        }
        lock.lock();
        try {
            if (idleProcessors.isEmpty()) {
                return null;
            }
            Processor p = idleProcessors.remove(idleProcessors.size() - 1);
            idleCount = idleProcessors.size();
            p.status(Processor.RUNNING);
            sysmon.wakeIfAsleep();
            return p;
        } finally {
            lock.unlock();
        }
    }

    /** Puts {@code p}, which the caller owns, into the idle list; or dissolves it, if there are too many processors. */
    void release(Processor p) {
        lock.lock();
        try {
            p.status(Processor.IDLE);
            if (p.id < maxProcs) {
                idleProcessors.add(p);
                idleCount = idleProcessors.size();
                return;
            }
        } finally {
            lock.unlock();
        }
        drain(p);
    }

    /** Moves what is queued at {@code p}, which nobody owns any more, to the global queue. */
    private void drain(Processor p) {
        boolean found = false;
        for (Goroutine g = p.takeNext(); g != null; g = p.queue.poll()) {
            global.add(g);
            found = true;
        }
        for (Goroutine g = p.queue.poll(); g != null; g = p.queue.poll()) {
            global.add(g);
            found = true;
        }
        if (found) {
            wakeIfIdle();
        }
    }

    private void startMachine(Processor p, boolean spins) {
        active.incrementAndGet();
        Machine m = null;
        lock.lock();
        try {
            if (!idleMachines.isEmpty()) {
                m = idleMachines.remove(idleMachines.size() - 1);
            }
        } finally {
            lock.unlock();
        }
        if (m != null) {
            m.spinning = spins;
            m.handOver(p);
            return;
        }
        if (machines.size() >= MAX_MACHINES) {
            fail(new IllegalStateException("thread exhaustion: the runtime exceeds its limit of " + MAX_MACHINES
                    + " threads; are so many goroutines in blocking(…) at once?"));
            return;
        }
        m = new Machine(this, machineNumbers.getAndIncrement());
        machines.add(m);
        m.spinning = spins;
        m.handOver(p);
        m.start();
    }

    /** Called by a machine without a processor, before it parks. */
    void machineIdle(Machine m) {
        lock.lock();
        try {
            idleMachines.add(m);
        } finally {
            lock.unlock();
        }
        becameInactive();
    }

    /** Whether {@code m}, idle for long, may end: unless it was just chosen to get a processor. */
    boolean mayRetire(Machine m) {
        lock.lock();
        try {
            return idleMachines.remove(m);
        } finally {
            lock.unlock();
        }
    }

    void retired(Machine m) {
        machines.remove(m);
    }

    Processor[] processors() {
        return processors;
    }

    boolean allIdle() {
        return idleCount == maxProcs;
    }

    /** Whether a processor is idle, or a machine searches for work. */
    boolean othersFree() {
        return idleCount + spinning.get() > 0;
    }

    /** Whether a goroutine is queued that a searching machine could take. */
    boolean workExists() {
        java.lang.invoke.VarHandle.fullFence();
        if (!global.isEmpty()) {
            return true;
        }
        for (Processor p : processors) {
            if (!p.queue.isEmpty()) {
                return true;
            }
        }
        return timersDue();
    }

    /** Sysmon's safety net. */
    boolean wakeIfNeglected() {
        if (idleCount > 0 && spinning.get() == 0 && workExists()) {
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
        g.state(Goroutine.SYSCALL);
        m.oldP = p;
        m.p = null;
        boolean wanted = p.hasWork() || !global.isEmpty();
        p.status(Processor.SYSCALL);
        if (wanted && p.casStatus(Processor.SYSCALL, Processor.IDLE)) {
            handOff(p);
        }
    }

    /** Gives on {@code p}, which the caller has taken out of SYSCALL. */
    void handOff(Processor p) {
        handoffs.incrementAndGet();
        if (p.id < maxProcs && (p.hasWork() || !global.isEmpty())) {
            p.status(Processor.RUNNING);
            startMachine(p, false);
            return;
        }
        release(p);
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
        if (old.casStatus(Processor.SYSCALL, Processor.RUNNING)) {
            m.p = old;
        } else {
            m.p = acquireIdle();
        }
        if (m.p == null) {
            return false;
        }
        g.state(Goroutine.RUNNING);
        return true;
    }

    @Override
    public void requeueAfterBlocking(Goroutine g) {
        g.state(Goroutine.RUNNABLE);
        inject(g);
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
        if (here().p.timers.addSleeper(g, deadline)) {
            poller.deadlineAdded(deadline);
        }
    }

    @Override
    public boolean arm(TimerTask task, long deadline) {
        if (task.heap == null) {
            Machine m = here();
            task.heap = m == null ? processors[0].timers : m.p.timers;
        }
        boolean active = task.heap.arm(task, deadline);
        poller.deadlineAdded(deadline);
        return active;
    }

    @Override
    public boolean disarm(TimerTask task) {
        return task.heap != null && task.heap.disarm(task);
    }

    boolean timersDue() {
        long earliest = earliestDeadline();
        return earliest != Long.MAX_VALUE && earliest <= nanoTime();
    }

    long earliestDeadline() {
        long earliest = Long.MAX_VALUE;
        for (Processor p : processors) {
            earliest = Math.min(earliest, p.timers.earliest);
        }
        return earliest;
    }

    /** Readies what is due; on a machine, behind its own processor. Returns how many. */
    int runTimers(long now, int limit) {
        int due = 0;
        for (Processor p : processors) {
            if (p.timers.earliest <= now) {
                due += p.timers.popDue(now, limit, this::ready);
            }
        }
        return due;
    }

    void pollerBusy() {
        active.incrementAndGet();
    }

    void pollerIdle() {
        becameInactive();
    }

    @Override
    public int random(int bound) {
        Machine m = Machine.current();
        int r = m == null ? java.util.concurrent.ThreadLocalRandom.current().nextInt() >>> 1 : m.nextRandom();
        return (int) (((long) r * bound) >>> 31);
    }

    // programs

    @Override
    public void start(Program program, Goroutine main) {
        lock.lock();
        try {
            if (closed) {
                throw new IllegalStateException("runtime is closed");
            }
            program.roster(this).add(main);
            outsideSpawned.incrementAndGet();
            programs.add(program);
            global.add(main);
        } finally {
            lock.unlock();
        }
        wakeIfIdle();
    }

    @Override
    void forget(Program program) {
        programs.remove(program);
        outsideWaiter = null;
        for (Processor p : processors) {
            p.timers.removeEnded();
        }
    }

    @Override
    public void outsiders(int delta) {
        if (outsiders.addAndGet(delta) == 0 && active.get() == 0) {
            checkDeadlock();
        }
    }

    private void becameInactive() {
        if (active.decrementAndGet() == 0) {
            checkDeadlock();
        }
    }

    private void checkDeadlock() {
        List<Program> stuck = new ArrayList<>();
        lock.lock();
        try {
            if (closed || programs.isEmpty() || canGoOn()) {
                return;
            }
            stuck.addAll(programs);
        } finally {
            lock.unlock();
        }
        stuck.forEach(Program::onDeadlock);
    }

    private boolean canGoOn() {
        if (active.get() != 0 || outsiders.get() > 0 || !global.isEmpty()) {
            return true;
        }
        for (Processor p : processors) {
            if (p.hasWork() || p.timers.holdsOffDeadlock()) {
                return true;
            }
        }
        return waitsForOutside();
    }

    private boolean waitsForOutside() {
        Goroutine last = outsideWaiter;
        if (last != null && waitsForOutside(last)) {
            return true;
        }
        for (Program program : programs) {
            for (Goroutine g : program.goroutines()) {
                if (waitsForOutside(g)) {
                    outsideWaiter = g;
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean waitsForOutside(Goroutine g) {
        return g.state() != Goroutine.DEAD && !g.program().ended() && g.mayBeReadiedFromOutside();
    }

    // control and observation

    @Override
    public boolean onOwnThread() {
        Machine m = Machine.current();
        return m != null && m.scheduler == this;
    }

    @Override
    public int maxProcs() {
        return maxProcs;
    }

    @Override
    public int setMaxProcs(int n) {
        checkMaxProcs(n, "n");
        int former;
        lock.lock();
        try {
            former = maxProcs;
            if (n > processors.length) {
                Processor[] more = Arrays.copyOf(processors, n);
                for (int i = processors.length; i < n; i++) {
                    more[i] = new Processor(i);
                    idleProcessors.add(more[i]);
                }
                for (int i = former; i < processors.length; i++) {
                    revive(processors[i]);
                }
                processors = more;
            } else {
                for (int i = former; i < n; i++) {
                    revive(processors[i]);
                }
            }
            idleProcessors.removeIf(p -> p.id >= n);
            maxProcs = n;
            idleCount = idleProcessors.size();
        } finally {
            lock.unlock();
        }
        if (workExists()) {
            wakeProcessor();
        }
        return former;
    }

    /** Puts a dissolved processor back into the idle list. One that is still being left goes there by itself. */
    private void revive(Processor p) {
        if (p.status() == Processor.IDLE && !idleProcessors.contains(p)) {
            idleProcessors.add(p);
        }
    }

    @Override
    public SchedulerStats stats() {
        long goroutines = programs.stream().mapToLong(p -> p.goroutines().size()).sum();
        long spawned = outsideSpawned.get();
        long readied = outsideReadied.get();
        long steals = 0;
        long stolen = 0;
        long preemptions = 0;
        for (Processor p : processors) {
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
                poller.polls,
                preemptions,
                machines.size(),
                maxProcs);
    }

    @Override
    public boolean closed() {
        return closed;
    }

    /** Ends everything after a failure of the runtime itself. */
    void fail(Throwable cause) {
        List.copyOf(programs).forEach(p -> p.onAbort(cause));
    }

    @Override
    public void close() {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
        } finally {
            lock.unlock();
        }
        CancellationException cause = new CancellationException("runtime was closed");
        List.copyOf(programs).forEach(p -> p.onAbort(cause));
        LockSupport.unpark(sysmon);
        LockSupport.unpark(poller);
        for (Machine m : machines) {
            LockSupport.unpark(m);
            if (m.oldP != null) {
                m.interrupt();
            }
        }
        boolean interrupted = join(sysmon);
        interrupted |= join(poller);
        for (Machine m : machines) {
            interrupted |= join(m);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for the end of {@code t}, for a bounded time. Returns whether the caller was interrupted. */
    private static boolean join(Thread t) {
        if (t == Thread.currentThread()) {
            return false;
        }
        try {
            t.join(JOIN_MILLIS);
        } catch (InterruptedException e) {
            return true;
        }
        if (t.isAlive()) {
            Goroutine g = t instanceof Machine m ? m.current : null;
            Log.LOG.warn(
                    "Thread outlives its runtime, since a goroutine's Java code does not return: thread={}, goroutine={}",
                    t.getName(),
                    g == null ? "none" : g.id());
        }
        return false;
    }
}
