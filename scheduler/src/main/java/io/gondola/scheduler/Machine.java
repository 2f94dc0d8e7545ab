package io.gondola.scheduler;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * M: a thread that runs goroutines while it owns a processor.
 *
 * @go runtime/proc.go, {@code schedule}, {@code findRunnable}, {@code stopm}
 */
final class Machine extends Thread {
    /*
     * States. No field holds them: they follow from who has which processor.
     *
     *                 handOver               run               enter
     *   (new) -------------------> LOOKING -----> RUNNING -----------> BLOCKING
     *                              ^ |  |  <-----  ^ | ^   <-----------    |
     *                              | |  |   stops  | | |       exit        |
     *                     handOver | |  | steal    | | |                   |
     *                              | |  v          | | | handOver          |
     *                              | | SPINNING ---+ | |                   |
     *            giveBackProcessor | |  |   found    | |                   |
     *               leaveProcessor | |  |  awaitTurn | |                   |
     *                              | v  v            v |                   |
     *   (end) <------------------- IDLE              LOCKED -----> (end)   |
     *           mayRetire, close    ^                        leave         |
     *                               +--------------------------------------+
     *                                        exit without a processor
     *
     *   LOOKING   has a processor, and looks in its queue and the global one.
     *   SPINNING  has a processor, found nothing there, searches elsewhere, and is counted in `pool.spinning`. A
     *             machine that is woken to search (startMachine) comes from IDLE straight to this state.
     *   RUNNING   has a processor and runs a goroutine, until that stops: it parks, yields or ends.
     *   BLOCKING  has left its processor, `oldP`, and runs a goroutine's blocking code: see SystemCalls.
     *   IDLE      has no processor, is in the pool's list, and parked.
     *   LOCKED    has no processor, and is parked until the goroutine that is locked to it may run: see ThreadLocks. A
     *             machine that finds such a goroutine hands its processor over to that one, and becomes IDLE.
     *
     * The search. A machine looks for a goroutine in this order: every 61st time, or when asked to, among what has
     * arrived in the global queue; its own next one; at every 61st time slice, or when sysmon asks for it because
     * goroutines have waited there for long, in the global queue; its own queue; the global queue; timers that are due;
     * other processors' queues; last of all what others will run next. Finding nothing, it gives its processor back and
     * parks.
     *
     * Time slices. A slice belongs to the goroutine that was taken from a queue and to all that run after it through
     * runNext: they are one chain. It ends when runNext is empty, or by time: sysmon asks, by `preempt`, 10 to 20 ms
     * after its beginning. Then who runs, at its next chance, goes behind all others, into the global queue, and so
     * does who waits in runNext, but for T4. Nothing else ends a slice, neither a number of steps nor one of switches:
     * so chains share a processor by time, however long their turns are.
     * If sysmon comes late, since the computer has more to do than it can, the machine asks itself after 20 ms: it
     * reads the clock when a budget of steps ends, and at each 61st goroutine, if others wait.
     *   T1  `scheduleTick` changes with each slice, and not within one. Sysmon knows a slice by it.
     *   T2  What is taken in the middle of a slice, because it has arrived or since a goroutine gives way to it, runs
     *       on that slice, and who was interrupted waits in runNext: when the other one parks, it goes on, and the
     *       slice still runs.
     *   T3  A request to yield stands until the next slice begins: when the first of the chain sees it, its slice is
     *       over.
     *   T4  When the one that runs is preempted, the one that it readied last still gets a budget of steps on that
     *       slice. It has been woken, mostly needs little time, and would wait for a slice of each of the others. Only
     *       one does: what this one readies, or leaves undone when it is asked to yield in turn, goes behind all
     *       others. Two that ready each other gain nothing: the one that was preempted cannot run, and so cannot be
     *       readied, before the others had their turn.
     *
     * At most half as many machines spin as processors are busy. A thread that queues a goroutine wakes another machine
     * only if none spins. That is safe because of the order of two steps on both sides:
     *
     *   queuer: 1. queue the goroutine   2. full fence   3. look whether a machine spins or a processor is idle
     *   searcher: 1. stop being counted as spinning (and its processor is in the idle list)   2. full fence
     *             3. look at all queues again
     *
     * One of the two sees the other. A machine that goes idle without having been spinning relies on those that are, or
     * on the next one that queues something behind a processor that runs: the goroutine is in the queue of a processor
     * that runs, which takes it itself.
     */
    private static final int GLOBAL_QUEUE_PERIOD = 61; // Go: proc.go, schedtick%61
    private static final int TIMER_BATCH = 256;

    final WorkStealingScheduler scheduler;
    final int number;

    // owner only, but that another machine sets `spinning` before it hands over a processor
    @SuppressWarnings("NullAway.Init") // it has one whenever it runs goroutines, or looks for them
    Processor p;

    boolean spinning;
    private int randomState;
    private final Thief thief;

    // owner only: see ThreadLocks
    @Nullable
    Goroutine locked;

    int locks;

    @Nullable
    Goroutine lockLoop;

    boolean retires;

