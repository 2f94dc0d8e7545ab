package io.gondola.pipeline.kafka;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A record's place in its partition, and how far the work on it is. Any thread may ask and tell; its {@link Lane} is
 * the owner's.
 */
@SuppressWarnings("serial") // never written: an object less for each record
final class Ticket extends AtomicInteger {
    /*
     * States: the value of this object.
     *
     *   RECEIVED --begin--> BEGUN --finish--> FINISHED
     *       \---drop---> DROPPED
     *
     * One compare-and-set decides between the goroutine that wants to begin and the owner who drops what nobody has
     * begun: a record whose partition was taken away before is never begun.
     */
    private static final int RECEIVED = 0;
    private static final int BEGUN = 1;
    private static final int FINISHED = 2;
    private static final int DROPPED = 3;

    final Lane lane;
    final long offset;

    /** The next one of its lane, once that has come; only transactions ask. */
    private volatile @Nullable Ticket next;

    Ticket(Lane lane, long offset) {
        this.lane = lane;
        this.offset = offset;
    }

    /** The owner calls. */
    void next(Ticket t) {
        next = t;
    }

    @Nullable
    Ticket next() {
        return next;
    }

    /** Returns false if it was dropped. */
    boolean begin() {
        if (!compareAndSet(RECEIVED, BEGUN)) {
            return false;
        }
        lane.left();
        return true;
    }

    void finish() {
        setRelease(FINISHED);
    }

    /** Nobody is to begin with it any more; returns false if somebody has. */
    boolean drop() {
        if (!compareAndSet(RECEIVED, DROPPED)) {
            return false;
        }
        lane.left();
        return true;
    }

    boolean isFinished() {
        return getAcquire() == FINISHED;
    }

    boolean isBegun() {
        return getAcquire() == BEGUN;
    }

    @Override
    public String toString() {
        return lane.partition + "@" + offset;
    }
}
