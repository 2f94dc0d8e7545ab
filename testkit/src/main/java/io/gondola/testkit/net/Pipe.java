package io.gondola.testkit.net;

import io.gondola.testkit.run.Event;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** One direction of a virtual connection: the bytes that are on their way or wait to be read. */
final class Pipe {
    static final long NEVER = Long.MAX_VALUE;
    private static final int WINDOW = 64 << 10;

    /** The host that reads. */
    private final String to;

    final Deque<Segment> segments = new ArrayDeque<>();
    final Waiters readers = new Waiters();
    final Waiters writers = new Waiters();

    /** How many bytes may be on their way and unread. */
    int window = WINDOW;

    int buffered;

    /** When the end of the stream arrives. */
    long endsAt = NEVER;

    boolean ended;

    /** When the reader may learn that the connection was cut: what arrives before is read before. */
    long resetAt = NEVER;

    /** When the last segment, or the end, arrives: none overtakes another one. */
    long lastArrival;

    Pipe(Host to) {
        this.to = to.toString();
    }

    /** Bytes that were written at once, from {@code from} on not read yet. */
    static final class Segment {
        final byte[] bytes;
        int from;
        long at;

        /** The step that has written them, for reports; null if there is none. */
        private final @Nullable Event sent;

        Segment(byte[] bytes, long at, @Nullable Event sent) {
            this.bytes = bytes;
            this.at = at;
            this.sent = sent;
        }

        int left() {
            return bytes.length - from;
        }
    }

    /** Sends {@code bytes} in the step {@code sent}, which is null outside of explorations. */
    void put(byte[] bytes, long at, @Nullable Event sent) {
        long arrival = Math.max(at, lastArrival);
        lastArrival = arrival;
        segments.add(new Segment(bytes, arrival, sent));
        if (arrival == NEVER) {
            loses(sent);
        }
        buffered += bytes.length;
    }

    void end(long at) {
        ended = true;
        lastArrival = Math.max(at, lastArrival); // no reset overtakes it
        endsAt = lastArrival;
    }

    /** When there is something to read next; {@link #NEVER} if nothing is on its way. */
    long nextArrival() {
        Segment first = segments.peek();
        return first != null ? first.at : Math.min(endsAt, resetAt);
    }

    /** Whether there are bytes to be read. */
    boolean hasArrived(long now) {
        return !segments.isEmpty() && segments.element().at <= now;
    }

    boolean isReset(long now) {
        return resetAt <= now;
    }

    /** Resets it behind all that was written, at {@code at} or later. */
    void resetBehindAll(long at) {
        resetAt = Math.min(resetAt, Math.max(at, lastArrival));
    }

    /** What was held up by a partition arrives at {@code now}. */
    void release(long now) {
        for (Segment s : segments) {
            if (s.at == NEVER) {
                s.at = now;
                if (s.sent != null) {
                    s.sent.arrived();
                }
            }
        }
        if (ended && endsAt == NEVER) {
            endsAt = now;
        }
        if (lastArrival == NEVER) {
            lastArrival = now;
        }
    }

    /** What was sent in the step {@code sent} does not arrive. */
    void loses(@Nullable Event sent) {
        if (sent != null) {
            sent.lost(to);
        }
    }

    /** As {@link #put}, of {@code n} bytes that nobody reads. */
    void lose(int n, @Nullable Event sent) {
        loses(sent);
        buffered += n;
    }

    /** Nobody reads what is on its way. */
    void loseAll() {
        for (Segment s : segments) {
            if (s.from == 0) {
                loses(s.sent);
            }
        }
    }

    void drop() {
        loseAll();
        segments.clear();
        buffered = 0;
    }

    void wakeAll() {
        readers.wakeAll();
        writers.wakeAll();
    }
}
