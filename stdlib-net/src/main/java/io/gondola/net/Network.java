package io.gondola.net;

import io.gondola.dsl.Go;
import io.gondola.dsl.annotation.CheckReturnValue;
import io.gondola.net.transport.HostPort;
import java.net.InetSocketAddress;

/**
 * A network that programs use: it makes the listeners, connections and sockets. The programs run on goroutines of its
 * scheduler.
 *
 * <p>Not for programs, which say {@link Net}.
 */
@CheckReturnValue
@SuppressWarnings("exports") // HostPort is for the sister modules
public interface Network {
    /** Listens on {@code at}; a port 0 stands for any that is free. */
    Go<TcpListener> listen(HostPort at);

    /** Listens on {@code at}, which needs no look-up. */
    Go<TcpListener> listen(InetSocketAddress at);

    /** Connects to {@code to}. */
    Go<TcpConnection> dial(HostPort to, DialOptions options);

    /** Connects to {@code to}, which needs no look-up. */
    Go<TcpConnection> dial(InetSocketAddress to, DialOptions options);

    /** Opens a UDP socket on {@code at}. */
    Go<UdpSocket> listenPacket(HostPort at);
}
