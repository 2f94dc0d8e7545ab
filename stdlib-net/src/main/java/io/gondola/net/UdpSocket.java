package io.gondola.net;

import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.dsl.annotation.CheckReturnValue;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;

/**
 * Sends and receives datagrams. One goroutine receives and one sends at a time; others queue.
 *
 * <p>What fails panics with a {@link NetException}: {@code read udp 127.0.0.1:53: i/o timeout}, and the like.
 *
 * <p>Not for users to extend.
 *
 * @go net/udpsock.go, {@code UDPConn}
 */
@CheckReturnValue
public abstract class UdpSocket {
    /** For its sisters: the network that serves a program makes the sockets. */
    protected UdpSocket() {}

    /** Waits ({@code IO wait}) for a datagram. */
    public abstract Go<Packet> receive();

    /**
     * Sends a datagram; whether it arrives, nobody tells.
     *
     * @return panics with {@code sendto: message too long} beyond 65507 bytes
     */
    public abstract Go<Unit> send(Packet packet);

    /**
     * From then on {@link #receive} fails with {@code i/o timeout}: as {@link TcpConnection#setReadDeadline(Duration)}.
     */
    public abstract Go<Unit> setReadDeadline(Duration fromNow);

    /** As {@link #setReadDeadline(Duration)}, for {@link #send}. */
    public abstract Go<Unit> setWriteDeadline(Duration fromNow);

    /** As {@link #setReadDeadline(Duration)}; {@link Instant#MAX} stands for none. */
    public abstract Go<Unit> setReadDeadline(Instant at);

    /** As {@link #setWriteDeadline(Duration)}; {@link Instant#MAX} stands for none. */
    public abstract Go<Unit> setWriteDeadline(Instant at);

    /** Takes both deadlines back. */
    public abstract Go<Unit> clearDeadlines();

    /**
     * Closes the socket: as {@link TcpConnection#close}. Parks also until the address is free: another socket may have
     * it at once.
     */
    public abstract Go<Unit> close();

    /** Whether it was closed. Any thread. */
    public abstract boolean isClosed();

    /** The address here. */
    public abstract InetSocketAddress localAddress();
}
