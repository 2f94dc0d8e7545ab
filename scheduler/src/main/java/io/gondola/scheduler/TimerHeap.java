package io.gondola.scheduler;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Deadlines of one processor: goroutines that sleep, and timers.
 *
 * @go runtime/time.go, {@code timers}
 */
final class TimerHeap extends SpinLock implements Deadlines.Filter {
    /*
     * Algorithm. A heap of entries, each with a deadline and a generation: see Deadlines. An entry is a Goroutine that
     * sleeps or a TimerTask. Disarming a task leaves its entry in the heap, as Go does, but gives the task a new
     * generation: the entry is stale. Stale entries are dropped when they reach the top, or all at once when they
     * outnumber the others.
     *
     * A program that ends makes all its entries stale. It has a count of them, its TimerShare of this heap, which is
     * added to the stale ones: a program that ends beside a million timers of others looks at none of them. A small
     * heap is cleaned at once; a large one, in which few are stale, by sysmon, in a small part of its time. So what
     * they keep is let go soon.
     *
     * A task that was abandoned, as is a timer that nobody knows any more, tells nobody. The heap looks for such tasks
     * when it is full, and grows only if that has not made room: it is never more than a constant times as large as
     * what it held after the last look, so a look costs a constant time for each entry added.
     *
     * Invariants
     *   I1  All but `earliest` is guarded by the lock. `left` is also looked at without it, as a hint.
     *   I2  An armed task has one entry of its generation, in the heap that the task names.
     *   I3  The entry at the top is not stale, but if its program has ended a moment ago.
     *   I4  All entries = `stale` + the sum of the programs' shares + the live entries of tasks that have no program.
     *       An entry of a program that has ended counts in its share until dropEnded, which moves it to `stale`.
     *       The thread that drops one takes it off the share, or off `stale` if the share is 0.
     *   I5  No entry is added for a program after its dropEnded. The adder finds or publishes the share, then looks
     *       whether the program has ended; the program ends, then looks for its shares. So one sees the other; and if
     *       it is the program that sees the share, it waits for the lock, and finds the entry counted.
     *   I6  `recent` is the entry added last, or one that held off a deadlock, and is cleared when it is taken out. If
     *       it is a goroutine, it is in the heap; if a task, that says itself whether it is armed.
     *   I7  `earliest` is the deadline at the top, or MAX_VALUE; volatile, so that the poller and idle machines look at
     *       it without the lock.
     *
     * Fairness. Where more timers are due than can be served, those who serve them come for the lock again at once, and
     * a spin lock favours them: a goroutine that wants to sleep could wait for it for very long. So an adder that finds
     * the lock taken counts itself in `wanted`. A server stops at the next timer while anybody is counted, and lets the
     * adders have the lock before it goes on. An adder looks at the lock at least once in a millisecond, and a server
     * waits for two: it gets in.
     */
    private static final int MIN_STALE = 64;
    private static final int CLEANED_AT_ONCE = 512;
    private static final int YIELDS_TO_OTHERS = 64;
    private static final int PAUSES_FOR_OTHERS = 20;
    private static final long PAUSE_NANOS = 100_000;

    volatile long earliest = Long.MAX_VALUE;
    private final Deadlines heap = new Deadlines();
    private int stale;

    /** How many of the stale ones, at most, were left by programs. */
    private volatile int left;

    /** The share looked for last, whose program has not ended; or null. */
    private @Nullable TimerShare share;

    private @Nullable Object recent;
    private final AtomicInteger wanted = new AtomicInteger();

    /** Whether there was a task since the last look for abandoned ones. */
    private boolean holdsTasks;

    /** What a caller of {@link #popDue} got: goroutines whose sleep is over. */
    interface Woken {
        void accept(Goroutine g);
    }

    // adding and taking back

    /** Returns whether the earliest deadline of this heap has changed to {@code deadline}. */
    boolean addSleeper(Goroutine g, long deadline) {
        lockSoon();
        try {
            TimerShare of = shareOf(g.program());
            return of != null && push(deadline, g, 0, of);
        } finally {
            unlock();
        }
    }

