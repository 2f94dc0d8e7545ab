package io.gondola.net;

import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.dsl.engine.Fiber;
import io.gondola.net.transport.Addresses;
import io.gondola.net.transport.Route;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A UDP socket of the system's. */
final class DatagramSocket extends UdpSocket {
    private static final int LARGEST = 65535;

    private final Descriptor d;
    private final DatagramChannel channel;

    /** Made at the first receive; used by the goroutine that receives. */
    private @Nullable ByteBuffer incoming;

    DatagramSocket(Descriptor d) {
        this.d = d;
        this.channel = (DatagramChannel) d.channel;
    }

    @Override
    public Go<Packet> receive() {
        return new Receive();
    }

    @Override
    public Go<Unit> send(Packet packet) {
        return new Send(Objects.requireNonNull(packet, "packet"));
    }

    private final class Receive extends Transfer<Packet> {
        Receive() {
            super(DatagramSocket.this.d, SelectionKey.OP_READ);
        }

        @Override
        @Nullable
        Object attempt(Fiber f, Side s) throws IOException {
            if (incoming == null) {
                incoming = ByteBuffer.allocateDirect(LARGEST);
            }
            SocketAddress from;
            try {
                from = channel.receive(incoming.clear());
            } catch (ClosedChannelException e) {
                throw NetException.closed(d.route, "read", 0);
            } catch (IOException e) {
                throw NetException.failure(d.route, "read", Causes.of(e, "recvfrom"), 0, e);
            }
            if (from == null) {
                return null;
            }
            byte[] data = new byte[incoming.flip().remaining()];
            incoming.get(data);
            return new Packet((InetSocketAddress) from, data);
        }

        @Override
        String op() {
            return "read";
        }
    }

    private final class Send extends Transfer<Unit> {
        private final Packet packet;

        Send(Packet packet) {
            super(DatagramSocket.this.d, SelectionKey.OP_WRITE);
            this.packet = packet;
        }

        @Override
        Route route() {
            return new Route("udp", d.route.remote(), packet.address());
        }

        @Override
        @Nullable
        Object attempt(Fiber f, Side s) throws IOException {
            InetSocketAddress to = packet.address();
            if (to.isUnresolved()) {
                throw NetException.failure(route(), "write", "lookup " + to.getHostString() + ": no such host");
            }
            if (Addresses.isForeign(localAddress().getAddress(), to.getAddress())) {
                throw NetException.failure(
                        route(), "write", "address " + Addresses.text(to.getAddress()) + ": non-IPv4 address");
            }
            try {
                ByteBuffer data = ByteBuffer.wrap(packet.data());
                return channel.send(data, to) == 0 && data.hasRemaining() ? null : Unit.UNIT;
            } catch (ClosedChannelException e) {
                throw NetException.closed(route(), "write", 0);
            } catch (IOException e) {
                throw NetException.failure(route(), "write", Causes.of(e, "sendto"), 0, e);
            }
        }

        @Override
        String op() {
            return "write";
        }
    }

    @Override
    public Go<Unit> setReadDeadline(Duration fromNow) {
        return d.deadline(true, false, fromNow);
    }

    @Override
    public Go<Unit> setWriteDeadline(Duration fromNow) {
        return d.deadline(false, true, fromNow);
    }

    @Override
    public Go<Unit> setReadDeadline(Instant at) {
        return d.deadline(true, false, at);
    }

    @Override
    public Go<Unit> setWriteDeadline(Instant at) {
        return d.deadline(false, true, at);
    }

    @Override
    public Go<Unit> clearDeadlines() {
        return d.noDeadlines();
    }

    @Override
    public Go<Unit> close() {
        return d.close();
    }

    @Override
    public boolean isClosed() {
        return d.isClosed();
    }

    @Override
    @SuppressWarnings("NullAway") // Route.at was given it
    public InetSocketAddress localAddress() {
        return d.route.remote();
    }

    @Override
    public String toString() {
        return d.toString();
    }
}
