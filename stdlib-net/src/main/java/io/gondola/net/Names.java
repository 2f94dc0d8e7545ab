package io.gondola.net;

import io.gondola.dsl.Go;
import io.gondola.net.transport.Addresses;
import io.gondola.net.transport.HostPort;
import io.gondola.net.transport.Route;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Looks up names, by the system.
 *
 * @go net/lookup.go
 */
final class Names {
    private Names() {}

    /**
     * The addresses of {@code at}, at least one: those of both families in turn, beginning with that of the system's
     * first.
     */
    static Go<List<InetSocketAddress>> lookUp(String op, String network, HostPort at) {
        if (at.host().isEmpty()) {
            InetAddress own = op.equals("dial") ? InetAddress.getLoopbackAddress() : null;
            return Go.pure(List.of(new InetSocketAddress(own, at.port())));
        }
        InetAddress literal = Addresses.literal(at.host());
        if (literal != null) {
            return Go.pure(List.of(new InetSocketAddress(literal, at.port())));
        }
        if (at.host().indexOf(':') >= 0 || looksNumeric(at.host())) {
            return Streams.fail(unknown(op, network, at.host(), null));
        }
        return Go.blocking(() -> inTurn(all(op, network, at.host()), at.port()));
    }

    /** The JDK takes {@code 1.2} and {@code 127.1} for addresses; Go asks for such a name, and there is none. */
    private static boolean looksNumeric(String host) {
        return host.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'));
    }

    private static InetAddress[] all(String op, String network, String host) throws NetException {
        try {
            return InetAddress.getAllByName(host);
        } catch (UnknownHostException e) {
            throw unknown(op, network, host, e);
        }
    }

    private static NetException unknown(String op, String network, String host, @Nullable Throwable reason) {
        return NetException.failure(new Route(network, null, null), op, "lookup " + host + ": no such host", 0, reason);
    }

    /** RFC 8305, section 4. */
    static List<InetSocketAddress> inTurn(InetAddress[] all, int port) {
        Deque<InetAddress> first = new ArrayDeque<>();
        Deque<InetAddress> second = new ArrayDeque<>();
        for (InetAddress a : all) {
            (a instanceof Inet6Address == all[0] instanceof Inet6Address ? first : second).add(a);
        }
        List<InetSocketAddress> turns = new ArrayList<>();
        while (!first.isEmpty() || !second.isEmpty()) {
            for (Deque<InetAddress> family : List.of(first, second)) {
                if (!family.isEmpty()) {
                    turns.add(new InetSocketAddress(family.poll(), port));
                }
            }
        }
        return turns;
    }
}
