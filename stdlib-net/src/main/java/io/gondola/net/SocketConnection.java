package io.gondola.net;

import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.dsl.engine.Fiber;
import io.gondola.net.transport.Route;
import io.gondola.scheduler.Scheduler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A connection over a socket of the system's.
 *
 * @go net/tcpsock_posix.go
 */
final class SocketConnection extends TcpConnection {
    /*
     * What of the socket's state NIO does not show, or shows otherwise than the system does
     *   - After a reset was read the system has forgotten it, and a read finds the end of the stream; NIO goes on
     *     saying reset. So `resetRead` notes that it was told once.
     *   - After NIO's shutdownInput a read sees neither the bytes that came before, nor those that come later, nor a
     *     reset, all of which Linux still shows. So closeRead is only marked: a read that finds nothing is at the end
     *     of the stream.
     *   - NIO does not tell that a socket is not connected any more when it is shut down; after a reset or a broken
     *     pipe we know.
     *   - After our own closeWrite NIO makes no system call to write: it is a broken pipe, even if the peer has reset
     *     meanwhile.
     */

    /** NIO copies what is in an array into a buffer of its own, as large as what it is given. */
    private static final int MAX_COPIED = 128 << 10;

    private static final int DROPPED = 4 << 10;

    private final Descriptor d;
    private final SocketChannel channel;

    /** The peer has cut the connection, and a read or write was told so. */
    private volatile boolean broken;

    /** A read was told so: the next one finds the end of the stream. */
    private volatile boolean resetRead;

    private volatile boolean readClosed;
    private volatile boolean writeClosed;

    SocketConnection(Descriptor d) {
        this.d = d;
        this.channel = (SocketChannel) d.channel;
    }

