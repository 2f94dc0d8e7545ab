package io.gondola.scheduler;

import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Wakes machines for goroutines that were queued, queues those that come from elsewhere than a processor, and gives on
 * processors that their owners have no use for.
 *
 * @go runtime/proc.go, {@code wakep}, {@code injectglist}, {@code handoffp}, {@code checkRunqsNoP}
 */
final class Waker {
    /*
     * Algorithm. A thread that has queued a goroutine where others can take it starts one machine on an idle processor,
     * and lets it search, unless one searches already. A machine that has found something while it searched, and was
     * the last one to do so, wakes the next: a burst wakes one machine after another as long as there is work for them,
     * and one goroutine wakes one.
     *
     * Invariants
     *   W1  A thread that queues does that first, then a full fence, and only then looks whether a machine searches or
     *       a processor is idle. A machine that stops searching looks at the queues last: see Machine. One of the two
     *       sees the other.
     *   W2  Here the number of searchers goes from 0 to 1 only, by compare-and-set. The count is handed over with the
     *       processor to the machine that is started, which takes it back.
     *   W3  Who has raised the count and found no idle processor takes it back, then looks at the queues again: another
     *       one may have relied on the count meanwhile, and queued what nobody searches for.
     *
     * What waits in runNext, or in a short queue of a processor that runs, is no work in this sense: see Placement.
     */
    private final ProcessorPool pool;
    private final GlobalRunQueue global;
    private final Timers timers;
    private final Observation observation;
    private final AtomicLong handoffs = new AtomicLong();

    Waker(Queues queues, Timers timers, Observation observation) {
        this.pool = queues.pool();
        this.global = queues.global();
        this.timers = timers;
        this.observation = observation;
    }

    /** After a goroutine was queued: wakes a machine for it unless one searches already, or no processor is idle. */
    void wakeIfIdle() {
        VarHandle.fullFence(); // W1
        if (pool.anyIdle() && pool.spinning.get() == 0) {
            wakeProcessor();
        }
    }

    /** Starts one searching machine on an idle processor, if none searches. */
    void wakeProcessor() {
        while (pool.spinning.compareAndSet(0, 1)) { // W2
            Processor p = pool.acquireIdle();
            if (p != null) {
                pool.startMachine(p, true);
                return;
            }
            pool.spinning.decrementAndGet();
            if (!pool.anyIdle() || !workExists()) { // W3
                return;
            }
        }
    }

    /** Queues {@code g}, which has arrived, globally, from any thread. */
    void inject(Goroutine g) {
        global.addArrived(g);
        wakeForInjected();
    }

    private void wakeForInjected() {
        VarHandle.fullFence(); // W1
        if (pool.spinning.get() > 0) {
            return;
        }
        if (pool.anyIdle()) {
            wakeProcessor();
        } else {
            retakeOne();
        }
    }

    /**
     * Takes a processor from a goroutine that blocks, if there is any, for one that was queued globally: S2 of
     * SystemCalls.
     */
    private void retakeOne() {
        for (Processor p : pool.processors()) {
            if (p.status() == Processor.SYSCALL && p.casStatus(Processor.SYSCALL, Processor.RUNNING)) {
                handOff(p);
                return;
            }
        }
    }

    /** Gives on {@code p}, which the caller owns and has no use for. */
    void handOff(Processor p) {
        handoffs.incrementAndGet();
        Observer o = Observation.of(observation);
        if (o != null) {
            o.handedOff(p.id);
        }
        if (p.id < pool.maxProcs() && (p.hasWork() || !global.isEmpty())) {
            pool.startMachine(p, false);
            return;
        }
        pool.release(p);
        wakeIfWork();
    }

    /** How often a processor was given on. */
    long handoffs() {
        return handoffs.get();
    }

    /**
     * Queues the first {@code n} of {@code batch} globally, and wakes as many machines as can use them: each takes its
     * share.
     */
    void injectAll(Goroutine[] batch, int n) {
        for (int i = 0; i < n; i++) {
            global.addArrived(batch[i]);
        }
        VarHandle.fullFence(); // W1
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

    /** Whether something is queued, or due, that a searching machine could take. */
    boolean workExists() {
        VarHandle.fullFence();
        if (!global.isEmpty()) {
            return true;
        }
        for (Processor p : pool.processors()) {
            if (p.sharesQueue()) {
                return true;
            }
        }
        return timers.anyDue();
    }

    /** Wakes a machine if there is work for it. */
    void wakeIfWork() {
        if (workExists()) {
            wakeProcessor();
        }
    }

    /** Sysmon's safety net. Returns whether something had been neglected. */
    boolean wakeIfNeglected() {
        if (pool.anyIdle() && pool.spinning.get() == 0 && workExists() && !pool.startsPause()) {
            wakeProcessor();
            return true;
        }
        return false;
    }

    /**
     * Whether a goroutine is queued anywhere, what runs next among them, or a timer may ready one: there is no
     * deadlock.
     */
    boolean somethingPending() {
        if (!global.isEmpty()) {
            return true;
        }
        for (Processor p : pool.processors()) {
            if (p.hasWork()) {
                return true;
            }
        }
        return timers.holdOffDeadlock();
    }
}
