package io.gondola.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * Sends requests to an echo at a fixed rate, whether the answers come or not, on all connections in turn, and takes the
 * time from when each was due. A server that stops for a moment delays all requests that were due meanwhile, and each
 * of them counts; a client that waits for its answer before it asks again would count one.
 *
 * <p>One thread, which never sleeps: it takes a processor for itself.
 */
final class FixedRate implements AutoCloseable {
    private static final int DIGITS = 3;
    private static final long NANOS = 1_000_000_000L;
    private static final Duration LAST_ANSWERS = Duration.ofSeconds(10);

    private final Selector selector;
    private final List<Connection> connections = new ArrayList<>();

    /** When a request was due that is not answered yet, by connection. */
    private static final class Connection {
        final SocketChannel channel;
        final ArrayDeque<Long> due = new ArrayDeque<>();
        int bytes; // of the first answer

        Connection(SocketChannel channel) {
            this.channel = channel;
        }
    }

    FixedRate(int port, int count) throws IOException {
        selector = Selector.open();
        for (int i = 0; i < count; i++) {
            SocketChannel c = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            c.setOption(StandardSocketOptions.TCP_NODELAY, true);
            c.configureBlocking(false);
            Connection connection = new Connection(c);
            connections.add(connection);
            c.register(selector, SelectionKey.OP_READ, connection);
        }
    }

    /** Asks {@code rate} times a second; yields how long the answers took, in nanoseconds. */
    Histogram measure(int rate, Duration time) throws IOException {
        Histogram nanos = new Histogram(DIGITS);
        ByteBuffer request = ByteBuffer.allocateDirect(NetworkPrograms.BYTES);
        ByteBuffer answers = ByteBuffer.allocateDirect(NetworkPrograms.BLOCK);
        long total = rate * time.toSeconds();
        long begin = System.nanoTime();
        long sent = 0;
        while (nanos.getTotalCount() < total) {
            long now = System.nanoTime() - begin;
            while (sent < total && sent * NANOS / rate <= now) {
                Connection c = connections.get((int) (sent % connections.size()));
                c.due.add(sent * NANOS / rate);
                write(c.channel, request.clear());
                sent++;
            }
            if (now > time.plus(LAST_ANSWERS).toNanos()) {
                throw new IOException("only " + nanos.getTotalCount() + " of " + total + " requests were answered");
            }
            if (selector.selectNow() > 0) {
                for (SelectionKey key : selector.selectedKeys()) {
                    receive((Connection) key.attachment(), answers, nanos, begin);
                }
                selector.selectedKeys().clear();
            }
        }
        return nanos;
    }

    private static void write(SocketChannel c, ByteBuffer request) throws IOException {
        while (request.hasRemaining()) {
            c.write(request);
        }
    }

    private static void receive(Connection c, ByteBuffer into, Histogram nanos, long begin) throws IOException {
        int n = c.channel.read(into.clear());
        if (n < 0) {
            throw new IOException("the server has closed a connection");
        }
        long now = System.nanoTime() - begin;
        c.bytes += n;
        for (; c.bytes >= NetworkPrograms.BYTES; c.bytes -= NetworkPrograms.BYTES) {
            if (c.due.isEmpty()) {
                throw new IOException("the server has sent more than it was asked for");
            }
            nanos.recordValue(now - c.due.remove());
        }
    }

    @Override
    public void close() throws IOException {
        for (Connection c : connections) {
            c.channel.close();
        }
        selector.close();
    }
}
