package io.gondola.scheduler;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Goroutines that run code which may block their thread: who gets their processors meanwhile, and how they get one
 * again.
 *
 * @go runtime/proc.go, {@code entersyscall}, {@code exitsyscall}, {@code handoffp}
 */
final class SystemCalls {
    /*
     * Algorithm. A goroutine that begins to block leaves its processor in the state SYSCALL, in which nobody owns it,
     * and its machine remembers it. Short calls thus cost two changes of state. The thread that takes the processor out
     * of SYSCALL owns it, and runs on with it or gives it on (Waker.handOff). There are four:
     *
     *   the machine that left it, at once, if there is work for others
     *   a thread that queues a goroutine and finds no other processor for it
     *   sysmon, when the call takes long
     *   the machine that left it, at the end of the call; if it comes too late, it takes an idle processor, or queues
     *   its goroutine and parks
     *
     * Invariants
     *   S1  A processor leaves SYSCALL by compare-and-set only, so it has one owner, who sees all that the former one
     *       wrote.
     *   S2  Who queues a goroutine queues it, then looks at the processors; a goroutine that begins to block gives up
     *       its processor, then looks at the queues, all volatile: one of the two sees the other. So nothing that is
     *       queued waits for sysmon. A processor that runs looks at the queues by itself before it becomes idle.
     *   S3  While its goroutine blocks a machine has no processor: what it readies or starts there is queued globally,
     *       as from any other thread.
     *   S4  Between two steps of one the others may take the processor, run with it, and leave it in SYSCALL again for
     *       another goroutine. Taking it then takes it from that one, which is as good: a processor in SYSCALL is
     *       anybody's.
     */
    private final ProcessorPool pool;
    private final GlobalRunQueue global;
    private final Waker waker;
    private final Observation observation;
    private final AtomicBoolean closed;

    SystemCalls(Queues queues, Waker waker, Observation observation, AtomicBoolean closed) {
        this.pool = queues.pool();
        this.global = queues.global();
        this.waker = waker;
        this.observation = observation;
        this.closed = closed;
    }

    /** Goroutine {@code g}, which runs on {@code m}, begins to block. */
    void enter(Machine m, Goroutine g) {
        leave(m, g, true);
    }

    /**
     * As {@link #enter}; but what is queued waits for sysmon, or for those that search, unless {@code eager}: if the
     * code is not expected to block at all.
     */
    @SuppressWarnings("NullAway") // a machine that blocks has no processor
    void leave(Machine m, Goroutine g, boolean eager) {
        Processor p = m.p;
        m.forgetInterrupt();
        p.syscallTick++;
        Observer o = Observation.of(observation);
        if (o != null) {
            o.blocks(p.id, g);
        }
        g.state(Goroutine.SYSCALL);
        m.oldP = p;
        m.p = null; // S3
        if (closed.get()) {
            m.interrupt(); // close() may have looked before
        }
        p.status(Processor.SYSCALL);
        if (eager
                && (p.hasWork() || !global.isEmpty())
                && p.casStatus(Processor.SYSCALL, Processor.RUNNING)) { // S2, S4
            waker.handOff(p);
        }
    }

    /** Goroutine {@code g} on {@code m} no longer blocks. Returns whether it has a processor to run on with. */
    @SuppressWarnings("NullAway") // leave has set oldP; without a processor the caller does not go on here
    boolean exit(Machine m, Goroutine g) {
        m.forgetInterrupt();
        Processor old = m.oldP;
        m.oldP = null;
        m.p = old.casStatus(Processor.SYSCALL, Processor.RUNNING) ? old : pool.acquireIdle(); // S1, S4
        if (m.p == null) {
            return false;
        }
        m.p.scheduleTick++;
        Observer o = Observation.of(observation);
        if (o != null) {
            o.started(m.p.id, g);
        }
        g.state(Goroutine.RUNNING);
        return true;
    }
}
