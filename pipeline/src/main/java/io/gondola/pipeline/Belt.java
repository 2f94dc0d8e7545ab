package io.gondola.pipeline;

import io.gondola.dsl.Unit;
import io.gondola.dsl.channel.ChannelCore;
import io.gondola.dsl.engine.Fiber;
import org.jspecify.annotations.Nullable;

/** Carries the elements of a buffer from the one goroutine above to the one below. */
final class Belt {
    /*
     * Algorithm. A ring for one that puts and one that takes. Each side counts what it has moved, and remembers how far
     * the other side was when it looked last: as long as it knows of room, or of elements, it reads nothing that the
     * other side writes. So what is there moves without a lock, a run of elements in one turn, and no element waits for
     * others.
     *
     * A long belt is no ring but a list of pieces, so that it takes no more memory than its elements need. The last
     * slot of a piece is the link to the next one; the only piece of a ring links to itself.
     *
     * Waiting: see Side.Step.
     *
     * Invariants
     *   I1  0 <= putting.count - taking.count <= capacity. Each count, and the place beside it, is written by its own
     *       goroutine only; an element, and the link to its piece, are written before the count that tells of it.
     *   I2  `closed` is final. What was put before is still taken; nothing is put later, or nobody takes it.
     */
    private static final int PIECE = 1 << 10;

    private final String name;
    private final int capacity;

    /** How many elements a piece has room for. */
    private final int length;

    private final Side putting = new Side();
    private final Side taking = new Side();
    private volatile boolean closed;

    Belt(String name, int capacity) {
        this.name = name;
        this.capacity = capacity;
        this.length = Math.min(capacity, PIECE);
    }

    /** The first piece, for both sides. */
    private Object[] first() {
        Object[] piece = new Object[length + 1];
        if (length == capacity) {
            piece[length] = piece;
        }
        return piece;
    }

    /** Makes the two ends. Once. */
    Ends ends() {
        Object[] piece = first();
        return new Ends(new Putting(piece), new Taking(piece));
    }

    record Ends(Putting put, Taking take) {}

    /** No more elements come, or none is wanted. Any thread. */
    void close() {
        closed = true;
        taking.wake();
        putting.wake();
    }

    /** Puts an element, once there is room; yields {@link ChannelCore#CLOSED} if none is wanted. For one goroutine. */
    final class Putting extends Side.Step {
        private Object[] piece;
        private int next;
        private @Nullable Object element;

        private Putting(Object[] piece) {
            super(Belt.this, putting);
            this.piece = piece;
        }

        Putting of(Object x) {
            element = x;
            return this;
        }

        @Override
        boolean isReady(Object own) {
            return closed || putting.count - taking.count < capacity;
        }

        @Override
        public Object exec(Fiber f) {
            if (!f.step()) {
                return f.yieldThen(this);
            }
            if (closed) {
                element = null;
                return ChannelCore.CLOSED;
            }
            Side side = putting;
            if (side.count - side.known == capacity) {
                side.known = taking.count;
                if (side.count - side.known == capacity) {
                    return f.park(this);
                }
            }
            if (next == length) {
                goOn();
            }
            piece[next++] = element;
            element = null;
            side.moved();
            taking.wake();
            return Unit.UNIT;
        }

        private void goOn() {
            if (piece[length] == null) {
                piece[length] = new Object[length + 1];
            }
            piece = (Object[]) piece[length];
            next = 0;
        }

        @Override
        public String waitReason() {
            return "chan send";
        }
    }

    /** Takes an element, once there is one; yields {@link ChannelCore#CLOSED} if none will come. For one goroutine. */
    final class Taking extends Side.Step {
        private Object[] piece;
        private int next;

        private Taking(Object[] piece) {
            super(Belt.this, taking);
            this.piece = piece;
        }

        @Override
        boolean isReady(Object own) {
            return closed || putting.count > taking.count;
        }

        @Override
        public Object exec(Fiber f) {
            if (!f.step()) {
                return f.yieldThen(this);
            }
            Side side = taking;
            if (side.count == side.known) {
                boolean last = closed; // then what is seen next is all that there is
                side.known = putting.count;
                if (side.count == side.known) {
                    return last ? ChannelCore.CLOSED : f.park(this);
                }
            }
            if (next == length) {
                piece = (Object[]) piece[length];
                next = 0;
            }
            Object x = piece[next];
            piece[next++] = null;
            side.moved();
            putting.wake();
            return x;
        }

        @Override
        public String waitReason() {
            return "chan receive";
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
