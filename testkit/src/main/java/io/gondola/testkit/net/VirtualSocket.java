package io.gondola.testkit.net;

import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.OpKind;
import io.gondola.net.NetException;
import io.gondola.net.Packet;
import io.gondola.net.UdpSocket;
import io.gondola.net.transport.Addresses;
import io.gondola.net.transport.Route;
import io.gondola.testkit.NetFault;
import io.gondola.testkit.run.Event;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A UDP socket of the virtual network. */
final class VirtualSocket extends UdpSocket {
    private static final int LARGEST = 65507;

    private final VirtualNetwork network;
    private final Host host;
    private final InetSocketAddress address;
    private final Waiters receivers = new Waiters();
    private final List<Arrival> packets = new ArrayList<>();
    private final VirtualConnection.Deadlines deadlines = new VirtualConnection.Deadlines();
    private boolean closed;

    private record Arrival(Packet packet, long at) {}

    VirtualSocket(VirtualNetwork network, Host host, InetSocketAddress address) {
        this.network = network;
        this.host = host;
        this.address = address;
    }

    @Override
    public Go<Packet> receive() {
        return new Receive();
    }

    private final class Receive extends NetOperation<Packet> {
        Receive() {
            super(OpKind.NET_READ, network);
        }

        @Override
        @Nullable
        Object attempt(Fiber f) throws NetException {
            Route route = Route.at("udp", address);
            long now = f.scheduler().nanoTime();
            if (closed) {
                throw NetException.closed(route, "read", 0);
            }
            if (deadlines.read <= now) {
                throw NetException.timeout(route, "read", 0);
            }
            for (Arrival a : packets) {
                if (a.at() <= now) {
                    packets.remove(a);
                    return a.packet();
                }
            }
            return null;
        }

        @Override
        Waiters waiters() {
            return receivers;
        }

        @Override
        long lookAgainAt(Fiber f) {
            return Math.min(
                    deadlines.read,
                    packets.stream().mapToLong(Arrival::at).min().orElse(Pipe.NEVER));
        }
    }

    @Override
    public Go<Unit> send(Packet packet) {
        Objects.requireNonNull(packet, "packet");
        return new Now<>(OpKind.NET_WRITE, network, f -> {
            Route route = new Route("udp", address, packet.address());
            if (closed) {
                throw NetException.closed(route, "write", 0);
            }
            if (deadlines.write <= f.scheduler().nanoTime()) {
                throw NetException.timeout(route, "write", 0);
            }
            if (packet.data().length > LARGEST) {
                throw NetException.failure(route, "write", "sendto: message too long");
            }
            deliver(f, packet);
            return Unit.UNIT;
        });
    }

    private void deliver(Fiber f, Packet packet) {
        Host to = network.hostAt(host, packet.address());
        VirtualSocket socket =
                to == null ? null : to.sockets.get(packet.address().getPort());
        if (to == null || socket == null || network.isPartitioned(host, to) || network.injects(f, NetFault.UDP_LOSS)) {
            Event step = VirtualNetwork.step(f);
            if (step != null) {
                step.lost(to == null ? Addresses.text(packet.address()) : to.toString());
            }
            return;
        }
        socket.arrives(f, new Packet(address, packet.data().clone()));
        if (network.injects(f, NetFault.UDP_DUPLICATION)) {
            socket.arrives(f, new Packet(address, packet.data().clone()));
        }
    }

    private void arrives(Fiber f, Packet p) {
        long at = f.scheduler().nanoTime() + network.latency(f);
        int place = packets.size();
        if (place > 0 && network.injects(f, NetFault.UDP_REORDERING)) {
            place = f.scheduler().random(place);
        }
        packets.add(place, new Arrival(p, at));
        receivers.wakeAll();
    }

    private Go<Unit> deadlines(boolean reads, boolean writes, Clocked at) {
        return new Now<>(OpKind.NET_CLOSE, network, f -> {
            if (closed) {
                throw NetException.closed(Route.at("udp", address), "set", 0);
            }
            long deadline = at.time(f);
            if (reads) {
                deadlines.read = deadline;
                receivers.wakeAll();
            }
            if (writes) {
                deadlines.write = deadline;
            }
            return Unit.UNIT;
        });
    }

    @Override
    public Go<Unit> setReadDeadline(Duration fromNow) {
        return deadlines(true, false, Clocked.after(fromNow));
    }

    @Override
    public Go<Unit> setWriteDeadline(Duration fromNow) {
        return deadlines(false, true, Clocked.after(fromNow));
    }

    @Override
    public Go<Unit> setReadDeadline(Instant at) {
        return deadlines(true, false, Clocked.at(at));
    }

    @Override
    public Go<Unit> setWriteDeadline(Instant at) {
        return deadlines(false, true, Clocked.at(at));
    }

    @Override
    public Go<Unit> clearDeadlines() {
        return deadlines(true, true, f -> Pipe.NEVER);
    }

    @Override
    public Go<Unit> close() {
        return new Now<>(OpKind.NET_CLOSE, network, f -> {
            if (closed) {
                throw NetException.closed(Route.at("udp", address), "close", 0);
            }
            shut();
            return Unit.UNIT;
        });
    }

    void shut() {
        closed = true;
        host.sockets.remove(address.getPort(), this);
        receivers.wakeAll();
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    @Override
    public InetSocketAddress localAddress() {
        return address;
    }

    @Override
    public String toString() {
        return "udp " + host + ":" + address.getPort();
    }
}