    /** A processor that another thread hands over to this parked machine. */
    private volatile @Nullable Processor handedOver;

    /** The processor that this machine left when its goroutine began to block; null if it does not. */
    volatile @Nullable Processor oldP;

    /** Whether the goroutine that runs here has ended, and code of others runs in its place. Owner only. */
    boolean outside;

    /** What runs here; empty between two goroutines. Never null; written and filled by the machine. */
    private volatile GoroutineSlot running = new GoroutineSlot();

    // sysmon only
    @Nullable
    Goroutine seenRunning;

    @Nullable
    Goroutine namedAfter;

    Machine(WorkStealingScheduler scheduler, int number) {
        super(null, null, plainName(number), 0, false);
        setDaemon(true);
        this.scheduler = scheduler;
        this.number = number;
        this.randomState = number * 0x9E3779B9 | 1;
        this.thief = new Thief(this, scheduler.queues(), scheduler.observation);
    }

    /** Whether it belongs to the scheduler of {@code pool}. */
    boolean isOf(ProcessorPool pool) {
        return scheduler.pool == pool;
    }

    private static String plainName(int number) {
        return "gondola-m-" + number;
    }

    String plainName() {
        return plainName(number);
    }

    /** The machine that is the current thread; null on any other thread. */
    static @Nullable Machine current() {
        return Thread.currentThread() instanceof Machine m ? m : null;
    }

    /** The goroutine that runs here; null if none. Any thread. */
    Goroutine running() {
        return running.peek();
    }

    @Override
    public void run() {
        try {
            while (p != null || awaitProcessor()) {
                Goroutine g = findRunnable();
                if (g != null) {
                    execute(g);
                }
            }
        } catch (Throwable t) {
            scheduler.shutdown.fail("Machine failed, the runtime stops", t);
        } finally {
            if (p != null) {
                p.forgetEnded(); // the runtime has failed, and keeps nothing of its programs
            }
            running.empty();
            scheduler.pool.retired(this);
        }
    }

    private void execute(Goroutine g) {
        if (spinning) {
            stopSpinning();
        }
        if (g.program().ended()) {
            g.drop();
            return;
        }
        if (g.lockedToThread()) {
            if (!scheduler.threadLocks.handOver(this, g)) {
                g.drop();
            }
            return;
        }
        run(g);
    }

    void run(Goroutine g) {
        if (p.countSwitch()) {
            renewSlots();
        }
        Observer o = Observation.of(scheduler);
        if (o != null) {
            o.started(p.id, g);
        }
        running.fill(g);
        g.run();
        running.empty();
        if (isInterrupted()) {
            forgetInterrupt(); // the goroutine's own, and not for the next one
        }
    }

    /** See {@link GoroutineSlot}. */
    private void renewSlots() {
        try {
            p.renewNext();
            running = new GoroutineSlot();
        } catch (OutOfMemoryError e) {
            // the old ones do as well
        }
    }

    /** Hands {@code processor} over to this machine, which is parked or new. */
    void handOver(Processor processor) {
        handedOver = processor;
        LockSupport.unpark(this);
    }

    boolean hasHandedOver() {
        return handedOver != null;
    }

    /** Takes the processor that was handed over; returns whether there was one. */
    boolean takeHandedOver() {
        if (handedOver == null) {
            return false;
        }
        p = handedOver;
        handedOver = null;
        return true;
    }

    /** Parks until there is a processor to run with. Returns false if the machine must end. */
    private boolean awaitProcessor() {
        if (retires) {
            return false;
        }
        if (handedOver == null) {
            scheduler.pool.machineIdle(this);
        }
        while (handedOver == null) {
            if (scheduler.closed()) {
                return false;
            }
            long start = System.nanoTime();
            long retireAfter = scheduler.pool.options().retireAfterNanos();
            LockSupport.parkNanos(this, retireAfter);
            boolean interrupted = forgetInterrupt();
            boolean waitedLong = System.nanoTime() - start >= retireAfter;
            if (handedOver == null && waitedLong && !interrupted && scheduler.pool.mayRetire(this)) {
                return false;
            }
        }
        return takeHandedOver();
    }

    /** Returns a goroutine to run, or null after the machine lost or gave back its processor. */
    private @Nullable Goroutine findRunnable() {
        while (true) {
            if (scheduler.closed() || p.id >= scheduler.pool.maxProcs()) {
                leaveProcessor();
                return null;
            }
            Goroutine g = fromOwn();
            if (g != null) {
                return g;
            }
            g = scheduler.pool.anyIdle() // a batch would wait in a short queue
                    ? scheduler.global.take()
                    : scheduler.global.takeBatch(p, scheduler.pool.maxProcs());
            // Who takes some and leaves others, in either place, sees to it that somebody looks at those.
            if (!spinning && (p.sharesQueue() || (g != null && !scheduler.global.isEmpty()))) {
                scheduler.waker.wakeIfIdle();
            }
            if (g != null) {
                nextSlice();
                return g;
            }
            scheduler.timers.poller().look(p);
            if (p.hasWork()) {
                continue;
            }
            if (scheduler.timers.anyDue() && scheduler.timers.run(scheduler.nanoTime(), TIMER_BATCH) > 0) {
                continue;
            }
            g = steal();
            if (g != null) {
                nextSlice();
                return g;
            }
            if (!giveBackProcessor()) {
                scheduler.timers.poller().callToDuty();
                return null;
            }
        }
    }

