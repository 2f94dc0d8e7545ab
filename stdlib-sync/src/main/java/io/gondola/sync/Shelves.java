package io.gondola.sync;

import io.gondola.scheduler.SpinLock;
import java.lang.ref.SoftReference;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link Pool} keeps.
 *
 * @go sync/pool.go, {@code poolLocal}
 */
final class Shelves<T> {
    /*
     * Algorithm. One shelf for each of the threads that are likely to run at once, found by the thread's number; each
     * is a stack, so that the object used last, which is in the cache, is the one used next. A goroutine that finds an
     * empty shelf looks at all others, as Go's Get steals.
     *
     * All shelves hang on one soft reference, which the collector clears when it needs the memory. Who has taken the
     * strong reference to put or take goes on with the old shelves: what is put there is lost, which a pool may do.
     *
     * Invariants
     *   I1  A shelf is guarded by its lock; no user code runs under it, and no two are locked at once.
     *   I2  An object is taken by one taker, for it leaves the stack under the lock.
     *
     * Ordering. The lock orders what was done with an object before put and after take.
     */
    private static final int MAX_SHELVES = 64;

    private final int mask =
            Integer.highestOneBit(Math.min(MAX_SHELVES, 2 * Runtime.getRuntime().availableProcessors()) - 1) * 2 - 1;
    private volatile SoftReference<Shelf<T>[]> kept = new SoftReference<>(null);

    private static final class Shelf<T> extends SpinLock {
        private final ArrayDeque<T> stack = new ArrayDeque<>();

        void put(T value) {
            lock();
            try {
                stack.push(value);
            } finally {
                unlock();
            }
        }

        @Nullable
        T take() {
            lock();
            T value = stack.poll();
            unlock();
            return value;
        }
    }

    private Shelf<T>[] shelves() {
        Shelf<T>[] found = kept.get();
        return found == null ? make() : found;
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // generic array
    private synchronized Shelf<T>[] make() {
        Shelf<T>[] shelves = kept.get();
        if (shelves == null) {
            shelves = new Shelf[mask + 1];
            for (int i = 0; i < shelves.length; i++) {
                shelves[i] = new Shelf<>();
            }
            kept = new SoftReference<>(shelves);
        }
        return shelves;
    }

    @SuppressWarnings("deprecation") // threadId() came later
    private int own() {
        return (int) Thread.currentThread().getId() & mask;
    }

    void put(T value) {
        shelves()[own()].put(value);
    }

    /** Returns null if there is nothing. */
    @Nullable
    T take() {
        Shelf<T>[] shelves = kept.get();
        if (shelves == null) {
            return null;
        }
        int own = own();
        for (int i = 0; i <= mask; i++) {
            T value = shelves[(own + i) & mask].take();
            if (value != null) {
                return value;
            }
        }
        return null;
    }
}
