package io.gondola.scheduler;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The goroutines of one run: the main one and all that it started, directly or not. They end together.
 *
 * <p>A runtime may run several programs one after another or side by side; each numbers its goroutines from 1.
 */
public abstract class Program {
    private static final AtomicLong PROGRAMS = new AtomicLong();
    static final int ID_BITS = 40;

    private final Scheduler scheduler;

    /** What to add to a goroutine's number to tell it from those of other programs. */
    final long identities = PROGRAMS.incrementAndGet() << ID_BITS;

    private final AtomicLong lastId = new AtomicLong();
    private final CopyOnWriteArrayList<Roster> rosters = new CopyOnWriteArrayList<>();
    private volatile boolean ended;

    /**
     * Null until it is asked for; one is as good as another. Volatile, as a reference read too early would look
     * cleared.
     */
    private volatile @Nullable WeakReference<Program> reference;

    /** Its neighbours among the programs that run. Guarded by the DeadlockDetector, which alone uses them. */
    @Nullable
    Program next;

    @Nullable
    Program previous;

    boolean registered;

    /**
     * Whether it ever waited for input or output, or locked a goroutine to a thread. Set before that can be seen, never
     * cleared.
     */
    volatile boolean usedIo;

    volatile boolean usedThreadLocks;

    /** Its shares of the heaps in which it ever had an entry. */
    private volatile List<TimerShare> timerShares = List.of();

    protected Program(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    /** Tells that no goroutine of this program can ever run again, although the main one has not returned. */
    protected abstract void onDeadlock();

    /** Tells that the runtime fails or closes while the program runs. */
    protected abstract void onAbort(Throwable cause);

    /**
     * Tells that the runtime can run nothing any more, in Go's words.
     *
     * @param notice the line before the message
     * @param message what follows {@code fatal error: }
     */
    protected void onFatal(String notice, String message) {
        onAbort(new IllegalStateException(notice + ": " + message));
    }

    public final Scheduler scheduler() {
        return scheduler;
    }

    /** A number that no other program of this JVM has; the first one has 1. */
    public final long number() {
        return identities >> ID_BITS;
    }

    /** Whether the program is over: none of its goroutines is run again. */
    public final boolean ended() {
        return ended;
    }

    /** For what may outlive this program, and must not keep it. Cleared means ended. */
    public final WeakReference<Program> reference() {
        WeakReference<Program> r = reference;
        if (r == null) {
            r = new WeakReference<>(this);
            reference = r;
        }
        return r;
    }

    /**
     * Ends the program: those of its goroutines that do not run at this moment never will again. {@link #release} must
     * follow.
     */
    protected final void end() {
        ended = true;
    }

    /** After {@link #end}, and holding no lock: makes the scheduler drop what it holds of this program. */
    protected final void release() {
        try {
            onEnded();
        } finally { // for want of memory it may fail, and what it is to free is what has used that up
            try {
                scheduler.forget(this);
            } finally {
                rosters.clear(); // who keeps the program, for its result, does not keep its goroutines
            }
        }
    }

    /**
     * Lets those go on, in other programs, whom the goroutines of this one kept waiting. Called once, after {@link
     * #end}.
     */
    protected void onEnded() {}

    /**
     * The goroutines that have not ended. A snapshot that takes no lock; it may miss one that is just being started.
     */
    public final List<Goroutine> goroutines() {
        List<Goroutine> live = new ArrayList<>();
        for (Roster r : rosters) {
            r.forEach(live::add);
        }
        live.sort(Comparator.comparingLong(Goroutine::id));
        return live;
    }

    /** How many goroutines have not ended. */
    final long countGoroutines() {
        long[] n = new long[1];
        forEach(g -> n[0]++);
        return n[0];
    }

    /** As {@link #goroutines}, one by one and in no order. */
    protected final void forEach(Consumer<Goroutine> visitor) {
        for (Roster r : rosters) {
            r.forEach(visitor);
        }
    }

    List<TimerShare> timerShares() {
        return timerShares;
    }

    /** Finds or makes the share of {@code heap}, whose lock is held. */
    final TimerShare timerShare(TimerHeap heap) {
        List<TimerShare> shares = timerShares;
        // Allocates nothing: it is asked for each timer of a crowd that used up the memory.
        for (int i = 0; i < shares.size(); i++) {
            TimerShare share = shares.get(i);
            if (share.heap == heap) {
                return share;
            }
        }
        TimerShare made = new TimerShare(heap, this);
        synchronized (this) {
            List<TimerShare> more = new ArrayList<>(timerShares);
            more.add(made);
            timerShares = more;
        }
        return made;
    }

    /** A goroutine that has not ended and meets {@code condition}; null if there is none. */
    final @Nullable Goroutine find(Predicate<Goroutine> condition) {
        for (Roster r : rosters) {
            Goroutine g = r.find(condition);
            if (g != null) {
                return g;
            }
        }
        return null;
    }

    /** Takes the next number, or a batch of them, for new goroutines. */
    final AtomicLong ids() {
        return lastId;
    }

    /** Finds or makes the roster to which only {@code owner} adds. */
    final Roster roster(Object owner) {
        for (Roster r : rosters) {
            if (r.owner == owner) {
                return r;
            }
        }
        Roster r = new Roster(owner, this);
        rosters.add(r);
        return r;
    }
}
