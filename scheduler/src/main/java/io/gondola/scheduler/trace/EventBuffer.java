package io.gondola.scheduler.trace;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The events of one producer, of which the oldest are dropped when there is no more room. */
final class EventBuffer {
    /*
     * Events are three words in chunks. The producer fills the last chunk, and publishes each event by a release of the
     * chunk's count. When the chunk is full it makes a new one, and lets go of the oldest if there are too many. A
     * chunk is never used again: a thread that took it from the list may read it for ever, so a snapshot needs no pause
     * of the producer.
     *
     * One producer at a time. If one thread follows another one, the second must see what the first has written: the
     * owner of a processor does, and those that share a buffer take turns under a lock.
     */
    static final int WORDS = 3;
    static final int CHUNK_EVENTS = 2_048;
    static final int CHUNK_BYTES = CHUNK_EVENTS * WORDS * Long.BYTES;

    private final int maxChunks;
    private final Survivors survivors;
    private final ArrayDeque<Chunk> chunks = new ArrayDeque<>(); // guarded by this
    private long dropped; // guarded by this
    private long droppedUntil; // guarded by this

    // the producer's
    private Chunk current = new Chunk(0);
    private boolean full;

    /** How many events found no memory. Guarded by this. */
    private long lost;

    EventBuffer(long bytes, Survivors survivors) {
        this.maxChunks = (int) Math.max(2, Math.min(Integer.MAX_VALUE, bytes / CHUNK_BYTES));
        this.survivors = survivors;
    }

    /** Some events one after another. */
    static final class Chunk {
        final long[] words;
        private int count;

        Chunk(int events) {
            words = new long[events * WORDS];
        }

        int count() {
            return (int) COUNT.getAcquire(this);
        }

        /** Of its last event; a full one's is that for ever. */
        long lastTime() {
            return words[(count() - 1) * WORDS] >>> Event.KIND_BITS;
        }
    }

    /** How many events were dropped, up to which time, and those that are left. */
    record Snapshot(long dropped, long droppedUntil, List<Chunk> chunks) {}

    /** The producer only. */
    void add(long w0, long w1, long w2) {
        Chunk c = current;
        int n = c.count;
        if (n * WORDS == c.words.length) {
            c = next();
            if (c == null) {
                return;
            }
            n = 0;
        }
        long[] words = c.words;
        int i = n * WORDS;
        words[i] = w0;
        words[i + 1] = w1;
        words[i + 2] = w2;
        COUNT.setRelease(c, n + 1);
    }

    /** The producer only: whether the oldest events were dropped. */
    boolean isFull() {
        return full;
    }

    /** The producer only: the time of the last event of this chunk if it is of that kind, or else -1. */
    long lastIf(EventKind kind) {
        Chunk c = current;
        if (c.count == 0) {
            return -1;
        }
        long first = c.words[(c.count - 1) * WORDS];
        return Event.isOf(kind, first) ? first >>> Event.KIND_BITS : -1;
    }

    private synchronized @Nullable Chunk next() {
        try {
            Chunk c = new Chunk(CHUNK_EVENTS);
            if (chunks.size() == maxChunks) {
                Chunk oldest = chunks.removeFirst();
                dropped += oldest.count();
                droppedUntil = oldest.lastTime();
                survivors.outlive(oldest);
                full = true;
            }
            chunks.addLast(c);
            current = c;
            return c;
        } catch (OutOfMemoryError e) {
            lost++; // of the program, which is in trouble: the trace asks for no more
            return null;
        }
    }

    /** Lets go of whole chunks of what happened before {@code time}, which nobody asks for any more. Any thread. */
    synchronized void forget(long time) {
        while (chunks.size() > 1 && chunks.getFirst().lastTime() < time) { // all but the last one are full
            survivors.outlive(chunks.removeFirst());
        }
    }

    /** Any thread. */
    synchronized Snapshot snapshot() {
        return new Snapshot(dropped + lost, droppedUntil, new ArrayList<>(chunks));
    }

    private static final VarHandle COUNT;

    static {
        try {
            COUNT = MethodHandles.lookup().findVarHandle(Chunk.class, "count", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
