package io.gondola.benchmarks;

import static io.gondola.benchmarks.NetworkPrograms.BLOCK;
import static io.gondola.benchmarks.NetworkPrograms.CLIENTS;

import io.vavr.CheckedRunnable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/** Connections that come, wait or carry much, by blocking channels, with a virtual thread for each end of one. */
final class BlockingSockets {
    private BlockingSockets() {}

    private static ServerSocketChannel listen() throws IOException {
        return ServerSocketChannel.open()
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), NetworkPrograms.BACKLOG);
    }

    private static Thread start(CheckedRunnable body) {
        return VirtualThreads.start(body.unchecked());
    }

    /** {@code n} connections by all clients together, each of which the server closes; yields how many it was. */
    static long accept(int n) throws IOException, InterruptedException {
        AtomicLong closed = new AtomicLong();
        CountDownLatch clients = new CountDownLatch(CLIENTS);
        try (ServerSocketChannel listener = listen()) {
            SocketAddress address = listener.getLocalAddress();
            Thread server = start(() -> {
                for (int i = 0; i < n; i++) {
                    SocketChannel c = listener.accept();
                    var unused = start(c::close);
                }
            });
            for (int i = 0; i < CLIENTS; i++) {
                var unused = start(() -> {
                    ByteBuffer none = ByteBuffer.allocateDirect(1);
                    for (int k = 0; k < n / CLIENTS; k++) {
                        try (SocketChannel c = SocketChannel.open(address)) {
                            if (c.read(none) < 0) {
                                closed.incrementAndGet();
                            }
                        }
                    }
                    clients.countDown();
                });
            }
            clients.await();
            server.join();
        }
        return closed.get();
    }

    /** {@code n} connections that are all open before a byte goes there and back on each; yields how many did. */
    static long idle(int n) throws IOException, InterruptedException {
        AtomicLong answered = new AtomicLong();
        CountDownLatch open = new CountDownLatch(n);
        CountDownLatch clients = new CountDownLatch(n);
        try (ServerSocketChannel listener = listen()) {
            SocketAddress address = listener.getLocalAddress();
            Thread server = start(() -> {
                for (int i = 0; i < n; i++) {
                    SocketChannel c = listener.accept();
                    var unused = start(() -> answerOnce(c));
                }
            });
            for (int i = 0; i < n; i++) {
                SocketChannel c = SocketChannel.open(address);
                var unused = start(() -> {
                    try (c) {
                        open.countDown();
                        open.await();
                        ByteBuffer b = ByteBuffer.allocateDirect(1);
                        c.write(b);
                        answered.addAndGet(c.read(b.clear()));
                    } finally {
                        clients.countDown();
                    }
                });
            }
            clients.await();
            server.join();
        }
        return answered.get();
    }

    private static void answerOnce(SocketChannel c) throws IOException {
        try (c) {
            ByteBuffer b = ByteBuffer.allocateDirect(1);
            if (c.read(b) == 1) {
                c.write(b.flip());
            }
        }
    }

    /** Yields how many of {@code n} bytes have arrived. */
    static long transfer(int n) throws IOException, InterruptedException {
        AtomicLong arrived = new AtomicLong();
        try (ServerSocketChannel listener = listen();
                SocketChannel sender = SocketChannel.open(listener.getLocalAddress())) {
            sender.setOption(StandardSocketOptions.TCP_NODELAY, true);
            Thread reader = start(() -> {
                try (SocketChannel c = listener.accept()) {
                    ByteBuffer into = ByteBuffer.allocateDirect(BLOCK);
                    for (int k = c.read(into); k >= 0; k = c.read(into.clear())) {
                        arrived.addAndGet(k);
                    }
                }
            });
            Thread writer = start(() -> {
                ByteBuffer block = ByteBuffer.allocateDirect(BLOCK);
                for (int left = n; left > 0; left -= block.limit()) {
                    block.clear().limit(Math.min(left, BLOCK));
                    while (block.hasRemaining()) {
                        sender.write(block);
                    }
                }
                sender.shutdownOutput();
            });
            writer.join();
            reader.join();
        }
        return arrived.get();
    }
}
