package io.gondola.net;

import io.gondola.dsl.Go;
import io.gondola.dsl.annotation.CheckReturnValue;
import io.gondola.net.transport.BadAddressException;
import io.gondola.net.transport.HostPort;
import io.gondola.net.transport.Route;
import java.util.Objects;

/**
 * A program's network: the real one, or under the deterministic runtime the test's.
 *
 * <p>Addresses are Go's: {@code localhost:8080}, {@code [::1]:80}, {@code example.org:http}; without a host the host
 * itself, or all of its addresses; port 0 stands for any that is free.
 *
 * @go net/dial.go
 */
@CheckReturnValue
public final class Net {
    private Net() {}

    /**
     * Listens for TCP connections on {@code hostAndPort}.
     *
     * @return panics with {@code listen tcp: address foo: missing port in address},
     *     {@code listen tcp 127.0.0.1:80: bind: address already in use}, and the like
     * @go net/dial.go, {@code Listen}
     */
    public static Go<TcpListener> listen(String hostAndPort) {
        Objects.requireNonNull(hostAndPort, "hostAndPort");
        return Networks.on(
                RealNetwork.INSTANCE,
                "listen " + hostAndPort,
                n -> Go.suspend(() -> n.listen(parsed("listen", "tcp", hostAndPort))));
    }

    /** Connects to {@code hostAndPort}, with the default options. */
    public static Go<TcpConnection> dial(String hostAndPort) {
        return dial(hostAndPort, DialOptions.defaults());
    }

    /**
     * Connects to {@code hostAndPort}, parking the goroutine. A name is looked up by the system, in blocking code; of
     * several addresses, IPv6 and IPv4 in turn, each gets 250 ms before the next one is tried beside it, and the first
     * that answers wins.
     *
     * @return panics with {@code dial tcp 127.0.0.1:1: connect: connection refused},
     *     {@code dial tcp: lookup example.invalid: no such host}, {@code i/o timeout}, {@code operation was canceled},
     *     and the like
     * @go net/dial.go, {@code Dialer.DialContext}; Go's error also names the server that it has asked for the name
     */
    public static Go<TcpConnection> dial(String hostAndPort, DialOptions options) {
        Objects.requireNonNull(hostAndPort, "hostAndPort");
        Objects.requireNonNull(options, "options");
        return Networks.on(
                RealNetwork.INSTANCE,
                "dial " + hostAndPort,
                n -> Go.suspend(() -> n.dial(parsed("dial", "tcp", hostAndPort), options)));
    }

    /**
     * Opens a UDP socket on {@code hostAndPort}.
     *
     * @return panics as {@link #listen} does
     * @go net/dial.go, {@code ListenPacket}
     */
    public static Go<UdpSocket> listenPacket(String hostAndPort) {
        Objects.requireNonNull(hostAndPort, "hostAndPort");
        return Networks.on(
                RealNetwork.INSTANCE,
                "listen udp " + hostAndPort,
                n -> Go.suspend(() -> n.listenPacket(parsed("listen", "udp", hostAndPort))));
    }

    private static HostPort parsed(String op, String network, String hostAndPort) throws NetException {
        try {
            return HostPort.parse(op, network, hostAndPort);
        } catch (BadAddressException e) {
            throw NetException.failure(new Route(network, null, null), op, e.text(), 0, e);
        }
    }
}
