package io.gondola.scheduler;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keeps two processors' fields out of one cache line, and the next one too, which hardware fetches with it. */
abstract class ProcessorPadding {
    @SuppressWarnings("unused")
    private long p00, p01, p02, p03, p04, p05, p06, p07, p08, p09, p10, p11, p12, p13, p14, p15;
}

/**
 * P: the right to run goroutines, with what is needed to do so. A machine owns a processor while it runs goroutines.
 *
 * @go runtime/runtime2.go, {@code p}
 */
final class Processor extends ProcessorPadding implements Roster.Keeper {
    /*
     * States (Go's names and numbers)
     *
     *                acquireIdle, acquireIfIdle             SystemCalls.enter
     *              ----------------------------->         --------------------->
     *   (new) --> IDLE                         RUNNING                      SYSCALL
     *              <-----------------------------         <---------------------
     *                          release                 exit, Waker.retakeOne, Sysmon.retake
     *
     *   IDLE     has no owner. It is in the pool's idle list; or in none, if there are too many processors, until there
     *            are more again (Go: dead). Both edges are taken under the pool's lock.
     *   RUNNING  has one owner, who alone uses what is marked so below: a machine; or a thread that has just taken the
     *            processor out of IDLE or SYSCALL and gives it on, by Machine.handOver, whose volatile write publishes
     *            all of it.
     *   SYSCALL  has no owner: the machine that left it and those that want it compete by compare-and-set, and the
     *            winner owns it, with all that the former owner wrote. See SystemCalls.
     *
     * `runNext` is the goroutine readied last, which runs next: it answers the one that readied it while the data is
     * still in cache. Only the owner puts; the owner, thieves and sysmon take, by atomic exchange. So the owner may
     * fill an empty slot with a release store, since nobody else fills it. See GoroutineSlot for why it is one.
     */
    private static final long LONGEST_SLICE_NANOS = 20_000_000; // as long as sysmon lets one be if it is in time

    static final int IDLE = 0;
    static final int RUNNING = 1;
    static final int SYSCALL = 2;

    /** A queue of so many at most is the owner's, as `runNext` is: see Placement. */
    static final int SHORT_QUEUE = 4;

    static final int LOOK_GLOBALLY = 1;
    static final int SWEEP = 2;
    static final int LOOK_AT_ARRIVED = 4;
    static final int RUN_FIRST = 8;

    final int id;
    final RunQueue queue = new RunQueue();
    final TimerHeap timers = new TimerHeap();

    @SuppressWarnings("unused") // through STATUS
    private int status;

    /** Never null. Written by the owner. */
    private volatile GoroutineSlot runNext = new GoroutineSlot();

    /** {@link #SHORT_QUEUE}, but in the model checker, whose queues hold two. */
    int shortQueue = SHORT_QUEUE;

    /** {@link GoroutineSlot#RENEWAL}, but in the model checker, where slots are renewed at each switch. */
    int renewal = GoroutineSlot.RENEWAL;

    /** Whether goroutines run here for long at a time: then it keeps nothing back. Written by sysmon: see Turns. */
    boolean longTurns;

    /** Asks the goroutine that runs here to yield: set by sysmon, cleared by the owner. */
    volatile boolean preempt;

    /** What sysmon wants the owner to do, or it itself, before it takes its next goroutine; 0 if nothing. */
    @SuppressWarnings("unused") // through ATTENTION
    private int attention;

    // owner only; others read them racily
    int scheduleTick;
    private int switches;
    int tick;
    int syscallTick;
    int arrivedTick;
    int globalSlice;
    boolean askedToLook;

    /** To whom the goroutine that runs here, and has been told to yield, gives way within its time slice. */
    GiveWay givesWay = GiveWay.NOT;

    /** How often it became idle. Under the pool's lock. */
    int idles;

    /** What runs before all else; null but between the end of one goroutine's run and the beginning of the next. */
    private @Nullable Goroutine first;

    /** Which run of a goroutine was asked last whether something waits behind it. */
    int sharedSwitches = -1;

    private long waitsSince;
    private int sliceAsked;
    private int endedSlice = -1;
    private long sliceSince;
    long spawned;
    long readied;
    long steals;
    long stolen;
    long preemptions;
    long ended;
    private @Nullable Program program;
    private @Nullable Roster roster;

    /** Its large rosters, but for those of programs that it saw to have ended. */
    private final List<Roster> large = new ArrayList<>(2);

    /** See {@link #givesWay}. */
    enum GiveWay {
        NOT,
        TO_NEXT,
        TO_ARRIVED
    }

    // sysmon only
    int turnsIdles = -1;
    int turnsSwitches;
    long turnsSince;
    int seenTick;
    int seenSwitches;
    long seenTaken;
    long seenSince;
    int heldSwitches;
    long heldNanos;
    long heldLook;
    long askedAt;
    long lookedGloballyAt;
    boolean lentFor;

    Processor(int id) {
        this.id = id;
    }

    int status() {
        return (int) STATUS.getVolatile(this);
    }

    void status(int newStatus) {
        STATUS.setVolatile(this, newStatus);
    }