    /** Arms {@code task}, whose heap this is. Returns whether it was armed, or what it had delivered was retracted. */
    boolean arm(TimerTask task, long deadline) {
        lockSoon();
        try {
            boolean active = disarmLocked(task);
            armLocked(task, deadline);
            return active;
        } finally {
            unlock();
        }
    }

    /** Arms {@code task} if it has fired and was neither armed nor disarmed since its number was {@code armings}. */
    boolean rearm(TimerTask task, long deadline, int armings) {
        lockSoon();
        try {
            boolean rests = task.restsSince(armings);
            if (rests) {
                armLocked(task, deadline);
            }
            return rests;
        } finally {
            unlock();
        }
    }

    boolean disarm(TimerTask task) {
        lockSoon();
        try {
            return disarmLocked(task);
        } finally {
            unlock();
        }
    }

    private void lockSoon() {
        if (!tryLock()) {
            wanted.getAndIncrement();
            lock();
            wanted.getAndDecrement();
        }
    }

    private boolean disarmLocked(TimerTask task) {
        boolean active = task.armed;
        task.armed = false;
        task.generation++;
        if (active) {
            gone(task.program());
            if (++stale > Math.max(MIN_STALE, heap.size() / 2)) {
                removeStale();
            } else {
                dropStaleTop();
            }
        }
        boolean retracted = task.retract();
        return active || retracted;
    }

    /** Does nothing if the program has ended. */
    private void armLocked(TimerTask task, long deadline) {
        Program program = task.program();
        TimerShare of = program == null ? null : shareOf(program);
        if (program == null || of != null) {
            holdsTasks = true;
            task.deadline = deadline;
            push(deadline, task, task.generation, of);
            task.armed = true;
        }
    }

    /** If this fails for want of memory, nothing has changed. */
    private boolean push(long deadline, Object entry, int generation, @Nullable TimerShare of) {
        if (heap.isFull()) {
            makeRoom();
        }
        boolean first = heap.push(deadline, entry, generation);
        if (of != null) {
            of.live++;
        }
        recent = entry;
        if (first) {
            updateEarliest();
        }
        return first;
    }

    private void makeRoom() {
        if (holdsTasks) {
            removeStale();
            holdsTasks = heap.size() > 0;
        }
        if (heap.isTight()) {
            heap.grow();
        }
    }

    // firing

    /**
     * Takes at most {@code limit} entries that are due, fires the tasks among them, and hands the sleepers to {@code
     * woken} after the lock was released. A program whose task cannot fire, for want of memory say, ends.
     *
     * @return how many entries were due
     */
    @SuppressWarnings("NullAway") // nothing but a task fails
    int popDue(long now, int limit, Woken woken) {
        WaitQueue sleepers = new WaitQueue();
        TimerTask failed = null;
        Throwable failure = null;
        int due = 0;
        letOthersIn();
        lock();
        try {
            while (heap.size() > 0 && heap.earliest() <= now && due < limit && (due == 0 || wanted.get() == 0)) {
                Object entry = popTop();
                due++;
                if (entry instanceof Goroutine g) {
                    sleepers.add(g); // linked through itself: it waits nowhere else
                } else {
                    failed = (TimerTask) entry;
                    fire(failed, now);
                }
                dropStaleTop();
            }
        } catch (Throwable t) {
            failure = t;
        } finally {
            updateEarliest();
            unlock();
        }
        for (Waiter w = sleepers.take(); w != null; w = sleepers.take()) {
            woken.accept((Goroutine) w);
        }
        if (failure != null) {
            failed.failedToFire(failure);
        }
        return due;
    }

    /** Lets adders have the lock. */
    @SuppressWarnings("ThreadPriorityCheck") // gives the core to those who wait
    private void letOthersIn() {
        for (int i = 0; wanted.get() > 0 && i < YIELDS_TO_OTHERS + PAUSES_FOR_OTHERS; i++) {
            if (i < YIELDS_TO_OTHERS) {
                Thread.yield();
            } else {
                LockSupport.parkNanos(this, PAUSE_NANOS);
            }
        }
    }

    private void fire(TimerTask task, long now) {
        task.armed = false;
        task.generation++;
        long next = task.fire(now);
        if (next != Long.MAX_VALUE) {
            armLocked(task, next);
        }
    }

