package io.gondola.scheduler;

/**
 * Lends a processor for each one that a long step of plain Java code holds, so that other goroutines go on meanwhile.
 * Off unless {@link SchedulerOptions#lentProcessors} says otherwise.
 */
final class Lending {
    /*
     * Go preempts any code by a signal; Java code cannot be preempted between two steps. A goroutine that was asked to
     * yield a whole time slice ago and has not, is in such a step. Then, if others wait to run and nobody is free,
     * sysmon raises the number of processors by one, and lowers it when that step is over. Raising and lowering is what
     * setMaxProcs does, and needs no proof of its own: the processor with the highest number is dissolved by the
     * machine that owns it.
     *
     * Invariants
     *   A1  As many processors are lent as processors have `lentFor` set, at most `limit`.
     *   A2  Only sysmon lends and takes back, so all but ProcessorPool's numbers belong to its thread.
     *   A3  When a processor is lent for p, the goroutine on p is within one step. The loan ends at the first look at
     *       which it is not (it has taken note of the request to yield, or p is elsewhere), at most LOOK_NANOS later.
     *       So but for that time, and the steps that run at its end, no more goroutines than maxProcs run outside long
     *       steps.
     */
    static final long LOOK_NANOS = 1_000_000;

    private final ProcessorPool pool;
    private final Waker waker;
    private final int limit;

    Lending(ProcessorPool pool, Waker waker, int limit) {
        this.pool = pool;
        this.waker = waker;
        this.limit = limit;
    }

    /** Whether anything is lent at this moment. */
    boolean active() {
        return pool.lent() > 0;
    }

    /**
     * Lends a processor for {@code p}, which a step has held for too long, if that helps anybody. Returns whether it
     * did.
     */
    boolean lendFor(Processor p) {
        if (p.lentFor || pool.lent() >= limit || pool.othersFree() || !someoneWaits(p)) {
            return false;
        }
        pool.lend(1);
        p.lentFor = true;
        waker.wakeIfWork();
        return true;
    }

    /** What waits in runNext behind the long step sysmon frees, once somebody else is free. */
    private boolean someoneWaits(Processor p) {
        return p.hasWork() || waker.workExists();
    }

    /** Takes back what was lent for {@code p}, if anything was: its long step is over. */
    void takeBack(Processor p) {
        if (p.lentFor) {
            p.lentFor = false;
            pool.lend(-1);
        }
    }
}
