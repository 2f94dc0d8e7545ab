package io.gondola.scheduler;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The processors and machines of a scheduler, and which of them are idle.
 *
 * @go runtime/proc.go, {@code pidleget}, {@code pidleput}, {@code startm}, {@code mput}, {@code procresize}
 */
final class ProcessorPool {
    /*
     * Guarded by `lock`: both idle lists and all changes of `all`, `maxProcs` and `idleCount`, which are volatile and may be
     * read without it. A processor in the idle list has the state IDLE and no owner. A machine in the idle list is parked or
     * about to park, and takes a processor only from whoever removed it from the list.
     *
     * setMaxProcs stops nobody: a processor whose number is too high is dissolved by the machine that owns it, when it looks
     * for its next goroutine or comes back from blocking code.
     */
    private static final int MAX_MACHINES = 10_000; // Go: sched.maxmcount

    final AtomicInteger spinning = new AtomicInteger();
    private final WorkStealingScheduler scheduler;
    private final ReentrantLock lock = new ReentrantLock();
    private final List<Processor> idleProcessors = new ArrayList<>();
    private final List<Machine> idleMachines = new ArrayList<>();
    private final Set<Machine> machines = ConcurrentHashMap.newKeySet();
    private final AtomicInteger machineNumbers = new AtomicInteger();
    private volatile Processor[] all;
    private volatile int maxProcs;
    private volatile int idleCount;

    ProcessorPool(WorkStealingScheduler scheduler, int maxProcs) {
        this.scheduler = scheduler;
        this.maxProcs = maxProcs;
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

    Set<Machine> machines() {
        return machines;
    }

    int maxProcs() {
        return maxProcs;
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
            scheduler.sysmon.wakeIfAsleep();
            return p;
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
            if (!dissolve) {
                idleProcessors.add(p);
                idleCount = idleProcessors.size();
                sweepIdle();
            }
        } finally {
            lock.unlock();
        }
        if (dissolve) {
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

    private void sweepIdle() {
        long ended = 0;
        for (Processor p : all) {
            ended += p.ended;
        }
        for (Processor p : idleProcessors) {
            p.sweep(ended);
        }
    }

    /** Moves what is queued at {@code p}, which nobody owns any more, to the global queue. */
    private void drain(Processor p) {
        Goroutine next = p.takeNext();
        if (next != null) {
            scheduler.inject(next);
        }
        for (Goroutine g = p.queue.poll(); g != null; g = p.queue.poll()) {
            scheduler.inject(g);
        }
    }

    /** Runs {@code p}, which the caller owns, on an idle machine or a new one. */
    void startMachine(Processor p, boolean spins) {
        scheduler.deadlocks.started();
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
        if (machines.size() >= MAX_MACHINES) {
            scheduler.fail(new IllegalStateException("thread exhaustion: the runtime exceeds its limit of "
                    + MAX_MACHINES + " threads; are so many goroutines in blocking code at once?"));
            return;
        }
        Machine m = new Machine(scheduler, machineNumbers.getAndIncrement());
        m.spinning = spins;
        m.handOver(p);
        machines.add(m);
        try {
            m.start();
        } catch (Throwable t) { // the operating system gives no more threads
            machines.remove(m);
            scheduler.fail(t);
        }
    }

    /** Called by a machine without a processor, before it parks. */
    void machineIdle(Machine m) {
        scheduler.deadlocks
                .stopped(); // may run the users' callbacks: not yet in the list, the machine is not waited for
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

    /** Returns the former number. */
    int setMaxProcs(int n) {
        lock.lock();
        try {
            int former = maxProcs;
            Processor[] grown = n > all.length ? Arrays.copyOf(all, n) : all;
            for (int i = former; i < n; i++) {
                if (grown[i] == null) {
                    grown[i] = new Processor(i);
                }
                // One that still runs, or blocks, from the time when it was too many puts itself into the list.
                if (grown[i].status() == Processor.IDLE && !idleProcessors.contains(grown[i])) {
                    idleProcessors.add(grown[i]);
                }
            }
            idleProcessors.removeIf(p -> p.id >= n);
            all = grown;
            maxProcs = n;
            idleCount = idleProcessors.size();
            scheduler.sysmon.wakeIfAsleep();
            return former;
        } finally {
            lock.unlock();
        }
    }
}
