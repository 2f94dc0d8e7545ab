package io.gondola.net.transport;

import io.gondola.net.NetException;
import java.net.InetSocketAddress;

/**
 * Between which addresses something is done, for the texts of errors.
 *
 * @param network {@code tcp} or {@code udp}
 * @param local null if it is not to be told
 * @param remote null if it is not known
 * @go net/net.go, {@code OpError}
 */
public record Route(String network, InetSocketAddress local, InetSocketAddress remote) {
    /** The address alone, as Go shows a listener. */
    public static Route at(String network, InetSocketAddress address) {
        return new Route(network, null, address);
    }

    /** An error of {@code op}. */
    public NetException failure(String op, String cause) {
        return failure(op, cause, 0, null);
    }

    /**
     * An error of {@code op}.
     *
     * @param written how many bytes went
     * @param reason the exception behind it; null if there is none
     */
    public NetException failure(String op, String cause, long written, Throwable reason) {
        NetException e = new NetException(op, op + " " + this + ": " + cause, written);
        if (reason != null) {
            e.initCause(reason);
        }
        return e;
    }

    /** {@code i/o timeout}: the deadline has passed. */
    public NetException timeout(String op, long written) {
        return failure(op, NetException.TIMEOUT, written, null);
    }

    /** {@code use of closed network connection}. */
    public NetException closed(String op, long written) {
        return failure(op, NetException.CLOSED, written, null);
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