    private Object popTop() {
        Object entry = heap.entry(0);
        int generation = heap.generation(0);
        if (entry == recent) {
            recent = null;
        }
        heap.pop();
        drop(entry, generation);
        return entry;
    }

    // programs

    /** Null if {@code program} has ended: I5. */
    private @Nullable TimerShare shareOf(Program program) {
        TimerShare found = share;
        if (found == null || found.program != program) {
            found = program.timerShare(this);
            share = found;
        }
        if (program.ended()) {
            share = null;
            return null;
        }
        return found;
    }

    /** Notes that an entry is no longer in the heap, or was in {@link #retain}. */
    private void drop(Object entry, int generation) {
        if (entry instanceof Goroutine g) {
            gone(g.program());
        } else if (((TimerTask) entry).generation == generation) {
            gone(((TimerTask) entry).program());
        } else {
            stale--;
        }
    }

    /** I4. */
    private void gone(Program program) {
        if (program != null) {
            TimerShare cached = share;
            TimerShare of = cached != null && cached.program == program ? cached : program.timerShare(this);
            if (of.live > 0) {
                of.live--;
            } else {
                stale--;
            }
        }
    }

    /** Drops the entries of the program of {@code of}, which has ended; or counts them, if there are many others. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // guarded by the lock
    void dropEnded(TimerShare of) {
        lockSoon();
        try {
            stale += of.live;
            left += of.live;
            of.live = 0;
            share = null;
            recent = null;
            if (left > 0 && (heap.size() <= CLEANED_AT_ONCE || stale > heap.size() / 2)) {
                removeStale();
            } else {
                dropStaleTop();
            }
        } finally {
            unlock();
        }
    }

    /** Whether entries of ended programs may be left. Any thread. */
    boolean holdsEnded() {
        return left > 0;
    }

    /** Drops all entries that are stale, in a time that grows with the heap. */
    void removeEnded() {
        lock();
        try {
            removeStale();
        } finally {
            unlock();
        }
    }

    /** Whether an entry may ready a goroutine of a live program. */
    boolean holdsOffDeadlock() {
        lockSoon();
        try {
            if (recent != null && mayReady(recent)) {
                return true;
            }
            for (int i = 0; i < heap.size(); i++) {
                Object entry = heap.entry(i);
                if (isLive(entry, heap.generation(i)) && mayReady(entry)) {
                    recent = entry;
                    return true;
                }
            }
            return false;
        } finally {
            unlock();
        }
    }

    private static boolean mayReady(Object entry) {
        return entry instanceof Goroutine g
                ? !g.program().ended()
                : entry instanceof TimerTask task && task.armed && !task.isOrphan() && task.holdsOffDeadlock();
    }

    // stale entries

    private static boolean isLive(Object entry, int generation) {
        return entry instanceof Goroutine g
                ? !g.program().ended()
                : ((TimerTask) entry).generation == generation && !((TimerTask) entry).isOrphan();
    }

    private void dropStaleTop() {
        boolean dropped = false;
        while (heap.size() > 0 && !isLive(heap.entry(0), heap.generation(0))) {
            popTop();
            dropped = true;
        }
        if (dropped) {
            updateEarliest();
        }
    }

    /** Drops stale entries, and disarms and drops the tasks that were abandoned. */
    private void removeStale() {
        recent = null;
        heap.retain(this);
        stale = 0;
        left = 0;
        updateEarliest();
    }

    @Override
    public boolean keeps(Object entry, int generation) {
        boolean live = isLive(entry, generation);
        if (live && !(entry instanceof TimerTask task && task.abandoned())) {
            return true;
        }
        drop(entry, generation);
        if (live) {
            ((TimerTask) entry).armed = false;
            ((TimerTask) entry).generation++;
        }
        return false;
    }

    /** How many entries have not fired, been disarmed, or ended with their program. Any thread. */
    int pending() {
        lockSoon();
        try {
            int n = 0;
            for (int i = 0; i < heap.size(); i++) {
                n += isLive(heap.entry(i), heap.generation(i)) ? 1 : 0;
            }
            return n;
        } finally {
            unlock();
        }
    }

    int size() {
        return heap.size();
    }

    private void updateEarliest() {
        long top = heap.earliest();
        if (earliest != top) {
            earliest = top;
        }
    }
}
