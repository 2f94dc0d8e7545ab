package io.gondola.testkit.net;

import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.dsl.engine.Fiber;
import io.gondola.dsl.engine.OpKind;
import io.gondola.net.NetException;
import io.gondola.net.TcpConnection;
import io.gondola.net.transport.Route;
import io.gondola.testkit.NetFault;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One end of a connection of the virtual network. */
final class VirtualConnection extends TcpConnection {
    /*
     * Two ends share two pipes: what one writes into `out` the other reads from its `in`. The rules are those of TCP on
     * Linux, as Go shows them: bytes that were written before the end are still read; an end that is closed with bytes
     * unread, or with a linger of zero, resets the other one, which still reads what has come before, and learns of the
     * reset only if it was not told of the end by then.
     *
     * What is on its way to an end that is closed, or is written to it, goes as far as it finds room, and is lost. A
     * reset answers it, after which a write is a broken pipe; a write that found no room waits for it. The system asks
     * again and again whether there is room, so such a write is answered, too. While a partition lasts nothing is
     * answered, and what was sent, or asked, is answered after it; but a reset that goes lost is not sent again. What a
     * fault cuts is lost with all that was on its way.
     */
    final VirtualNetwork network;
    final Host host;
    final Route route;

    @SuppressWarnings("NullAway.Init") // who makes the two ends sets it
    VirtualConnection peer;

    final Pipe in;
    final Pipe out;
    private final Object link;
    private final Deadlines deadlines = new Deadlines();
    private boolean closed;
    private boolean readClosed;
    private boolean lingersNot;
    private boolean resetRead;
    private boolean broken;

    /** What was sent to the peer, which is closed, arrives there only once a partition has healed. */
    private boolean unanswered;

    /** Nobody is at the other end any more, and nobody tells. */
    boolean halfOpen;

    VirtualConnection(VirtualNetwork network, Host host, Route route, Pipe in, Pipe out, Object link) {
        this.network = network;
        this.host = host;
        this.route = route;
        this.in = in;
        this.out = out;
        this.link = link;
    }

    /** Whether anything gets from here to there at the moment. */
    private boolean isReachable() {
        return !network.isPartitioned(host, peer.host);
    }

    /** When what is sent now arrives. */
    private long arrival(Fiber f) {
        return isReachable() ? f.scheduler().nanoTime() + network.latency(f) : Pipe.NEVER;
    }

    /** Whether a reset has arrived here. */
    private boolean isCut(Fiber f) {
        return in.isReset(f.scheduler().nanoTime());
    }

    private NetException failure(String op, String cause, long written) {
        return NetException.failure(route, op, cause, written, null);
    }

    @Override
    public Go<Integer> read(ByteBuffer into) {
        return new Read(Objects.requireNonNull(into, "into"));
    }

    private final class Read extends NetOperation<Integer> {
        private final ByteBuffer into;

        Read(ByteBuffer into) {
            super(OpKind.NET_READ, link);
            this.into = into;
        }

        @Override
        @Nullable
        Object attempt(Fiber f) throws NetException {
            long now = f.scheduler().nanoTime();
            if (closed) {
                throw NetException.closed(route, "read", 0);
            }
            if (!into.hasRemaining()) {
                return 0;
            }
            if (deadlines.read <= now) {
                throw NetException.timeout(route, "read", 0);
            }
            if (in.hasArrived(now)) {
                return take(f, now);
            }
            if (resetRead || in.endsAt <= now) {
                return -1;
            }
            if (in.isReset(now)) {
                resetRead = true;
                broken = true;
                throw failure("read", "read: connection reset by peer", 0);
            }
            return readClosed ? -1 : null;
        }

