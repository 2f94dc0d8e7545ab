package io.gondola.net;

import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;

/**
 * A connection over another one, which does what has nothing to do with the bytes: it has the addresses, the deadlines
 * and the options.
 */
abstract class UpperConnection extends TcpConnection {
    final TcpConnection below;

    UpperConnection(TcpConnection below) {
        this.below = below;
    }

    @Override
    public Go<Unit> closeRead() {
        return below.closeRead();
    }

    @Override
    public boolean isClosed() {
        return below.isClosed();
    }

    @Override
    public Go<Unit> setReadDeadline(Duration fromNow) {
        return below.setReadDeadline(fromNow);
    }

    @Override
    public Go<Unit> setWriteDeadline(Duration fromNow) {
        return below.setWriteDeadline(fromNow);
    }

    @Override
    public Go<Unit> setReadDeadline(Instant at) {
        return below.setReadDeadline(at);
    }

    @Override
    public Go<Unit> setWriteDeadline(Instant at) {
        return below.setWriteDeadline(at);
    }

    @Override
    public Go<Unit> clearDeadlines() {
        return below.clearDeadlines();
    }

    @Override
    public Go<Unit> noDelay(boolean on) {
        return below.noDelay(on);
    }

    @Override
    public Go<Unit> keepAlive(Duration idle) {
        return below.keepAlive(idle);
    }

    @Override
    public Go<Unit> linger(int seconds) {
        return below.linger(seconds);
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return below.remoteAddress();
    }

    @Override
    public InetSocketAddress localAddress() {
        return below.localAddress();
    }
}