    boolean casStatus(int expected, int newStatus) {
        return STATUS.compareAndSet(this, expected, newStatus);
    }

    /**
     * Owner only: makes {@code g} the next to run. Returns the one that was, which now must be queued; null if none.
     */
    @Nullable
    Goroutine putNext(Goroutine g) {
        GoroutineSlot slot = runNext;
        if (slot.isEmpty()) {
            slot.fill(g);
            return null;
        }
        return slot.replace(g);
    }

    /** Owner only: takes a fresh slot for the next to run, if there is none. */
    void renewNext() {
        if (runNext.isEmpty()) {
            runNext = new GoroutineSlot();
        }
    }

    /** Any thread: takes the next to run; null if none. */
    @Nullable
    Goroutine takeNext() {
        return runNext.take();
    }

    boolean hasNext() {
        return !runNext.isEmpty();
    }

    /** Owner only: {@code g} runs before all else. */
    void putFirst(Goroutine g) {
        first = g;
        askFor(RUN_FIRST);
    }

    /** Owner only: what was to run before all else; null if nothing. */
    @Nullable
    Goroutine takeFirst() {
        Goroutine g = first;
        first = null;
        return g;
    }

    /** How many goroutines wait here: a snapshot. */
    int queued() {
        return queue.size() + (hasNext() ? 1 : 0);
    }

    boolean hasWork() {
        return hasNext() || !queue.isEmpty();
    }

    /** Whether thieves may take from the queue. A short one is its owner's while that runs short turns: see Waker. */
    boolean sharesQueue() {
        int n = queue.size();
        return n > shortQueue || (n > 0 && (longTurns || status() != RUNNING));
    }

    /** Owner only: counts that another goroutine runs here; whether it is time to renew slots. */
    boolean countSwitch() {
        int n = switches + 1;
        SWITCHES.setOpaque(this, n);
        return (n & renewal) == 0;
    }

    /** Changes whenever another goroutine runs here. Any thread. */
    int switches() {
        return (int) SWITCHES.getOpaque(this);
    }

    boolean wantsAttention() {
        return (int) ATTENTION.getOpaque(this) != 0;
    }

    /**
     * Owner only, asked again and again: whether what the goroutine that runs here keeps from running has waited for
     * {@code nanos}. If so, the next wait counts from the next question.
     *
     * @param waits whether there is anything
     * @param now the time, if there is
     */
    boolean isWaitedFor(boolean waits, long nanos, long now) {
        if (!waits) {
            waitsSince = 0;
            return false;
        }
        if (waitsSince == 0) {
            waitsSince = now | 1; // 0 means that nothing waits
        } else if (now - waitsSince > nanos) {
            waitsSince = 0;
            return true;
        }
        return false;
    }

    /**
     * Owner only, asked now and then while others wait: whether the slice has taken much longer than it should at
     * {@code now}. It counts from the first question.
     */
    boolean sliceIsOver(long now) {
        if (sliceAsked != scheduleTick) {
            sliceAsked = scheduleTick;
            sliceSince = now;
        }
        return now - sliceSince > LONGEST_SLICE_NANOS;
    }

    /**
     * Owner only, asked when a goroutine is preempted: whether what waits to run next may still have a budget of the
     * slice that is over. Yes once in a slice.
     */
    boolean mayEndSlice() {
        if (!preempt || endedSlice == scheduleTick) {
            return false;
        }
        endedSlice = scheduleTick;
        return true;
    }

    /** Asks the owner for {@code what}. */
    void askFor(int what) {
        ATTENTION.getAndBitwiseOr(this, what);
    }

    /** Owner only: what sysmon asked for; it then counts as done. */
    int takeAttention() {
        return (int) ATTENTION.getAndSet(this, 0);
    }

    /** Owner only: this processor's share of the bookkeeping of {@code of}. */
    @SuppressWarnings("NullAway") // serve sets it together with the program
    Roster roster(Program of) {
        if (program != of) {
            serve(of);
        }
        return roster;
    }

    private void serve(Program of) {
        forgetEnded();
        program = of;
        roster = of.roster(this);
    }

    /** Owner only. */
    @Override
    public void grown(Roster grown) {
        large.add(grown);
    }

    /** Owner only: drops ended goroutines where there are many. */
    void sweep(long endedInAll) {
        for (int i = large.size() - 1; i >= 0; i--) {
            if (!large.get(i).sweepIfWorthwhile(endedInAll)) {
                large.remove(i);
            }
        }
    }

    /**
     * Owner only, or while nobody owns it: lets go of programs that have ended, and with them of all their goroutines.
     */
    void forgetEnded() {
        for (int i = large.size() - 1; i >= 0; i--) {
            if (large.get(i).program.ended()) {
                large.remove(i);
            }
        }
        if (program != null && program.ended()) {
            roster = null;
            program = null;
        }
    }

    private static final VarHandle STATUS;
    private static final VarHandle ATTENTION;
    private static final VarHandle SWITCHES;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            STATUS = lookup.findVarHandle(Processor.class, "status", int.class);
            ATTENTION = lookup.findVarHandle(Processor.class, "attention", int.class);
            SWITCHES = lookup.findVarHandle(Processor.class, "switches", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
