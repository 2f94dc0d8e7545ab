package io.gondola.scheduler;

import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What the poller knows of one channel: its key, and who waits for it. Guarded by {@link Netpoll}'s lock, but for the
 * marks of waits under way.
 *
 * @go runtime/netpoll.go, {@code pollDesc}
 */
final class PollDescriptor {
    final SelectableChannel channel;

    /** Null until the channel is registered. */
    @Nullable
    SelectionKey key;

    private @Nullable IoWait reader;
    private @Nullable IoWait writer;

    /** How often the channel was found ready to be read in a row though nobody waited. */
    private int idleFinds;

    /**
     * The operations for which a wait is here, or was sent here and has not arrived yet, and nobody was woken for it.
     * A bit that was set too late costs one wake-up. Any thread sets bits.
     */
    private final AtomicInteger taken = new AtomicInteger();

    PollDescriptor(SelectableChannel channel) {
        this.channel = channel;
    }

    /**
     * Any thread, after it has sent a wait for {@code operation} here: whether nobody need be woken for it, since there
     * is no other one.
     */
    boolean sentQuietly(int operation) {
        int before = taken.get();
        return (before & operation) == 0 && taken.compareAndSet(before, before | operation);
    }

    private void take(int operation) {
        if ((taken.get() & operation) == 0) {
            taken.getAndUpdate(t -> t | operation);
        }
    }

    private void free(int operation) {
        if ((taken.get() & operation) != 0) {
            taken.getAndUpdate(t -> t & ~operation);
        }
    }

    /** Returns false if another goroutine waits on that side. */
    boolean add(IoWait wait) {
        if (isHeld(wait)) {
            return false;
        }
        take(wait.operation);
        set(wait.reads(), wait);
        idleFinds = 0;
        return true;
    }

    private boolean isHeld(IoWait byOtherThan) {
        IoWait other = byOtherThan.reads() ? reader : writer;
        return other != null && !other.decided() && !other.goroutine().program().ended();
    }

    /** A wait has arrived that has ended on its way. */
    void arrivedLate(IoWait wait) {
        if (!isHeld(wait)) {
            free(wait.operation);
        }
    }

    void remove(IoWait wait) {
        if (reader == wait) {
            takeReader();
        } else if (writer == wait) {
            takeWriter();
        }
    }

    /** The reader, which leaves: before it is woken, for it may wait again at once. */
    @SuppressWarnings("NullAway") // its callers have looked
    private IoWait takeReader() {
        IoWait r = reader;
        reader = null;
        free(r.operation);
        return r;
    }

    @SuppressWarnings("NullAway") // its callers have looked
    private IoWait takeWriter() {
        IoWait w = writer;
        writer = null;
        free(w.operation);
        return w;
    }

    private void set(boolean reads, IoWait wait) {
        if (reads) {
            reader = wait;
        } else {
            writer = wait;
        }
    }

    /** The operations that somebody waits for. */
    int interest() {
        return interest(reader) | interest(writer);
    }

    private static int interest(@Nullable IoWait wait) {
        return wait == null || wait.decided() ? 0 : wait.operation;
    }

    /**
     * Ends the waits for {@code operations}. Returns those in which there is no interest any more: reading, if that was
     * found {@code patience} times in a row though nobody waited for it, and all others, since a channel that can be
     * written mostly still can.
     */
    int ready(int operations, int patience) {
        int surplus = operations & ~IoWait.READING;
        if (reader != null && !reader.decided()) {
            if ((reader.operation & operations) != 0) {
                takeReader().decide(IoOutcome.READY);
            }
        } else if ((operations & IoWait.READING) != 0 && ++idleFinds >= patience) {
            surplus = operations;
        }
        if (writer != null && (writer.operation & operations) != 0) {
            takeWriter().decide(IoOutcome.READY);
        }
        return surplus;
    }

    void closed() {
        if (reader != null) {
            takeReader().decide(IoOutcome.CLOSED);
        }
        if (writer != null) {
            takeWriter().decide(IoOutcome.CLOSED);
        }
    }

    void fail(Exception e) {
        if (reader != null) {
            takeReader().fail(e);
        }
        if (writer != null) {
            takeWriter().fail(e);
        }
    }

    /** Drops the waits of ended programs, whose goroutines never run again. Returns whether there were any. */
    boolean dropEnded() {
        boolean dropped = false;
        if (reader != null && reader.goroutine().program().ended()) {
            takeReader();
            dropped = true;
        }
        if (writer != null && writer.goroutine().program().ended()) {
            takeWriter();
            dropped = true;
        }
        return dropped;
    }
}
