package io.gondola.scheduler;

import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** The open sockets of a scheduler, and how often goroutines waited for them. Any thread. */
public final class Sockets {
    /*
     * A socket that a program leaves open closes with the scheduler. None is missed: who opens one adds it, then looks
     * at `closed`; close sets `closed`, then looks at the set. The set is concurrent and the flag volatile, so one of
     * them sees the other.
     */
    private final Set<SelectableChannel> open = ConcurrentHashMap.newKeySet();
    private final AtomicLong listeners = new AtomicLong();
    private final AtomicLong connections = new AtomicLong();
    private final LongAdder readWaits = new LongAdder(); // all processors count there, all the time
    private final LongAdder writeWaits = new LongAdder();
    private volatile boolean closed;

    Sockets() {}

    /**
     * Notes that {@code channel} was opened.
     *
     * @throws IOException {@code runtime is closed}; the channel is closed then
     */
    public void opened(SelectableChannel channel) throws IOException {
        open.add(channel);
        count(channel, 1);
        if (closed) {
            closed(channel);
            channel.close();
            throw new IOException("runtime is closed");
        }
    }

    /** Notes that {@code channel} was closed, or is about to be. */
    public void closed(SelectableChannel channel) {
        if (open.remove(channel)) {
            count(channel, -1);
        }
    }

    private void count(SelectableChannel channel, int change) {
        if (channel instanceof SocketChannel) {
            connections.addAndGet(change);
        } else if (channel instanceof ServerSocketChannel) {
            listeners.addAndGet(change);
        }
    }

    /** Notes that a goroutine is about to wait, to read or accept, or else to write or connect. */
    public void waits(boolean reads) {
        (reads ? readWaits : writeWaits).increment();
    }

    public long listeners() {
        return listeners.get();
    }

    public long connections() {
        return connections.get();
    }

    public long readWaits() {
        return readWaits.sum();
    }

    public long writeWaits() {
        return writeWaits.sum();
    }

    void close() {
        closed = true;
        for (SelectableChannel channel : open) {
            closed(channel);
            try {
                channel.close();
            } catch (IOException e) {
                Log.LOG.warn("Socket cannot be closed: channel={}", channel, e);
            }
        }
    }
}
