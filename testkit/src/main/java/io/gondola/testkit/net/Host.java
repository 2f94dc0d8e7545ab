package io.gondola.testkit.net;

import io.gondola.dsl.Go;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A machine of the virtual network. */
final class Host {
    private static final int FIRST_FREE_PORT = 40_000;
    private static final byte[] NETWORK = {10, 0, 0, 0};

    final String name;
    final InetAddress address;
    final VirtualDisk disk = new VirtualDisk();
    final Map<Integer, VirtualListener> listeners = new HashMap<>();
    final Map<Integer, VirtualSocket> sockets = new HashMap<>();
    final List<VirtualConnection> connections = new ArrayList<>();

    /** What runs on it; null on the main host. */
    final @Nullable Go<?> body;

    /** The program's present life; null on the main host, and while the host is down. */
    @Nullable
    HostProgram program;

    private int nextPort = FIRST_FREE_PORT;

    Host(String name, int number, @Nullable Go<?> body) {
        this.name = name;
        this.body = body;
        byte[] bytes = NETWORK.clone();
        bytes[3] = (byte) number;
        try {
            this.address = InetAddress.getByAddress(name, bytes);
        } catch (UnknownHostException e) {
            throw new AssertionError("four bytes make an address", e);
        }
    }

    boolean isDown() {
        return body != null && program == null;
    }

    /** The ends here that are open, of connections to {@code other}. */
    List<VirtualConnection> connectionsTo(Host other) {
        return connections.stream().filter(c -> c.peer.host == other).toList();
    }

    int freePort() {
        return nextPort++;
    }

    @Override
    public String toString() {
        return name;
    }
}
