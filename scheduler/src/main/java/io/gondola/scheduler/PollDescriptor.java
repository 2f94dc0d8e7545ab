package io.gondola.scheduler;

import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What the poller knows of one channel: its key, and who waits for it. Guarded by {@link Netpoll}'s lock, but for the
 * marks of waits under way.
 *
 * @go runtime/netpoll.go, {@code pollDesc}
 */
final class PollDescriptor {
    final SelectableChannel channel;

    /** Null until the channel is registered. */
    SelectionKey key;

    private IoWait reader;
    private IoWait writer;

    /** Whether a wait was sent here for which nobody was woken, and which has not arrived yet. Any thread. */
    private final AtomicInteger underWay = new AtomicInteger();

    PollDescriptor(SelectableChannel channel) {
        this.channel = channel;
    }

    /**
     * Any thread, after it has sent a wait for {@code operation} here: whether nobody need be woken for it, since it is
     * the only one under way.
     */
    boolean sentQuietly(int operation) {
        int before = underWay.get();
        return (before & operation) == 0 && underWay.compareAndSet(before, before | operation);
    }

    /** A wait for {@code operation} has arrived. */
    void arrived(int operation) {
        int before = underWay.get();
        while ((before & operation) != 0 && !underWay.compareAndSet(before, before & ~operation)) {
            before = underWay.get();
        }
    }

    /** Returns false if another goroutine waits on that side. */
    boolean add(IoWait wait) {
        IoWait other = wait.reads() ? reader : writer;
        if (other != null && !other.decided() && !other.goroutine().program().ended()) {
            return false;
        }
        set(wait.reads(), wait);
        return true;
    }

    void remove(IoWait wait) {
        if (reader == wait) {
            reader = null;
        } else if (writer == wait) {
            writer = null;
        }
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

    private static int interest(IoWait wait) {
        return wait == null || wait.decided() ? 0 : wait.operation;
    }

    /**
     * Ends the waits for {@code operations}. Returns those in which there is no interest any more: what was found ready
     * though nobody waited for it, and all but reading, since a channel that can be written mostly still can.
     */
    int ready(int operations) {
        int surplus = operations & ~IoWait.READING;
        if (reader != null && !reader.decided()) {
            if ((reader.operation & operations) != 0) {
                reader.decide(IoOutcome.READY);
                reader = null;
            }
        } else {
            surplus = operations;
        }
        if (writer != null && (writer.operation & operations) != 0) {
            writer.decide(IoOutcome.READY);
            writer = null;
        }
        return surplus;
    }

    void closed() {
        if (reader != null) {
            reader.decide(IoOutcome.CLOSED);
            reader = null;
        }
        if (writer != null) {
            writer.decide(IoOutcome.CLOSED);
            writer = null;
        }
    }

    void fail(Exception e) {
        if (reader != null) {
            reader.fail(e);
            reader = null;
        }
        if (writer != null) {
            writer.fail(e);
            writer = null;
        }
    }

    /** Drops the waits of ended programs, whose goroutines never run again. Returns whether there were any. */
    boolean dropEnded() {
        boolean dropped = false;
        if (reader != null && reader.goroutine().program().ended()) {
            reader = null;
            dropped = true;
        }
        if (writer != null && writer.goroutine().program().ended()) {
            writer = null;
            dropped = true;
        }
        return dropped;
    }
}