    /** A connection that {@code channel} is, or will be: it is closed if that fails. */
    static SocketConnection of(Scheduler scheduler, SocketChannel channel, Route route) throws IOException {
        try {
            return new SocketConnection(new Descriptor(scheduler, channel, route));
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    Descriptor descriptor() {
        return d;
    }

    interface Options {
        void set(SocketChannel channel) throws IOException;
    }

    /** Learns the addresses, and sets options as well as the system takes them. */
    void connected(boolean noDelay, Options others) throws IOException {
        d.route = new Route("tcp", address(channel.getLocalAddress()), address(channel.getRemoteAddress()));
        try {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, noDelay);
            others.set(channel);
        } catch (IOException e) {
            // the peer may have cut it already: reading tells
        }
    }

    private static InetSocketAddress address(SocketAddress a) {
        return (InetSocketAddress) a;
    }

    @Override
    public Go<Integer> read(ByteBuffer into) {
        return new Read(Objects.requireNonNull(into, "into"));
    }

    @Override
    public Go<Unit> write(ByteBuffer from) {
        return new Write(Objects.requireNonNull(from, "from"), null);
    }

    @Override
    public Go<Unit> write(byte[] bytes) {
        return new Write(null, Objects.requireNonNull(bytes, "bytes"));
    }

    private final class Read extends Transfer<Integer> {
        private static final Integer END = -1;

        private final ByteBuffer into;

        Read(ByteBuffer into) {
            super(SocketConnection.this.d, SelectionKey.OP_READ);
            this.into = into;
        }

        @Override
        @Nullable
        Object atOnce() {
            return into.hasRemaining() ? null : 0;
        }

        @Override
        boolean isOver() {
            return readClosed || resetRead;
        }

        @Override
        @Nullable
        Object attempt(Fiber f, Side s) throws IOException {
            if (resetRead) {
                return END;
            }
            try {
                int n = input(into);
                if (n == 0 && readClosed) {
                    return END;
                }
                return n == 0 ? null : n;
            } catch (ClosedChannelException e) {
                throw NetException.closed(d.route, "read", 0);
            } catch (IOException e) {
                broken = true;
                resetRead = true;
                throw NetException.failure(d.route, "read", Causes.of(e, "read"), 0, e);
            }
        }

        @Override
        String op() {
            return "read";
        }
    }

    private int input(ByteBuffer into) throws IOException {
        int limit = into.limit();
        if (into.isDirect() || into.remaining() <= MAX_COPIED) {
            return channel.read(into);
        }
        into.limit(into.position() + MAX_COPIED);
        try {
            return channel.read(into);
        } finally {
            into.limit(limit);
        }
    }

    private int output(ByteBuffer from) throws IOException {
        int limit = from.limit();
        if (from.isDirect() || from.remaining() <= MAX_COPIED) {
            return channel.write(from);
        }
        from.limit(from.position() + MAX_COPIED);
        try {
            return channel.write(from);
        } finally {
            from.limit(limit);
        }
    }

    /** One of {@code buffer} and {@code bytes} is null. */
    private final class Write extends Transfer<Unit> {
        private final @Nullable ByteBuffer buffer;
        private final byte @Nullable [] bytes;

        Write(@Nullable ByteBuffer buffer, byte @Nullable [] bytes) {
            super(SocketConnection.this.d, SelectionKey.OP_WRITE);
            this.buffer = buffer;
            this.bytes = bytes;
        }

        @Override
        @SuppressWarnings("NullAway") // one of the two is there
        void begin(Side s) {
            s.current = buffer == null ? ByteBuffer.wrap(bytes) : buffer;
            s.from = s.current.position();
        }

        @Override
        long written(Side s) {
            return s.current == null ? 0 : s.current.position() - s.from;
        }

        @Override
        @Nullable
        @SuppressWarnings("NullAway") // begin has set what is written
        Object attempt(Fiber f, Side s) throws IOException {
            ByteBuffer from = s.current;
            try {
                do {
                    int n = output(from);
                    if (n == 0 && from.hasRemaining()) {
                        return null;
                    }
                } while (from.hasRemaining());
                return Unit.UNIT;
            } catch (ClosedChannelException e) {
                throw writeClosed && !d.isClosed()
                        ? NetException.failure(d.route, "write", "write: " + Causes.BROKEN_PIPE, written(s), e)
                        : NetException.closed(d.route, "write", written(s));
            } catch (IOException e) {
                broken = true;
                throw NetException.failure(d.route, "write", Causes.of(e, "write"), written(s), e);
            }
        }

        @Override
        String op() {
            return "write";
        }
    }

    /** Reads and drops what is there, unless a goroutine reads. Does not wait. */
    Go<Unit> drop() {
        return Descriptor.step(f -> {
            if (!d.reading.isHeld() && !d.isClosed()) {
                try {
                    ByteBuffer dropped = ByteBuffer.allocate(DROPPED);
                    int n;
                    do {
                        n = channel.read(dropped.clear());
                    } while (n > 0);
                } catch (IOException e) {
                    // it is broken already
                }
            }
            return Unit.UNIT;
        });
    }

    private interface Shutdown {
        void shut() throws IOException;
    }

    private Go<Unit> shut(Shutdown how) {
        return Descriptor.step(f -> {
            if (d.isClosed()) {
                throw NetException.closed(d.route, "close", 0);
            }
            if (broken) {
                throw NetException.failure(d.route, "close", "shutdown: " + Causes.NOT_CONNECTED);
            }
            try {
                how.shut();
            } catch (ClosedChannelException e) {
                throw NetException.closed(d.route, "close", 0);
            } catch (IOException e) {
                throw NetException.failure(d.route, "close", Causes.of(e, "shutdown"), 0, e);
            }
            return Unit.UNIT;
        });
    }

    @Override
    public Go<Unit> closeWrite() {
        return shut(() -> {
            writeClosed = true;
            channel.shutdownOutput();
            d.writing.news();
        });
    }

    @Override
    public Go<Unit> closeRead() {
        return shut(() -> {
            readClosed = true;
            d.reading.news();
        });
    }

    @Override
    public Go<Unit> close() {
        return d.close();
    }

    @Override
    public boolean isClosed() {
        return d.isClosed();
    }

    @Override
    public Go<Unit> setReadDeadline(Duration fromNow) {
        return d.deadline(true, false, fromNow);
    }

    @Override
    public Go<Unit> setWriteDeadline(Duration fromNow) {
        return d.deadline(false, true, fromNow);
    }

    @Override
    public Go<Unit> setReadDeadline(Instant at) {
        return d.deadline(true, false, at);
    }

    @Override
    public Go<Unit> setWriteDeadline(Instant at) {
        return d.deadline(false, true, at);
    }

    @Override
    public Go<Unit> clearDeadlines() {
        return d.noDeadlines();
    }

    private interface Setting {
        void set() throws IOException;
    }

    private Go<Unit> setting(Setting s) {
        return Descriptor.step(f -> {
            if (d.isClosed()) {
                throw NetException.closed(d.route, "set", 0);
            }
            try {
                s.set();
            } catch (ClosedChannelException e) {
                throw NetException.closed(d.route, "set", 0);
            } catch (IOException e) {
                throw NetException.failure(d.route, "set", Causes.of(e, "setsockopt"), 0, e);
            }
            return Unit.UNIT;
        });
    }

    private <T> Go<Unit> option(SocketOption<T> option, T value) {
        return setting(() -> channel.setOption(option, value));
    }

    @Override
    public Go<Unit> noDelay(boolean on) {
        return option(StandardSocketOptions.TCP_NODELAY, on);
    }

    @Override
    public Go<Unit> keepAlive(Duration idle) {
        Objects.requireNonNull(idle, "idle");
        return setting(() -> KeepAlive.set(channel, idle));
    }

    @Override
    public Go<Unit> linger(int seconds) {
        return option(StandardSocketOptions.SO_LINGER, seconds < 0 ? -1 : seconds);
    }

    @Override
    @SuppressWarnings("NullAway") // connected says it, before anybody has the connection
    public InetSocketAddress remoteAddress() {
        return d.route.remote();
    }

    @Override
    @SuppressWarnings("NullAway") // as above
    public InetSocketAddress localAddress() {
        return d.route.local();
    }

    @Override
    public String toString() {
        return d.toString();
    }
}
