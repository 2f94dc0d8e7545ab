package io.gondola.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/** A server and its clients by blocking channels, a virtual thread for each end of a connection. */
final class BlockingEcho {
    private BlockingEcho() {}

    /** {@code n} requests by all connections together; yields how many were answered. */
    static long run(int n) throws IOException, InterruptedException {
        AtomicLong answered = new AtomicLong();
        CountDownLatch ends = new CountDownLatch(2 * NetworkPrograms.CONNECTIONS);
        try (ServerSocketChannel listener = ServerSocketChannel.open()) {
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), NetworkPrograms.CONNECTIONS);
            SocketAddress address = listener.getLocalAddress();
            for (int i = 0; i < NetworkPrograms.CONNECTIONS; i++) {
                launch(ends, () -> ask(address, n / NetworkPrograms.CONNECTIONS, answered));
                SocketChannel accepted = listener.accept();
                launch(ends, () -> answer(accepted));
            }
            ends.await();
        }
        return answered.get();
    }

    private interface End {
        void run() throws IOException;
    }

    private static void launch(CountDownLatch ends, End end) {
        var unused = VirtualThreads.start(() -> {
            try {
                end.run();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } finally {
                ends.countDown();
            }
        });
    }

    private static void answer(SocketChannel c) throws IOException {
        try (c) {
            c.setOption(StandardSocketOptions.TCP_NODELAY, true);
            ByteBuffer buffer = ByteBuffer.allocateDirect(NetworkPrograms.BYTES);
            while (c.read(buffer.clear()) >= 0) {
                write(c, buffer.flip());
            }
        }
    }

    /** A peer that breaks off ends it. */
    static void answerQuietly(SocketChannel c) {
        try {
            answer(c);
        } catch (IOException e) {
            // it has gone
        }
    }

    private static void ask(SocketAddress address, int times, AtomicLong answered) throws IOException {
        try (SocketChannel c = SocketChannel.open(address)) {
            c.setOption(StandardSocketOptions.TCP_NODELAY, true);
            ByteBuffer request = ByteBuffer.allocateDirect(NetworkPrograms.BYTES);
            ByteBuffer answer = ByteBuffer.allocateDirect(NetworkPrograms.BYTES);
            for (int i = 0; i < times; i++) {
                write(c, request.clear());
                answer.clear();
                while (answer.hasRemaining() && c.read(answer) >= 0) {
                    // until all has come
                }
            }
            answered.addAndGet(times);
        }
    }

    private static void write(SocketChannel c, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            c.write(bytes);
        }
    }
}
