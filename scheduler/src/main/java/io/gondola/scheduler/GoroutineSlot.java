package io.gondola.scheduler;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/** A reference to a goroutine that changes at each switch, in an object of its own. */
final class GoroutineSlot {
    /*
     * Why an object of its own. Where a garbage collector has generations, a store of a young object into an old one
     * must be told to it. G1's code for that has a full fence, which costs as much as an atomic operation. Processors
     * and machines are old soon after a runtime has begun, goroutines are mostly young, and each switch stores two of
     * them: a fourth of the time of a hand-over. A store into a young object has no fence. So what changes at each
     * switch stands in a slot, and the owner takes a fresh one every few thousand switches: slots never get old where
     * it matters.
     *
     * Invariants
     *   I1  A slot is replaced by its owner, while it is empty and nobody but the owner may fill it. So it stays empty.
     *   I2  Who still has the old slot finds nothing there: as if it had asked before the new one was filled. The new
     *       one is published before that is filled; so a thread that must see a goroutine in it, by a fence that comes
     *       after the filling, sees the new slot.
     */

    /** A slot is replaced when this bit mask of a count of switches is zero. */
    static final int RENEWAL = (1 << 12) - 1;

    @SuppressWarnings("unused") // through GOROUTINE
    private @Nullable Goroutine goroutine;

    /** The owner of an empty slot: fills it. */
    void fill(Goroutine g) {
        GOROUTINE.setRelease(this, g);
    }

    /** The owner, where nobody else takes: empties it. */
    void empty() {
        GOROUTINE.setRelease(this, null);
    }

    @Nullable
    Goroutine replace(Goroutine g) {
        return (Goroutine) GOROUTINE.getAndSet(this, g);
    }

    /** Any thread: takes what is there; null if nothing. */
    @Nullable
    Goroutine take() {
        return isEmpty() ? null : (Goroutine) GOROUTINE.getAndSet(this, null);
    }

    boolean isEmpty() {
        return GOROUTINE.getOpaque(this) == null;
    }

    /** What is there, without taking it; null if nothing. Any thread. */
    Goroutine peek() {
        return (Goroutine) GOROUTINE.getAcquire(this);
    }

    private static final VarHandle GOROUTINE;

    static {
        try {
            GOROUTINE = MethodHandles.lookup().findVarHandle(GoroutineSlot.class, "goroutine", Goroutine.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