        /** A segment or a part of it; where bytes are split also more than one. */
        private int take(Fiber f, long now) {
            int sum = 0;
            do {
                Pipe.Segment s = in.segments.element();
                int n = Math.min(s.left(), into.remaining());
                if (n > 1 && network.injects(f, NetFault.SPLIT)) {
                    n = 1 + f.scheduler().random(n - 1);
                }
                into.put(s.bytes, s.from, n);
                s.from += n;
                sum += n;
                if (s.left() > 0) {
                    break;
                }
                in.segments.remove();
            } while (into.hasRemaining()
                    && !in.segments.isEmpty()
                    && in.nextArrival() <= now
                    && network.injects(f, NetFault.SPLIT));
            in.buffered -= sum;
            in.writers.wakeAll();
            return sum;
        }

        @Override
        Waiters waiters() {
            return in.readers;
        }

        @Override
        long lookAgainAt(Fiber f) {
            return Math.min(deadlines.read, in.nextArrival());
        }
    }

    @Override
    public Go<Unit> write(ByteBuffer from) {
        Objects.requireNonNull(from, "from");
        return Go.suspend(() -> new Write(from));
    }

    @Override
    public Go<Unit> write(byte[] bytes) {
        Objects.requireNonNull(bytes, "bytes");
        return Go.suspend(() -> new Write(ByteBuffer.wrap(bytes)));
    }

    /** Made for one execution. */
    private final class Write extends NetOperation<Unit> {
        private final ByteBuffer from;
        private final int begin;

        Write(ByteBuffer from) {
            super(OpKind.NET_WRITE, link);
            this.from = from;
            this.begin = from.position();
        }

        private int written() {
            return from.position() - begin;
        }

        @Override
        @Nullable
        Object attempt(Fiber f) throws NetException {
            if (closed) {
                throw NetException.closed(route, "write", written());
            }
            if (deadlines.write <= f.scheduler().nanoTime()) {
                throw NetException.timeout(route, "write", written());
            }
            check(f);
            network.mayBreak(f, VirtualConnection.this);
            if (halfOpen) {
                loses(f, from.remaining());
                return Unit.UNIT;
            }
            if (peer.closed) {
                return toClosed(f);
            }
            while (from.hasRemaining()) {
                int room = room();
                if (room <= 0) {
                    return null;
                }
                if (network.injects(f, NetFault.RESET)) {
                    send(f, f.scheduler().random(room + 1));
                    out.loses(VirtualNetwork.step(f));
                    cut();
                    check(f);
                }
                send(
                        f,
                        room > 1 && network.injects(f, NetFault.SPLIT)
                                ? 1 + f.scheduler().random(room - 1)
                                : room);
            }
            return Unit.UNIT;
        }

        private int room() {
            return Math.min(out.window - out.buffered, from.remaining());
        }

        /** What finds room goes, and is lost; the rest waits for the reset that answers it. */
        private @Nullable Object toClosed(Fiber f) {
            if (from.hasRemaining()) { // nothing is sent of nothing
                answerArrives(arrival(f));
            }
            loses(f, room());
            return from.hasRemaining() ? null : Unit.UNIT;
        }

        private void check(Fiber f) throws NetException {
            if (isCut(f) && !broken) {
                broken = true;
                resetRead = true;
                if (in.endsAt > in.resetAt) {
                    throw failure("write", "write: connection reset by peer", written());
                }
            }
            if (broken || out.ended) {
                throw failure("write", "write: broken pipe", written());
            }
        }

        private void loses(Fiber f, int n) {
            if (n > 0) {
                out.lose(n, VirtualNetwork.step(f));
                from.position(from.position() + n);
            }
        }

        private void send(Fiber f, int n) {
            if (n > 0) {
                byte[] bytes = new byte[n];
                from.get(bytes);
                out.put(bytes, arrival(f), VirtualNetwork.step(f));
                out.readers.wakeAll();
            }
        }

        @Override
        Waiters waiters() {
            return out.writers;
        }

        @Override
        long lookAgainAt(Fiber f) {
            return Math.min(deadlines.write, in.resetAt);
        }
    }

    /** What was sent to the peer, which is closed, is answered with a reset, which arrives here at {@code at}. */
    private void answerArrives(long at) {
        unanswered = at == Pipe.NEVER;
        in.resetBehindAll(at);
    }

