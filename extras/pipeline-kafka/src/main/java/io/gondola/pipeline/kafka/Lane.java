package io.gondola.pipeline.kafka;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The records of one partition from when it was assigned until it is taken away: which of them are unfinished, and so
 * which offset may be committed.
 */
final class Lane {
    /*
     * Invariants
     *   I1  `unfinished` has the tickets from the first unfinished one on, in the order of their offsets. Only the
     *       owner reads and writes it, and all other fields but `waiting`, `revoked`, `beginning`, `covered` and the
     *       tickets themselves.
     *   I2  `next` is the offset behind the last ticket that has left `unfinished`; all before it are finished. So to
     *       commit `next` commits nothing that is unfinished. It only grows.
     *   I3  `waiting` counts the tickets that are RECEIVED: begun or dropped by one compare-and-set, each leaves once.
     *
     * Ordering. Who finishes a record releases its ticket, and the owner acquires it before it commits: what was done
     * for the record happens before its offset is committed.
     */
    private static final long NONE = -1;

    final TopicPartition partition;
    private final Group group;
    private final int low;
    private final Deque<Ticket> unfinished = new ArrayDeque<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private volatile boolean revoked;

    /**
     * The ticket from which the transactions below follow the others, until they ask for it: the first one, or the last
     * of those that were finished elsewhere before. So what is finished is not kept.
     */
    private final AtomicReference<Ticket> beginning = new AtomicReference<>();

    /** Up to which offset the transactions have committed; they write. */
    private volatile long covered = NONE;

    /** The first unfinished one when it was looked at last, and since when; null if nobody worked on it. */
    private @Nullable Ticket head;

    private long headNanos;

    private @Nullable Ticket last;
    private long next = NONE;
    private long committed = NONE;
    private boolean full;

    /** {@code group} is told when no more than {@code low} records wait that nobody has begun with. */
    Lane(TopicPartition partition, int low, Group group) {
        this.partition = partition;
        this.low = low;
        this.group = group;
    }

    Group group() {
        return group;
    }

    /** A record has come. */
    Ticket take(long offset) {
        Ticket t = new Ticket(this, offset);
        if (group.isTransactional()) {
            if (last == null) {
                beginning.set(t);
            } else {
                last.next(t);
            }
            last = t;
        }
        unfinished.add(t);
        waiting.incrementAndGet();
        return t;
    }

    /** The ticket from which all others follow, or null if it was taken before. Any thread. */
    @Nullable
    Ticket takeBeginning() {
        return beginning.getAndSet(null);
    }

    /** A transaction has committed up to this offset. Any thread. */
    void covered(long offset) {
        covered = offset;
    }

    /** One ticket fewer is RECEIVED. Any thread. */
    void left() {
        if (waiting.decrementAndGet() == low) {
            group.lowered();
        }
    }

    /** Forgets those that are finished, up to the first that is not. Returns whether there is something to commit. */
    boolean advance() {
        Ticket finished = null;
        Ticket t = unfinished.peek();
        while (t != null && t.isFinished()) {
            finished = t;
            unfinished.remove();
            t = unfinished.peek();
        }
        if (finished != null) {
            next = finished.offset + 1;
            Ticket first = beginning.get();
            if (first != null) { // no transaction has asked: what is finished was done elsewhere
                boolean unused = beginning.compareAndSet(first, finished);
            }
        }
        return next > Math.max(committed, covered);
    }

    /** Whether any record was finished. */
    boolean isUsed() {
        return next != NONE || unfinished.stream().anyMatch(Ticket::isFinished);
    }

    /** The offset to commit, after {@link #advance} has said that there is one. */
    long next() {
        return next;
    }

    void committed(long offset) {
        committed = Math.max(committed, offset);
    }

    /** Looks since when the first unfinished ticket is being worked on; returns false if it is not. */
    boolean isHeldUp(long nowNanos) {
        Ticket t = first();
        if (t == null || !t.isBegun()) {
            head = null;
            return false;
        }
        if (t != head) {
            head = t;
            headNanos = nowNanos;
        }
        return true;
    }

    /** How long ago it was first seen that the first unfinished ticket is being worked on, after {@link #isHeldUp}. */
    long heldUpNanos(long nowNanos) {
        return nowNanos - headNanos;
    }

    /** The first unfinished ticket; null if there is none. */
    Ticket first() {
        return unfinished.peek();
    }

    /** How many records have come from the first one on that was unfinished when the lane {@linkplain #advance}d. */
    int gap() {
        return unfinished.size();
    }

    /** How many records nobody has begun with. */
    int waiting() {
        return waiting.get();
    }

    /**
     * Whether to fetch no more: from when {@code high} records wait, or {@code maxGap} have come since the first
     * unfinished one, until it is half as many at most.
     */
    boolean isFull(int high, int maxGap) {
        boolean unused = advance(); // what is finished is no gap, whenever it is committed
        if (full) {
            full = waiting() > low || gap() > maxGap / 2;
        } else {
            full = waiting() >= high || gap() >= maxGap;
        }
        return full;
    }

    /** Whether it is full because of its gap: then nobody tells when there is room. */
    boolean isTooWide() {
        return full && waiting() <= low;
    }

    /** Nobody begins with anything any more. */
    void dropWaiting() {
        unfinished.forEach(Ticket::drop);
    }

    /** The partition is somebody else's: what is still being worked on is not committed here. */
    void revoke() {
        dropWaiting();
        revoked = true;
    }

    boolean isRevoked() {
        return revoked;
    }

    /** The first ticket that is begun and not finished; null if there is none. */
    @Nullable
    Ticket firstBegun() {
        for (Ticket t : unfinished) {
            if (t.isBegun()) {
                return t;
            }
        }
        return null;
    }

    @Override
    public String toString() {
        return partition + " next=" + next + " gap=" + gap() + " waiting=" + waiting();
    }
}
