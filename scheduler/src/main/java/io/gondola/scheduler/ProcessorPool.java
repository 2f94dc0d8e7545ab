package io.gondola.scheduler;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The processors and machines of a scheduler, and which of them are idle.
 *
 * @go runtime/proc.go, {@code pidleget}, {@code pidleput}, {@code startm}, {@code mput}, {@code procresize}
 */
final class ProcessorPool {
    /*
     * Guarded by `lock`: both idle lists and all changes of `all`, `maxProcs` and `idleCount`, which are volatile and
     * may be read without it. A processor in the idle list has the state IDLE and no owner. A machine in the idle list
     * is parked or about to park, and takes a processor only from the thread that removed it from the list.
     *
     * setMaxProcs stops nobody: a processor whose number is too high is dissolved by the machine that owns it, when it
     * looks for its next goroutine or comes back from blocking code.
     */
    private static final long START_PATIENCE_NANOS = 1_000_000_000;
    private static final long START_PAUSE_NANOS = 10_000_000;

    final AtomicInteger spinning = new AtomicInteger();

    /** Goroutines that ended on a machine that had no processor any more. */
    final AtomicLong endedOutside = new AtomicLong();

    private final SchedulerOptions options;
    private final GlobalRunQueue global;
    private final DeadlockDetector deadlocks;
    private final Above above;
    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayList<Processor> idleProcessors = new ArrayList<>();
    private final List<Machine> idleMachines = new ArrayList<>();
    private final Set<Machine> machines = ConcurrentHashMap.newKeySet();
    private final AtomicInteger machineNumbers = new AtomicInteger();
    private volatile Processor[] all;
    private volatile int maxProcs; // lent ones among them
    private volatile int lent;
    private volatile int idleCount;

    /** Since when no thread can be started, and when that was last tried; both 0 if threads start. */
    private volatile long startsFailSince;

    private volatile long startFailedAt;

    /** What is built on a pool, as far as the pool calls it: never before its first machine is started. */
    interface Above {
        /** Makes a thread that is to run goroutines, and does not start it. */
        Machine machine(int number);

        /** After a processor was given to somebody. */
        void processorRuns();

        /** Queues {@code g} where others look, and sees to it that somebody does. */
        void inject(Goroutine g);

        /** See {@link Shutdown#fatal}. */
        void fatal(String notice, String message);

        /** See {@link Shutdown#fail}. */
        void fail(String what, Throwable cause);
    }

    ProcessorPool(SchedulerOptions options, GlobalRunQueue global, DeadlockDetector deadlocks, Above above) {
        this.options = options;
        this.global = global;
        this.deadlocks = deadlocks;
        this.above = above;
        this.maxProcs = options.maxProcs();
        this.all = new Processor[maxProcs];
        for (int i = maxProcs - 1; i >= 0; i--) {
            all[i] = new Processor(i);
            idleProcessors.add(all[i]);
        }
        this.idleCount = maxProcs;
    }

    /** All processors that ever were, those above maxProcs among them. */
    Processor[] processors() {
        return all;
    }

    SchedulerOptions options() {
        return options;
    }

    Set<Machine> machines() {
        return machines;
    }

    /** How many goroutines may run at this moment. */
    int maxProcs() {
        return maxProcs;
    }

    int idleProcessors() {
        return idleCount;
    }

    /** How many machines wait for a processor. A racy look, without the lock, for reports. */
    int idleMachines() {
        return idleMachines.size();
    }

    /** The machine that owns {@code p}; null if none is found. A racy look, for reports. */
    @Nullable
    Machine ownerOf(Processor p) {
        for (Machine m : machines) {
            if (m.p == p) {
                return m;
            }
        }
        return null;
    }

    /** The machine that runs {@code g}, in blocking code perhaps; null if none is found. */
    @Nullable
    Machine runnerOf(Goroutine g) {
        for (Machine m : machines) {
            if (m.running() == g) {
                return m;
            }
        }
        return null;
    }

    /** How many of them only because others are in long steps. */
    int lent() {
        return lent;
    }

    /** How many goroutines may run at once, without lent processors. */
    int configuredProcs() {
        lock.lock();
        try {
            return maxProcs - lent;
        } finally {
            lock.unlock();
        }
    }

    boolean allIdle() {
        return idleCount == maxProcs;
    }

    boolean anyIdle() {
        return idleCount > 0;
    }

    /** Whether a processor is idle, or a machine searches for work. */
    boolean othersFree() {
        return idleCount + spinning.get() > 0;
    }

    /** Whether one more machine may search: at most half as many as processors are busy. */
    boolean maySpin() {
        return 2 * spinning.get() < maxProcs - idleCount; // Go: proc.go, findRunnable
    }

