package io.gondola.net;

import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.dsl.annotation.CheckReturnValue;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A connection: bytes in both directions. Every operation is a program; reading and writing park the goroutine
 * ({@code IO wait}) and never a thread.
 *
 * <pre>{@code
 * static Go<Unit> echo(TcpConnection c) {
 *     ByteBuffer buffer = ByteBuffer.allocate(4096);
 *     Go<Integer> read = Go.suspend(() -> c.read(buffer.clear())); // it is cleared before each read
 *     return Go.forever(done -> read.flatMap(n -> n < 0 ? done.exit() : c.write(buffer.flip())));
 * }
 * }</pre>
 *
 * <p>One goroutine reads and one writes at a time; others queue, first come, first served. Closing wakes all of them.
 *
 * <p>What fails panics with a {@link NetException}. After {@link #close}, also during a wait, that is
 * {@code use of closed network connection}; when a deadline has passed {@code i/o timeout}; when the peer has cut the
 * connection {@code read: connection reset by peer}, or on writing {@code write: broken pipe}.
 *
 * <p>Not for users to extend.
 *
 * @go net/tcpsock.go, {@code TCPConn}
 */
@CheckReturnValue
public abstract class TcpConnection {
    /** What a handler may have left unsent; null if it uses none. */
    volatile @Nullable Lines lines;

    /** For its sisters: the network that serves a program makes the connections. */
    protected TcpConnection() {}

    /**
     * Connects to {@code address}, parking the goroutine ({@code IO wait}). See {@link Net#dial(String)}, which also
     * looks up names.
     *
     * @return panics with {@code dial tcp 127.0.0.1:1: connect: connection refused}, and the like
     */
    public static Go<TcpConnection> dial(InetSocketAddress address) {
        return dial(address, DialOptions.defaults());
    }

    /** As {@link #dial(InetSocketAddress)}; gives up after {@code timeout}: {@code i/o timeout}. */
    public static Go<TcpConnection> dial(InetSocketAddress address, Duration timeout) {
        return dial(address, DialOptions.defaults().timeout(timeout));
    }

    private static Go<TcpConnection> dial(InetSocketAddress address, DialOptions options) {
        Objects.requireNonNull(address, "address");
        return Networks.on(RealNetwork.INSTANCE, "dial " + address, n -> n.dial(address, options));
    }

    /**
     * Reads what is there, at least one byte and at most as many as {@code into} has room for; parks ({@code IO wait})
     * until there is something. Yields how many bytes it was, or -1 at the end of the stream; 0 only if there is no
     * room.
     *
     * <p>The buffer is the caller's; nobody else may touch it meanwhile.
     *
     * @go net/net.go, {@code conn.Read}; Go's end of the stream is {@code io.EOF}
     */
    public abstract Go<Integer> read(ByteBuffer into);

    /**
     * Writes all bytes that {@code from} has left, parking ({@code IO wait}) as often as the peer is slow. If it fails,
     * {@link NetException#written} tells how many went, and the buffer stands behind them.
     *
     * @go net/net.go, {@code conn.Write}
     */
    public abstract Go<Unit> write(ByteBuffer from);

    /** Writes {@code bytes}, which are not copied: as {@link #write(ByteBuffer)}. */
    public abstract Go<Unit> write(byte[] bytes);

    /**
     * Reads until {@code into} is full.
     *
     * @return panics with {@code unexpected EOF} if the stream ends before, and has read the bytes that came
     * @go io/io.go, {@code ReadFull}; Go tells a stream that ends before the first byte by {@code EOF}
     */
    public Go<Unit> readFully(ByteBuffer into) {
        return Streams.readFully(this, Objects.requireNonNull(into, "into"));
    }

    /**
     * Reads {@code n} bytes.
     *
     * @return panics with {@code unexpected EOF} if the stream ends before
     * @throws IllegalArgumentException {@code n must not be negative: -1}
     */
    public Go<byte[]> readExactly(int n) {
        if (n < 0) {
            throw new IllegalArgumentException("n must not be negative: " + n);
        }
        return Go.suspend(() -> {
            byte[] bytes = new byte[n];
            return readFully(ByteBuffer.wrap(bytes)).as(bytes);
        });
    }

    /**
     * Copies what comes in here to {@code other} until the stream ends, and yields how many bytes it was. It closes
     * neither.
     *
     * @go io/io.go, {@code Copy}
     */
    public Go<Long> copyTo(TcpConnection other) {
        return Streams.copy(this, Objects.requireNonNull(other, "other"));
    }

    /**
     * Tells the peer that no more bytes follow: it reads the end of the stream. Reading goes on. Writing then fails
     * with {@code write: broken pipe}.
     *
     * @go net/tcpsock.go, {@code TCPConn.CloseWrite}
     */
    public abstract Go<Unit> closeWrite();

    /**
     * Reads no more than what has come so far: then, or at once for a goroutine that waits, comes the end of the
     * stream. The peer is not told.
     *
     * @go net/tcpsock.go, {@code TCPConn.CloseRead}
     */
    public abstract Go<Unit> closeRead();

    /**
     * Closes the connection. Goroutines that wait here go on with {@code use of closed network connection}; it waits
     * until they have left. What was written is still sent. A second time it panics with
     * {@code use of closed network connection}.
     *
     * @go net/net.go, {@code conn.Close}
     */
    public abstract Go<Unit> close();

    /** Whether {@link #close} was called. Any thread. */
    public abstract boolean isClosed();

    /**
     * From then on reading fails with {@code i/o timeout}, also for a goroutine that waits, and even if bytes are
     * there; a later deadline revives the connection.
     *
     * @param fromNow zero or less: at once
     * @go net/net.go, {@code conn.SetReadDeadline}
     */
    public abstract Go<Unit> setReadDeadline(Duration fromNow);

    /** As {@link #setReadDeadline(Duration)}, for writing; some bytes may have gone. */
    public abstract Go<Unit> setWriteDeadline(Duration fromNow);

    /** As {@link #setReadDeadline(Duration)}; {@link Instant#MAX} stands for none. */
    public abstract Go<Unit> setReadDeadline(Instant at);

    /** As {@link #setWriteDeadline(Duration)}; {@link Instant#MAX} stands for none. */
    public abstract Go<Unit> setWriteDeadline(Instant at);

    /** Takes both deadlines back. */
    public abstract Go<Unit> clearDeadlines();

    /** Whether what is written goes at once, which is the default, rather than waiting for more (Nagle's algorithm). */
    public abstract Go<Unit> noDelay(boolean on);

    /**
     * After how long a silence, and then how often, the peer is asked whether it lives; after nine questions without an
     * answer the connection is broken ({@code connection timed out}). 15 seconds by default.
     *
     * @param idle rounded up to seconds; zero or less: never
     */
    public abstract Go<Unit> keepAlive(Duration idle);

    /**
     * What {@link #close} does with bytes that are not sent yet: negative, they are sent in the background, which is
     * the default; zero, they are dropped, and the peer gets {@code connection reset by peer}; otherwise closing blocks
     * its thread for so many seconds at most.
     *
     * @go net/tcpsock.go, {@code TCPConn.SetLinger}
     */
    public abstract Go<Unit> linger(int seconds);

    /** The peer's address. */
    public abstract InetSocketAddress remoteAddress();

    /** The address here. */
    public abstract InetSocketAddress localAddress();
}
