package io.gondola.scheduler;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One processor's share of the list of a program's goroutines, and of the numbers to give to new ones.
 *
 * @go runtime/proc.go, {@code allgs}, {@code goidgen}
 */
final class Roster {
    /*
     * Only the owner writes, and only when it spawns. Goroutines that have ended stay in the list until it is full; then
     * the owner drops them, and doubles the list if more than half of it is alive. So an entry costs a constant time in
     * the mean, and ended goroutines never outnumber the living by more than a constant factor. A program's rosters
     * become garbage with the program.
     *
     * Readers (dumps, the deadlock report) take no lock: they read the array with acquire and skip what is null or dead.
     * They may miss a goroutine that is added at this moment, and no other.
     */
    private static final int INITIAL_CAPACITY = 16;
    private static final int ID_BATCH = 16; // Go: runtime2.go, _GoidCacheBatch

    final Object owner;
    private Goroutine[] goroutines = new Goroutine[INITIAL_CAPACITY];
    private int size;
    private long nextId;
    private long idLimit;

    Roster(Object owner) {
        this.owner = owner;
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

    private void makeRoom() {
        int live = 0;
        for (Goroutine g : goroutines) {
            if (g.state() != Goroutine.DEAD) {
                live++;
            }
        }
        Goroutine[] kept = new Goroutine[live > goroutines.length / 2 ? 2 * goroutines.length : goroutines.length];
        int n = 0;
        for (Goroutine g : goroutines) {
            if (g.state() != Goroutine.DEAD && n < kept.length) {
                kept[n++] = g;
            }
        }
        size = n;
        ARRAY.setRelease(this, kept);
    }

    /** Adds the goroutines that have not ended to {@code live}. Any thread. */
    void addTo(List<Goroutine> live) {
        Goroutine[] snapshot = (Goroutine[]) ARRAY.getAcquire(this);
        for (int i = 0; i < snapshot.length; i++) {
            Goroutine g = (Goroutine) ELEMENTS.getAcquire(snapshot, i);
            if (g == null) {
                break;
            }
            if (g.state() != Goroutine.DEAD) {
                live.add(g);
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