    private void nextSlice() {
        p.scheduleTick++; // T1
        if (p.preempt) {
            p.preempt = false;
        }
    }

    private Goroutine fromOwn() {
        Processor own = p;
        if (++own.tick % GLOBAL_QUEUE_PERIOD == 0 || own.wantsAttention()) {
            scheduler.timers.poller().lookIfOffDuty(own);
            Goroutine g = attend(own);
            if (g != null) {
                return g; // T2
            }
        }
        Goroutine next = own.takeNext();
        if (next != null) {
            if (!own.preempt) {
                return next; // inherits the time slice of the one that readied it
            }
            // T3: two goroutines that ready each other have used up their common slice.
            own.preemptions++;
            scheduler.global.add(next);
            scheduler.waker.wakeIfIdle();
        }
        Goroutine g = looksGlobally(own) ? scheduler.global.take() : null;
        if (g == null) {
            g = own.queue.poll();
        }
        if (g != null) {
            nextSlice();
        }
        return g;
    }

    /**
     * Does what was asked for, and looks for what has arrived. But after a goroutine that was taken there because of
     * time comes one of the processor's own: it may have run for so long that sysmon has asked again.
     */
    private @Nullable Goroutine attend(Processor own) {
        if (own.wantsAttention()) {
            int wanted = own.takeAttention();
            if ((wanted & Processor.SWEEP) != 0) {
                own.sweep(scheduler.pool.ended());
            }
            if ((wanted & Processor.LOOK_GLOBALLY) != 0) {
                own.askedToLook = true;
            }
            if ((wanted & Processor.RUN_FIRST) != 0) {
                return own.takeFirst();
            }
            if (own.tick - own.arrivedTick == 1) {
                return null;
            }
            own.arrivedTick = own.tick;
        }
        boolean othersWait = !own.queue.isEmpty() || !scheduler.global.isEmpty();
        if (othersWait && !own.preempt && own.sliceIsOver(System.nanoTime())) {
            own.preempt = true;
        }
        Goroutine g = scheduler.global.takeArrived();
        if (g != null) {
            own.globalSlice = own.scheduleTick;
        }
        return g;
    }

    /** Whether the slice that begins now is for the global queue. Never two in a row because sysmon asked. */
    private static boolean looksGlobally(Processor own) {
        int slice = own.scheduleTick + 1;
        int since = slice - own.globalSlice;
        boolean looks = since >= GLOBAL_QUEUE_PERIOD || (own.askedToLook && since != 1);
        own.askedToLook = false;
        if (looks) {
            own.globalSlice = slice;
        }
        return looks;
    }

    private @Nullable Goroutine steal() {
        if (!spinning) {
            if (!scheduler.pool.maySpin()) {
                return null;
            }
            spinning = true;
            scheduler.pool.spinning.incrementAndGet();
        }
        return thief.steal(p);
    }

    /** Clears the thread's interrupt flag, which user code may have set: it would keep the thread from parking. */
    boolean forgetInterrupt() {
        return Thread.interrupted();
    }

    /** xorshift; not negative. */
    int nextRandom() {
        int x = randomState;
        x ^= x << 13;
        x ^= x >>> 17;
        x ^= x << 5;
        randomState = x;
        return x >>> 1;
    }

    @SuppressWarnings("NullAway") // a machine that waits has no processor
    private void leaveProcessor() {
        Processor left = p;
        p = null;
        if (spinning) {
            spinning = false;
            scheduler.pool.spinning.decrementAndGet();
        }
        Goroutine first = left.takeFirst();
        if (first != null) {
            scheduler.global.add(first);
        }
        scheduler.pool.release(left);
        // A thread that queued something may have relied on this machine to look.
        if (!scheduler.closed()) {
            scheduler.waker.wakeIfWork();
        }
    }

    /**
     * Puts the processor into the idle list. Returns true if the machine got one again, since work has come up
     * meanwhile.
     */
    @SuppressWarnings("NullAway") // a machine that waits has no processor
    private boolean giveBackProcessor() {
        boolean wasSpinning = spinning;
        Processor left = p;
        p = null;
        scheduler.pool.release(left);
        if (wasSpinning) {
            spinning = false;
            scheduler.pool.spinning.decrementAndGet();
            if (scheduler.waker.workExists()) {
                p = scheduler.pool.acquireIdle();
                if (p != null) {
                    spinning = true;
                    scheduler.pool.spinning.incrementAndGet();
                    return true;
                }
            }
        } else if (!scheduler.global.isEmpty()) {
            p = scheduler.pool.acquireIdle();
            return p != null;
        }
        return false;
    }

    private void stopSpinning() {
        spinning = false;
        if (scheduler.pool.spinning.decrementAndGet() == 0) {
            scheduler.waker.wakeIfWork();
        }
    }
}
