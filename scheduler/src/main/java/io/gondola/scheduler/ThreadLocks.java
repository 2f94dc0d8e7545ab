package io.gondola.scheduler;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * Goroutines that are locked to a thread each: they run on that machine and nowhere else, and nothing else runs there.
 *
 * @go runtime/proc.go, {@code LockOSThread}, {@code stoplockedm}, {@code startlockedm}
 */
final class ThreadLocks {
    /*
     * Algorithm. The goroutine that locks itself parks, and in place of publishing itself its machine enters a loop in
     * which it runs this goroutine alone. So a machine's usual loop knows nothing of locks. When the goroutine stops
     * running (it waits, or yields), the machine hands its processor on and parks. A locked goroutine stands in queues
     * as any other one. A machine that takes it from a queue gives it the processor instead of running it: it hands the
     * processor over to the goroutine's machine, and parks. The loop ends when the goroutine has unlocked itself, and
     * then stops running; the machine goes on with its usual loop. If the goroutine ended locked, its thread ends,
     * whose state nobody knows.
     *
     * Invariants
     *   L1  A goroutine is marked as locked if and only if `machines` has it. Only the thread that runs it changes
     *       that; or its machine, which waits, when its program has ended.
     *   L2  A processor is handed over only to a machine in `machines`, under the monitor; a machine leaves `machines`
     *       only under the monitor, having seen that none was handed over. So no processor is lost with a thread.
     *   L3  A waiting machine is no more active for the deadlock detector; the machine that hands over a processor
     *       makes it active before that. A deadlock of locked goroutines is thus seen as any other.
     *
     * The goroutine may be readied, and its machine handed a second processor, before the machine has given away the
     * first one. The second one waits in `handedOver`; the machine finds it there before it parks.
     */
    private final Waker waker;
    private final DeadlockDetector deadlocks;
    private final AtomicBoolean closed;

    /** Guarded by this. */
    private final Map<Goroutine, Machine> machines = new HashMap<>();

    ThreadLocks(Waker waker, DeadlockDetector deadlocks, AtomicBoolean closed) {
        this.waker = waker;
        this.deadlocks = deadlocks;
        this.closed = closed;
    }

    // by the goroutine that runs on m

    /** Counts one more lock. Returns false if the goroutine must first enter {@link #run}, which counts it. */
    boolean lock(Machine m, Goroutine g) {
        if (m.locked == g) {
            m.locks++;
            return true;
        }
        if (m.lockLoop == g) {
            begin(m, g);
            return true;
        }
        return false;
    }

    void unlock(Machine m, Goroutine g) {
        if (m.locked == g && --m.locks == 0) {
            end(m, g);
        }
    }

    private synchronized void begin(Machine m, Goroutine g) {
        m.locked = g;
        m.locks = 1;
        g.program().usedThreadLocks = true;
        g.lockedToThread(true);
        machines.put(g, m);
    }

    private synchronized void end(Machine m, Goroutine g) {
        m.locked = null;
        g.lockedToThread(false);
        machines.remove(g);
    }

    /** Runs {@code g}, which has just parked and is in no queue, on {@code m} alone until it is unlocked or ends. */
    void run(Machine m, Goroutine g) {
        begin(m, g);
        m.lockLoop = g;
        do {
            m.run(g);
        } while (m.locked == g && awaitTurn(m, g));
        m.lockLoop = null;
    }

    /** Gives away the processor until {@code g} may run again. Returns false if it never will: the thread is to end. */
    @SuppressWarnings("NullAway") // a machine that waits has no processor
    private boolean awaitTurn(Machine m, Goroutine g) {
        boolean over = g.state() == Goroutine.DEAD;
        do {
            Processor left = m.p;
            m.p = null;
            if (left != null) {
                waker.handOff(left);
            }
            deadlocks.stopped(); // L3
            if (!awaitProcessor(m, g, over)) {
                m.locked = null;
                m.retires = true;
                return false;
            }
            if (!g.program().ended()) {
                return true;
            }
            g.drop(); // handed over just before: the processor is to be given away again
        } while (true);
    }

    private boolean awaitProcessor(Machine m, Goroutine g, boolean over) {
        while (!m.takeHandedOver()) {
            if ((over || closed.getOpaque() || g.program().ended()) && leave(m, g)) {
                return false;
            }
            if (!m.hasHandedOver()) {
                LockSupport.park(this);
                m.forgetInterrupt();
            }
        }
        return true;
    }

    /** L2. */
    private synchronized boolean leave(Machine m, Goroutine g) {
        if (m.hasHandedOver()) {
            return false;
        }
        machines.remove(g);
        return true;
    }

    // by others

    /**
     * Lets {@code g}, which {@code from} took from a queue, run on its own machine with the processor of {@code from}.
     * Returns false if it has none any more, since its program has ended.
     */
    @SuppressWarnings("NullAway") // a machine that hands its processor over has none
    synchronized boolean handOver(Machine from, Goroutine g) {
        Machine m = machines.get(g);
        if (m == null) {
            return false;
        }
        deadlocks.started(); // L3
        Processor p = from.p;
        from.p = null;
        m.handOver(p);
        return true;
    }

    /** Ends the threads of goroutines of {@code ended}. */
    void wakeEnded(Program ended) {
        if (ended.usedThreadLocks) {
            synchronized (this) {
                machines.forEach((g, m) -> {
                    if (g.program() == ended) {
                        LockSupport.unpark(m);
                    }
                });
            }
        }
    }
}
