package io.gondola.net.transport;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Between which addresses something is done, for the texts of errors.
 *
 * @param network {@code tcp} or {@code udp}
 * @param local null if it is not to be told
 * @param remote null if it is not known
 * @go net/net.go, {@code OpError}
 */
public record Route(
        String network,
        @Nullable InetSocketAddress local,
        @Nullable InetSocketAddress remote) {
    /** The address alone, as Go shows a listener. */
    public static Route at(String network, @Nullable InetSocketAddress address) {
        return new Route(network, null, address);
    }

    /** As Go writes it after the operation: {@code tcp local->remote}. */
    @Override
    public String toString() {
        String route = remote == null ? "" : Addresses.text(remote);
        if (local != null) {
            route = Addresses.text(local) + (remote == null ? "" : "->" + route);
        }
        return route.isEmpty() ? network : network + " " + route;
    }
}
