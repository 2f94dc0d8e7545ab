package io.gondola.pipeline.kafka;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.TopicPartition;

/**
 * The records of one partition from when it was assigned until it is taken away: which of them are unfinished, and so
 * which offset may be committed.
 */
final class Lane {
    /*
     * Invariants
     *   I1  `unfinished` has the tickets from the first unfinished one on, in the order of their offsets. Only the
     *       owner reads and writes it, and all other fields but `waiting`, `revoked`, `beginning` and the tickets
     *       themselves.
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

    /** The first ticket of all, until the transactions below have asked for it. */
    private volatile Ticket beginning;

    private Ticket last;
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
    Ticket take(long offset, long nowNanos) {
        Ticket t = new Ticket(this, offset, nowNanos);
        if (group.isTransactional()) {
            if (last == null) {
                beginning = t;
            } else {
                last.next(t);
            }
            last = t;
        }
        unfinished.add(t);
        waiting.incrementAndGet();
        return t;
    }

    /** The first ticket of all, once: that it is not kept. */
    Ticket takeBeginning() {
        Ticket t = beginning;
        beginning = null;
        return t;
    }

    /** One ticket fewer is RECEIVED. Any thread. */
    void left() {
        if (waiting.decrementAndGet() == low) {
            group.lowered();
        }
    }

    /** Forgets those that are finished, up to the first that is not. Returns whether there is something to commit. */
    boolean advance() {
        Ticket t = unfinished.peek();
        while (t != null && t.isFinished()) {
            next = t.offset + 1;
            unfinished.remove();
            t = unfinished.peek();
        }
        return next > committed;
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
