package io.gondola.net;

import io.gondola.dsl.Go;
import io.gondola.dsl.engine.Fiber;
import io.gondola.net.transport.Addresses;
import io.gondola.net.transport.HostPort;
import io.gondola.net.transport.Route;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.util.List;
import java.util.Objects;

/** The network of the operating system. */
final class RealNetwork implements Network {
    static final RealNetwork INSTANCE = new RealNetwork();

    /** As many as the system lets wait to be accepted. */
    private static final int BACKLOG = 4096; // Linux: net.core.somaxconn

    private RealNetwork() {}

    @Override
    public Go<TcpListener> listen(HostPort at) {
        return Names.lookUp("listen", "tcp", at).flatMap(all -> listen(forListening(all)));
    }

    /** Go listens on the first address, of IPv4 if there is one. */
    private static InetSocketAddress forListening(List<InetSocketAddress> all) {
        return all.stream()
                .filter(a -> !(a.getAddress() instanceof Inet6Address))
                .findFirst()
                .orElse(all.get(0));
    }

    @Override
    public Go<TcpListener> listen(InetSocketAddress at) {
        return Descriptor.step(f -> open(f, resolved("listen", "tcp", at)));
    }

    private static InetSocketAddress resolved(String op, String network, InetSocketAddress a) throws NetException {
        if (a.isUnresolved()) {
            throw NetException.failure(
                    new Route(network, null, null), op, "lookup " + a.getHostString() + ": no such host");
        }
        return a;
    }

    private static TcpListener open(Fiber f, InetSocketAddress at) throws IOException {
        Route route = Route.at("tcp", shown(at));
        ServerSocketChannel channel;
        try {
            channel = ServerSocketChannel.open();
        } catch (IOException e) {
            throw NetException.failure(route, "listen", Causes.of(e, "socket"), 0, e);
        }
        try {
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            channel.bind(at, BACKLOG);
            return new SocketListener(new Descriptor(
                    f.scheduler(), channel, Route.at("tcp", (InetSocketAddress) channel.getLocalAddress())));
        } catch (IOException e) {
            channel.close();
            throw NetException.failure(route, "listen", Causes.of(e, "bind"), 0, e);
        } catch (RuntimeException e) { // the JDK's, of addresses that it cannot use
            channel.close();
            throw NetException.failure(route, "listen", "bind: " + Causes.text(e), 0, e);
        }
    }

    /** Go's errors show all addresses as those of IPv4, whatever was asked for. */
    private static InetSocketAddress shown(InetSocketAddress at) {
        return Addresses.isWildcard(at)
                ? new InetSocketAddress(Objects.requireNonNull(Addresses.literal("0.0.0.0")), at.getPort())
                : at;
    }

    @Override
    public Go<UdpSocket> listenPacket(HostPort at) {
        return Names.lookUp("listen", "udp", at).flatMap(all -> Descriptor.step(f -> openPacket(f, forListening(all))));
    }

    private static UdpSocket openPacket(Fiber f, InetSocketAddress at) throws IOException {
        Route route = Route.at("udp", shown(at));
        boolean v4 = !Addresses.isWildcard(at) && !(at.getAddress() instanceof Inet6Address);
        DatagramChannel channel;
        try {
            channel = v4 ? DatagramChannel.open(StandardProtocolFamily.INET) : DatagramChannel.open();
        } catch (IOException e) {
            throw NetException.failure(route, "listen", Causes.of(e, "socket"), 0, e);
        }
        try {
            channel.bind(at);
            return new DatagramSocket(new Descriptor(
                    f.scheduler(), channel, Route.at("udp", (InetSocketAddress) channel.getLocalAddress())));
        } catch (IOException e) {
            channel.close();
            throw NetException.failure(route, "listen", Causes.of(e, "bind"), 0, e);
        } catch (RuntimeException e) { // the JDK's, of addresses that it cannot use
            channel.close();
            throw NetException.failure(route, "listen", "bind: " + Causes.text(e), 0, e);
        }
    }

    @Override
    public Go<TcpConnection> dial(HostPort to, DialOptions options) {
        return Dialing.within(
                options,
                null,
                deadline -> Names.lookUp("dial", "tcp", to).flatMap(all -> Dialing.first(all, options, deadline)));
    }

    @Override
    public Go<TcpConnection> dial(InetSocketAddress to, DialOptions options) {
        return Dialing.within(
                options,
                to,
                deadline -> Go.suspend(() -> Dialing.first(List.of(resolved("dial", "tcp", to)), options, deadline)));
    }
}
