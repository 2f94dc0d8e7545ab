package io.gondola.net;

import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.dsl.annotation.CheckReturnValue;
import io.vavr.CheckedFunction1;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * Accepts connections.
 *
 * <pre>{@code
 * Net.listen("localhost:8080").flatMap(l -> l.serve(c -> echo(c)))
 * }</pre>
 *
 * <p>Not for users to extend.
 *
 * @go net/tcpsock.go, {@code TCPListener}
 */
@CheckReturnValue
public abstract class TcpListener {
    @SuppressWarnings("this-escape") // kept only
    private final Serving serving = new Serving(this);

    /** For its sisters: the network that serves a program makes the listeners. */
    protected TcpListener() {}

    /**
     * Listens on {@code address}; a port 0 stands for any that is free. See {@link Net#listen}.
     *
     * @return panics with {@code listen tcp 127.0.0.1:80: bind: address already in use}, and the like
     */
    public static Go<TcpListener> listen(InetSocketAddress address) {
        Objects.requireNonNull(address, "address");
        return Networks.on(RealNetwork.INSTANCE, "listen " + address, n -> n.listen(address));
    }

    /** Where it listens, with the port that it got. */
    public abstract InetSocketAddress address();

    /**
     * Waits ({@code IO wait}) for a connection.
     *
     * @return panics with {@code accept tcp 127.0.0.1:80: use of closed network connection} once this is closed, also
     *     during the wait
     */
    public abstract Go<TcpConnection> accept();

    /**
     * From then on {@link #accept} fails with {@code i/o timeout}: as {@link TcpConnection#setReadDeadline(Duration)}.
     */
    public abstract Go<Unit> setDeadline(Duration fromNow);

    /** As {@link #setDeadline(Duration)}; {@link Instant#MAX} stands for none. */
    public abstract Go<Unit> setDeadline(Instant at);

    /**
     * Serves each connection by {@code handler}, in a goroutine of its own, for ever; as
     * {@link #serve(CheckedFunction1, ServeOptions)} with the defaults.
     */
    public Go<Unit> serve(CheckedFunction1<? super TcpConnection, ? extends Go<?>> handler) {
        return serve(handler, ServeOptions.defaults());
    }

    /**
     * Serves each connection by {@code handler}, in a goroutine of its own. The connection is closed when the handler
     * ends. A handler that panics is logged, and the others go on; but not one that fails because its connection is
     * closed or broken, which is no mistake of anybody's.
     *
     * <p>It ends normally after {@link #stop}, or when the options' context ends: the listener is closed then, the
     * handlers have had the grace to end, and the connections of the rest were closed. If the system has no more file
     * descriptors, it waits for 5 ms to 1 s and tries again; that is logged once.
     *
     * @return panics with what {@link #accept} panics with, if the listener is closed by {@link #close}, say; the
     *     handlers go on
     */
    public Go<Unit> serve(CheckedFunction1<? super TcpConnection, ? extends Go<?>> handler, ServeOptions options) {
        return serving.serve(Objects.requireNonNull(handler, "handler"), Objects.requireNonNull(options, "options"));
    }

    /**
     * Ends {@link #serve}: closes the listener, waits until the handlers have ended, but no longer than their grace,
     * then closes the connections of the rest. A handler that calls it is not waited for. Does nothing if nobody serves
     * but closing the listener, nor if it is closed. Parks also until the address is free, as {@link #close} does.
     */
    public Go<Unit> stop() {
        return serving.stop();
    }

    /**
     * Closes the listener. Goroutines that wait in {@link #accept} go on with {@code use of closed network connection}.
     * Parks until they have left, and until the address is free: another listener may have it at once. A second time it
     * panics with {@code use of closed network connection}.
     */
    public abstract Go<Unit> close();

    /** Whether it was closed. Any thread. */
    public abstract boolean isClosed();
}
