package io.gondola.net;

import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.dsl.engine.Fiber;
import io.gondola.net.transport.Route;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A listening socket of the system's. */
final class SocketListener extends TcpListener {
    private final Descriptor d;
    private final ServerSocketChannel channel;
    private final SocketConnection.Options options = this::setOptions;

    /** Whether connections take over the tuning of the listener; null until the first one tells. */
    private volatile @Nullable Boolean inherits;

    SocketListener(Descriptor d) {
        this.d = d;
        this.channel = (ServerSocketChannel) d.channel;
        KeepAlive.setTuning(channel, DialOptions.DEFAULT_KEEP_ALIVE);
    }

    /** With system calls for what the system has not set yet only. */
    private void setOptions(SocketChannel accepted) throws IOException {
        if (inherits == null) {
            inherits = KeepAlive.isTuned(accepted, DialOptions.DEFAULT_KEEP_ALIVE);
        }
        if (inherits) {
            KeepAlive.turnOn(accepted);
        } else {
            KeepAlive.set(accepted, DialOptions.DEFAULT_KEEP_ALIVE);
        }
    }

    @Override
    @SuppressWarnings("NullAway") // Route.at was given it
    public InetSocketAddress address() {
        return d.route.remote();
    }

    @Override
    public Go<TcpConnection> accept() {
        return new Accept();
    }

    private final class Accept extends Transfer<TcpConnection> {
        Accept() {
            super(SocketListener.this.d, SelectionKey.OP_ACCEPT);
        }

        @Override
        @Nullable
        Object attempt(Fiber f, Side s) throws IOException {
            SocketChannel accepted;
            try {
                accepted = channel.accept();
            } catch (ClosedChannelException e) {
                throw NetException.closed(d.route, "accept", 0);
            } catch (IOException e) {
                throw NetException.failure(d.route, "accept", Causes.of(e, "accept4"), 0, e);
            }
            if (accepted == null) {
                return null;
            }
            SocketConnection c = SocketConnection.of(d.scheduler, accepted, new Route("tcp", null, null));
            c.connected(true, options);
            return c;
        }

        @Override
        String op() {
            return "accept";
        }
    }

    @Override
    public Go<Unit> setDeadline(Duration fromNow) {
        return d.deadline(true, false, fromNow);
    }

    @Override
    public Go<Unit> setDeadline(Instant at) {
        return d.deadline(true, false, at);
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
    public String toString() {
        return "listener " + d;
    }
}
