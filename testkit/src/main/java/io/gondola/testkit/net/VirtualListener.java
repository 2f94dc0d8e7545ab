package io.gondola.testkit.net;

import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.OpKind;
import io.gondola.net.NetException;
import io.gondola.net.TcpConnection;
import io.gondola.net.TcpListener;
import io.gondola.net.transport.Route;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/** A listener of the virtual network. */
final class VirtualListener extends TcpListener {
    private final VirtualNetwork network;
    final Host host;
    private final InetSocketAddress address;
    private final Waiters acceptors = new Waiters();
    private final Deque<VirtualConnection> backlog = new ArrayDeque<>();
    private long deadline = Pipe.NEVER;
    private boolean closed;

    VirtualListener(VirtualNetwork network, Host host, InetSocketAddress address) {
        this.network = network;
        this.host = host;
        this.address = address;
    }

    private Route route() {
        return Route.at("tcp", address);
    }

    @Override
    public InetSocketAddress address() {
        return address;
    }

    void arrived(VirtualConnection c) {
        backlog.add(c);
        acceptors.wakeAll();
    }

    @Override
    public Go<TcpConnection> accept() {
        return new Accept();
    }

    private final class Accept extends NetOperation<TcpConnection> {
        Accept() {
            super(OpKind.NET_ACCEPT, network);
        }

        @Override
        Object attempt(Fiber f) throws NetException {
            if (closed) {
                throw NetException.closed(route(), "accept", 0);
            }
            if (deadline <= f.scheduler().nanoTime()) {
                throw NetException.timeout(route(), "accept", 0);
            }
            return backlog.poll();
        }

        @Override
        Waiters waiters() {
            return acceptors;
        }

        @Override
        long lookAgainAt(Fiber f) {
            return deadline;
        }
    }

    private Go<Unit> deadline(Clocked at) {
        return new Now<>(OpKind.NET_ACCEPT, network, f -> {
            if (closed) {
                throw new NetException("set", NetException.CLOSED, 0);
            }
            deadline = at.time(f);
            acceptors.wakeAll();
            return Unit.UNIT;
        });
    }

    @Override
    public Go<Unit> setDeadline(Duration fromNow) {
        return deadline(Clocked.after(fromNow));
    }

    @Override
    public Go<Unit> setDeadline(Instant at) {
        return deadline(Clocked.at(at));
    }

    @Override
    public Go<Unit> close() {
        return new Now<>(OpKind.NET_CLOSE, network, f -> {
            if (closed) {
                throw NetException.closed(route(), "close", 0);
            }
            shut();
            return Unit.UNIT;
        });
    }

    /** Closes it, and cuts the connections that nobody has accepted. */
    void shut() {
        closed = true;
        host.listeners.remove(address.getPort(), this);
        for (VirtualConnection c : backlog) {
            host.connections.remove(c);
            c.vanish(true);
        }
        backlog.clear();
        acceptors.wakeAll();
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    @Override
    public String toString() {
        return "listener " + host + ":" + address.getPort();
    }
}