    /** The partition between the two ends is over: what it has held back arrives now. */
    void healed(Fiber f) {
        long now = f.scheduler().nanoTime();
        in.release(now);
        out.release(now);
        if (unanswered) {
            answerArrives(arrival(f));
        }
        in.wakeAll();
        out.wakeAll();
    }

    /** Cuts the connection for both ends. What is on its way is lost. */
    void cut() {
        reset();
        peer.reset();
    }

    private void reset() {
        in.resetAt = Long.MIN_VALUE;
        in.drop();
        in.wakeAll();
        out.wakeAll();
    }

    /** The host is gone: the other end learns it when it sends, or by a reset if {@code told}. */
    void vanish(boolean told) {
        closed = true;
        in.loseAll();
        if (told) {
            peer.reset();
        } else {
            peer.halfOpen = true;
        }
    }

    private Now<Unit> now(String op, Now.Action<Unit> action) {
        return new Now<>(OpKind.NET_CLOSE, link, f -> {
            if (closed) {
                throw NetException.closed(route, op, 0);
            }
            return action.perform(f);
        });
    }

    @Override
    public Go<Unit> closeWrite() {
        return now("close", f -> {
            if (broken || isCut(f)) {
                throw failure("close", "shutdown: transport endpoint is not connected", 0);
            }
            if (!out.ended) {
                end(f);
            }
            return Unit.UNIT;
        });
    }

    private void end(Fiber f) {
        if (halfOpen) {
            out.ended = true; // which nobody learns
        } else {
            out.end(arrival(f));
        }
        out.wakeAll();
    }

    @Override
    public Go<Unit> closeRead() {
        return now("close", f -> {
            if (broken || isCut(f)) {
                throw failure("close", "shutdown: transport endpoint is not connected", 0);
            }
            readClosed = true;
            in.readers.wakeAll();
            return Unit.UNIT;
        });
    }

    @Override
    public Go<Unit> close() {
        return now("close", f -> {
            closed = true;
            host.connections.remove(this);
            if (!halfOpen && !isCut(f)) {
                if (lingersNot || in.hasArrived(f.scheduler().nanoTime())) {
                    out.resetBehindAll(arrival(f));
                } else {
                    if (!out.ended) {
                        end(f);
                    }
                    if (in.buffered > 0) {
                        peer.answerArrives(isReachable() ? in.nextArrival() + network.latency(f) : Pipe.NEVER);
                    }
                }
            }
            in.wakeAll();
            out.wakeAll();
            return Unit.UNIT;
        });
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    /** The times of the scheduler's clock until which one may wait. */
    static final class Deadlines {
        long read = Pipe.NEVER;
        long write = Pipe.NEVER;
    }

    private Go<Unit> deadlines(boolean reads, boolean writes, Clocked at) {
        return new Now<>(OpKind.NET_CLOSE, link, f -> {
            if (closed) {
                throw NetException.closed(Route.at("tcp", route.local()), "set", 0);
            }
            long deadline = at.time(f);
            if (reads) {
                deadlines.read = deadline;
                in.readers.wakeAll();
            }
            if (writes) {
                deadlines.write = deadline;
                out.writers.wakeAll();
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
    public Go<Unit> noDelay(boolean on) {
        return now("set", f -> Unit.UNIT);
    }

    @Override
    public Go<Unit> keepAlive(Duration idle) {
        Objects.requireNonNull(idle, "idle");
        return now("set", f -> Unit.UNIT);
    }

    @Override
    public Go<Unit> linger(int seconds) {
        return now("set", f -> {
            lingersNot = seconds == 0;
            return Unit.UNIT;
        });
    }

    @Override
    @SuppressWarnings("NullAway") // the route of a connection has both ends
    public InetSocketAddress remoteAddress() {
        return route.remote();
    }

    @Override
    @SuppressWarnings("NullAway") // as above
    public InetSocketAddress localAddress() {
        return route.local();
    }

    @Override
    public String toString() {
        return link.toString();
    }
}
