package io.gondola.scheduler;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One processor's share of the list of a program's goroutines, and of the numbers to give to new ones.
 *
 * @go runtime/proc.go, {@code allgs}, {@code goidgen}
 */
final class Roster {
    /*
     * Only the owner writes: when it spawns, and when its processor is released. Goroutines that have ended stay in the
     * list until it is full; then the owner drops them, and makes the list twice as long as the living need. It does
     * the same when its processor becomes idle after so many goroutines have ended, anywhere, as this list is half
     * long. So an entry costs a constant time in the mean, and the dead of a burst go when the burst is over. A
     * program's rosters become garbage with the program.
     *
     * Only large rosters are swept, and only those are known to their keeper: so a processor that has served a million
     * programs, each with a few goroutines, has nothing to look through. A roster tells its keeper when it becomes
     * large, and is told when it is small again.
     *
     * Readers (dumps, the deadlock report) take no lock: they read the array with acquire and skip what is null or
     * dead. They may miss a goroutine that is added at this moment, and no other.
     */
    private static final int INITIAL_CAPACITY = 16;
    private static final int MIN_SWEPT = 1024;
    private static final int ID_BATCH = 16; // Go: runtime2.go, _GoidCacheBatch

    final Object owner;
    final Program program;
    private Goroutine[] goroutines = new Goroutine[INITIAL_CAPACITY];
    private int size;
    private long nextId;
    private long idLimit;
    private long endedAtLastSweep;

    /** Whether the keeper knows it. */
    private boolean kept;

    /** An owner who sweeps. */
    interface Keeper {
        /**
         * {@code grown} has become large: {@link #sweepIfWorthwhile} is to be called now and then until it answers
         * false.
         */
        void grown(Roster grown);
    }

    Roster(Object owner, Program program) {
        this.owner = owner;
        this.program = program;
    }

    /** Owner only. */
    long nextId(AtomicLong generator, int batch) {
        if (nextId == idLimit) {
            nextId = generator.getAndAdd(batch) + 1;
            idLimit = nextId + batch;
        }
        return nextId++;
    }

    long nextId(AtomicLong generator) {
        return nextId(generator, ID_BATCH);
    }

    /** Owner only. */
    void add(Goroutine g) {
        if (size == goroutines.length) {
            makeRoom();
        }
        ELEMENTS.setRelease(goroutines, size++, g);
    }

    /**
     * Owner only. {@code ended} counts the goroutines that have ended so far, of whatever roster.
     *
     * @return whether it is still large
     */
    boolean sweepIfWorthwhile(long ended) {
        if (size >= MIN_SWEPT && ended - endedAtLastSweep >= size / 2) {
            endedAtLastSweep = ended;
            makeRoom();
        }
        kept = goroutines.length >= MIN_SWEPT;
        return kept;
    }

    private void makeRoom() {
        int live = 0;
        for (int i = 0; i < size; i++) {
            if (goroutines[i].state() != Goroutine.DEAD) {
                live++;
            }
        }
        Goroutine[] left = new Goroutine[Math.max(INITIAL_CAPACITY, 2 * live)];
        int n = 0;
        for (int i = 0; i < size; i++) {
            Goroutine g = goroutines[i];
            if (g.state() != Goroutine.DEAD) {
                left[n++] = g;
            }
        }
        size = n;
        ARRAY.setRelease(this, left);
        if (left.length >= MIN_SWEPT && !kept && owner instanceof Keeper keeper) {
            kept = true;
            keeper.grown(this);
        }
    }

    /** A goroutine that has not ended and meets {@code condition}; null if there is none. Any thread. */
    @Nullable
    Goroutine find(Predicate<Goroutine> condition) {
        Goroutine[] snapshot = (Goroutine[]) ARRAY.getAcquire(this);
        for (int i = 0; i < snapshot.length; i++) {
            Goroutine g = (Goroutine) ELEMENTS.getAcquire(snapshot, i);
            if (g == null) {
                break;
            }
            if (g.state() != Goroutine.DEAD && condition.test(g)) {
                return g;
            }
        }
        return null;
    }

    /** Shows the goroutines that have not ended to {@code visitor}. Any thread. */
    void forEach(Consumer<Goroutine> visitor) {
        Goroutine[] snapshot = (Goroutine[]) ARRAY.getAcquire(this);
        for (int i = 0; i < snapshot.length; i++) {
            Goroutine g = (Goroutine) ELEMENTS.getAcquire(snapshot, i);
            if (g == null) {
                break;
            }
            if (g.state() != Goroutine.DEAD) {
                visitor.accept(g);
            }
        }
    }

    private static final VarHandle ARRAY;
    private static final VarHandle ELEMENTS = MethodHandles.arrayElementVarHandle(Goroutine[].class);

    static {
        try {
            ARRAY = MethodHandles.lookup().findVarHandle(Roster.class, "goroutines", Goroutine[].class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