    /** Takes a processor from the idle list; null if there is none. Its state is then RUNNING. */
    @Nullable
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
            p.scheduleTick++; // a new slice: sysmon must not count the idle time
            p.status(Processor.RUNNING);
            above.processorRuns();
            return p;
        } finally {
            lock.unlock();
        }
    }

    /** Takes {@code p} from the idle list, if it is there; the caller then owns it. */
    boolean acquireIfIdle(Processor p) {
        lock.lock();
        try {
            if (!idleProcessors.remove(p)) {
                return false;
            }
            idleCount = idleProcessors.size();
            p.status(Processor.RUNNING);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Puts {@code p}, which the caller owns, into the idle list; or dissolves it, if there are too many processors. */
    void release(Processor p) {
        boolean dissolve;
        lock.lock();
        try {
            p.forgetEnded();
            dissolve = p.id >= maxProcs;
            p.status(Processor.IDLE);
            p.idles++;
            if (!dissolve) {
                idleProcessors.add(p);
                idleCount = idleProcessors.size();
            }
        } finally {
            lock.unlock();
        }
        // A machine that leaves a processor because there are too many leaves work in it. If there are more again by
        // the time of the lock, the processor is idle like any other, and nobody would look for a next goroutine there.
        if (dissolve || p.hasNext()) {
            drain(p);
        }
    }

    /** Makes processors that nobody owns let go of ended programs; the others do so when they become idle. */
    void forgetEnded() {
        lock.lock();
        try {
            for (Processor p : all) {
                if (p.status() == Processor.IDLE) {
                    p.forgetEnded();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** How many goroutines have ended. */
    long ended() {
        long ended = endedOutside.get();
        for (Processor p : all) {
            ended += p.ended;
        }
        return ended;
    }

    /** Sweeps processors that were too many when they were released: nobody owns them. */
    void sweepSurplus(long ended) {
        lock.lock();
        try {
            for (Processor p : all) {
                if (p.id >= maxProcs && p.status() == Processor.IDLE) {
                    p.sweep(ended);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** Moves what is queued at {@code p}, which was released, to the global queue. */
    private void drain(Processor p) {
        takeAll(p, above::inject);
    }

    private static void takeAll(Processor p, Consumer<Goroutine> target) {
        Goroutine next = p.takeNext();
        if (next != null) {
            target.accept(next);
        }
        for (Goroutine g = p.queue.poll(); g != null; g = p.queue.poll()) {
            target.accept(g);
        }
    }

    /** Runs {@code p}, which the caller owns, on an idle machine or a new one. */
    void startMachine(Processor p, boolean spins) {
        deadlocks.started();
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
        startNewMachine(p, spins);
    }

    private void startNewMachine(Processor p, boolean spins) {
        if (machines.size() >= options.maxThreads()) {
            above.fatal("runtime: program exceeds " + options.maxThreads() + "-thread limit", "thread exhaustion");
            return;
        }
        Machine m = null;
        try {
            m = above.machine(machineNumbers.getAndIncrement());
            m.spinning = spins;
            m.handOver(p);
            machines.add(m);
            options.starter().accept(m);
            if (startsFailSince != 0) {
                startsFailSince = 0;
            }
        } catch (Throwable t) { // the operating system gives no more threads, or there is no memory
            if (m != null) {
                machines.remove(m);
            }
            notStarted(p, spins, t);
        }
    }

    /**
     * Puts {@code p} back, and what is queued there where others find it: machines that come back from blocking code,
     * or sysmon, which tries again. While there is any machine that is not given up.
     */
    private void notStarted(Processor p, boolean spins, Throwable cause) {
        long now = System.nanoTime();
        startFailedAt = now;
        if (startsFailSince == 0) {
            startsFailSince = now | 1; // 0 means that they do not fail
            Log.LOG.error(
                    "No thread can be started, goroutines wait for one: threads={}, cause={}",
                    machines.size(),
                    SafeText.of(cause));
        } else if (machines.isEmpty() && now - startsFailSince > START_PATIENCE_NANOS) {
            above.fail(
                    "No thread can be started, the runtime stops",
                    new IllegalStateException("no thread can be started to run goroutines: " + cause, cause));
        }
        takeAll(p, global::add);
        release(p);
        if (spins) {
            spinning.decrementAndGet();
        }
        deadlocks.stopped();
    }

    /** Whether to wait with starting a thread, since the last attempt failed a moment ago. */
    boolean startsPause() {
        return startsFailSince != 0 && System.nanoTime() - startFailedAt < START_PAUSE_NANOS;
    }

    /** Whether sysmon should look again soon for goroutines that wait for a thread. */
    boolean startFailedLately() {
        return startsFailSince != 0 && System.nanoTime() - startFailedAt < START_PATIENCE_NANOS;
    }

    /** Called by a machine without a processor, before it parks. */
    void machineIdle(Machine m) {
        // May run the users' callbacks: not yet in the list, the machine is not waited for.
        deadlocks.stopped();
        lock.lock();
        try {
            idleMachines.add(m);
        } finally {
            lock.unlock();
        }
    }

    /** Whether {@code m}, idle for long, may end: not if it was just chosen to get a processor. */
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

    /** Sets how many processors there are, not counting lent ones; returns the former number. */
    int setMaxProcs(int n) {
        lock.lock();
        try {
            int former = maxProcs - lent;
            resize(n + lent);
            return former;
        } finally {
            lock.unlock();
        }
    }

    /** Changes the number of lent processors by {@code delta}. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // guarded by the lock
    void lend(int delta) {
        lock.lock();
        try {
            resize(maxProcs + delta);
            lent += delta;
        } finally {
            lock.unlock();
        }
    }

    private void resize(int n) {
        Processor[] grown = n > all.length ? Arrays.copyOf(all, n) : all;
        for (int i = all.length; i < n; i++) {
            grown[i] = new Processor(i);
        }
        idleProcessors.ensureCapacity(n); // from here on nothing fails for want of memory
        for (int i = maxProcs; i < n; i++) {
            // One that still runs, or blocks, from the time when it was too many puts itself into the list.
            if (grown[i].status() == Processor.IDLE && !idleProcessors.contains(grown[i])) {
                idleProcessors.add(grown[i]);
            }
        }
        idleProcessors.removeIf(p -> p.id >= n);
        all = grown;
        maxProcs = n;
        idleCount = idleProcessors.size();
        above.processorRuns();
    }
}
