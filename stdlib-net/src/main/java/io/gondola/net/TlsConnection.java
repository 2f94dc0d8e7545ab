package io.gondola.net;

import io.gondola.dsl.Go;
import io.gondola.dsl.Loop;
import io.gondola.dsl.Unit;
import io.gondola.net.transport.Route;
import io.gondola.sync.Mutex;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * TLS over another connection, by the JDK's engine.
 *
 * @go crypto/tls/conn.go
 */
final class TlsConnection extends UpperConnection {
    /*
     * The engine turns bytes into records (wrap) and back (unwrap), says when it needs more, and never waits. What it
     * needs becomes a read or a write of the connection below, or blocking code for the tasks that compute.
     *
     * Who may touch what. The holder of `reading` unwraps and owns `in` and `plain`; the holder of `writing` wraps. The
     * engine allows both at once. The handshake holds both, in this order. After it, a record that is read may ask for
     * one to be written (an update of keys): the reader then takes `writing` while it holds `reading`, the same order.
     * Nobody takes `reading` while holding `writing`.
     *
     * A handshake that failed stays failed, whatever the reason, as in Go: the peer may have got half of a record. So
     * does writing after a wait in the middle of a record was given up, which `torn` tells.
     *
     * Nothing is kept while nothing is there: `in` grows from a few hundred bytes to the size of a record when one
     * comes, and is dropped once it is empty; so is `plain`.
     */
    private static final Duration FAREWELL = Duration.ofSeconds(5); // Go: crypto/tls/conn.go, closeNotify
    private static final int FIRST = 512;
    private static final byte[] NONE = {};
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final SSLEngine engine;
    private final Mutex reading = new Mutex().named("tls reading");
    private final Mutex writing = new Mutex().named("tls writing");

    private volatile boolean greeted;

    /** The engine has said that the handshake has come to a good end. Of who makes it. */
    private boolean finished;

    /** Why the handshake failed; null if it has not. */
    private volatile @Nullable NetException refused;

    /** Why writing has ended; null if it has not. */
    private volatile @Nullable NetException poison;

    private volatile boolean farewellSaid;

    /** A record is under way; if nobody sends it, its rest never comes. Of the holder of `writing`. */
    private boolean torn;

    /** Where what is written stands behind its last record that has gone. Of the holder of `writing`. */
    private int sent;

    // of who reads: encrypted bytes, in `received` up to `filled`, and decrypted ones
    private byte[] received = NONE;
    private int filled;
    private ByteBuffer plain = NOTHING;
    private boolean ended;

    TlsConnection(TcpConnection below, SSLEngine engine) {
        super(below);
        this.engine = engine;
    }

    private Route route() {
        return new Route("tcp", localAddress(), remoteAddress());
    }

    private NetException failure(String op, SSLException e) {
        return NetException.failure(route(), op, TlsCauses.of(e), 0, e);
    }

    private Go<Unit> greet() {
        return Go.suspend(() -> greeted
                ? Go.unit()
                : reading.withLock(writing.withLock(Go.suspend(() -> greeted ? Go.unit() : handshake()))));
    }

    private Go<Unit> handshake() {
        if (refused != null) {
            return Streams.fail(refused);
        }
        return Go.loop(
                        false,
                        begun -> Go.suspend(() -> {
                                    if (!begun) {
                                        engine.beginHandshake();
                                    }
                                    return negotiate();
                                })
                                .map(done ->
                                        done ? Loop.<Boolean, Unit>done(Unit.UNIT) : Loop.<Boolean, Unit>next(true)))
                .onPanic(p -> p.value() instanceof IOException e ? refuse(e) : Go.unit())
                .then(Go.run(() -> greeted = true));
    }

    /** Tells the peer, as far as it listens, and panics. If the connection below has failed, that is the error. */
    private Go<Unit> refuse(IOException e) {
        if (!(e instanceof SSLException failed)) {
            NetException broken = because(e, "handshake", TlsCauses.message(e), 0);
            refused = broken;
            return Streams.fail(broken);
        }
        NetException why = failure("handshake", failed);
        refused = why;
        Go<Unit> alert = Go.suspend(() -> send(NOTHING)).attempt().then(Go.unit());
        return alert.then(Streams.fail(why));
    }

    /** One step of the handshake; yields whether it is done. */
    private Go<Boolean> negotiate() throws SSLException {
        return switch (engine.getHandshakeStatus()) {
            case NEED_TASK -> tasks().as(false);
            case NEED_WRAP -> send(NOTHING).as(false);
            case NEED_UNWRAP, NEED_UNWRAP_AGAIN ->
                unwrap().status() == SSLEngineResult.Status.BUFFER_UNDERFLOW
                        ? receive().map(n -> {
                            if (n < 0) {
                                throw Streams.unexpectedEof();
                            }
                            return false;
                        })
                        : Go.pure(false);
            default -> Go.pure(isGreeted());
        };
    }

    /** The engine also stops when a task has failed and the alert is made: the next call then tells why. */
    private boolean isGreeted() throws SSLException {
        if (!finished) {
            var unused = unwrap();
            throw new SSLException("closed during the handshake");
        }
        return true;
    }

    private Go<Unit> tasks() {
        return Go.blocking(() -> {
            for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
                task.run();
            }
            return Unit.UNIT;
        });
    }

    // reading

    private record Unwrapped(SSLEngineResult.Status status, HandshakeStatus handshake) {}

    /** Decrypts a record, if there is one, into `plain`. */
    private Unwrapped unwrap() throws SSLException {
        ByteBuffer in = ByteBuffer.wrap(received, 0, filled);
        ByteBuffer out = plain;
        boolean fresh = false;
        while (true) {
            SSLEngineResult r = engine.unwrap(in, out);
            if (r.getStatus() == SSLEngineResult.Status.BUFFER_OVERFLOW) {
                fresh = true;
                out = ByteBuffer.allocate(Math.max(engine.getSession().getApplicationBufferSize(), 2 * out.capacity()));
                continue;
            }
            if (!greeted) {
                finished |= r.getHandshakeStatus() == HandshakeStatus.FINISHED;
            }
            filled = in.remaining();
            System.arraycopy(received, in.position(), received, 0, filled);
            if (filled == 0) {
                received = NONE;
            }
            if (fresh) {
                plain = out.flip();
            }
            return new Unwrapped(r.getStatus(), r.getHandshakeStatus());
        }
    }

    private Go<Integer> receive() {
        return Go.suspend(() -> {
                    if (filled == received.length) {
                        int most = filled + engine.getSession().getPacketBufferSize();
                        received = Arrays.copyOf(received, Math.max(FIRST, Math.min(2 * received.length, most)));
                    }
                    return below.read(ByteBuffer.wrap(received, filled, received.length - filled));
                })
                .peek(n -> filled += Math.max(0, n));
    }

    @Override
    public Go<Integer> read(ByteBuffer into) {
        Objects.requireNonNull(into, "into");
        Go<Integer> read = Go.loop(0, i -> Go.suspend(() -> round(into)));
        return greet().then(reading.withLock(read))
                .onPanic(p -> p.value() instanceof SSLException e ? Streams.fail(failure("read", e)) : Go.unit());
    }

    private Go<Loop<Integer, Integer>> round(ByteBuffer into) throws SSLException {
        if (plain.hasRemaining() || !into.hasRemaining()) {
            return Go.pure(Loop.done(take(into)));
        }
        if (ended) {
            return Go.pure(Loop.done(-1));
        }
        Unwrapped r = unwrap();
        Loop<Integer, Integer> again = Loop.next(0);
        if (r.status() == SSLEngineResult.Status.CLOSED) {
            ended = true;
            return Go.pure(again);
        }
        if (r.handshake() == HandshakeStatus.NEED_TASK) {
            return tasks().as(again);
        }
        if (r.handshake() == HandshakeStatus.NEED_WRAP) {
            return writing.withLock(Go.suspend(() -> send(NOTHING))).as(again);
        }
        if (r.status() != SSLEngineResult.Status.BUFFER_UNDERFLOW) {
            return Go.pure(again);
        }
        return receive().map(n -> {
            if (n < 0) {
                throw Streams.unexpectedEof();
            }
            return again;
        });
    }

    private int take(ByteBuffer into) {
        int n = Math.min(plain.remaining(), into.remaining());
        into.put(into.position(), plain, plain.position(), n).position(into.position() + n);
        plain.position(plain.position() + n);
        if (!plain.hasRemaining()) {
            plain = NOTHING;
        }
        return n;
    }

    // writing

    /** Encrypts as much of {@code from} as one record takes, or what the engine itself has to tell, and sends it. */
    private Go<Unit> send(ByteBuffer from) throws SSLException {
        if (torn) {
            throw new SSLException("a record was sent in part only");
        }
        ByteBuffer out = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        SSLEngineResult r = engine.wrap(from, out);
        if (!greeted) {
            finished |= r.getHandshakeStatus() == HandshakeStatus.FINISHED;
        }
        if (r.getStatus() == SSLEngineResult.Status.CLOSED && out.position() == 0) {
            throw new SSLException("closed");
        }
        torn = true;
        return below.write(out.flip()).peek(u -> {
            torn = false;
            sent = from.position();
        });
    }

    @Override
    public Go<Unit> write(ByteBuffer from) {
        Objects.requireNonNull(from, "from");
        Go<Unit> all = Go.forWhile(from::hasRemaining, Go.suspend(() -> send(from)));
        Go<Unit> unlessPoisoned = Go.suspend(() -> {
            if (below.isClosed()) {
                return below.write(NOTHING); // which says so
            }
            return poison != null ? Streams.fail(poison) : counted(from, all);
        });
        return greet().then(writing.withLock(unlessPoisoned));
    }

    @Override
    public Go<Unit> write(byte[] bytes) {
        Objects.requireNonNull(bytes, "bytes");
        return Go.suspend(() -> write(ByteBuffer.wrap(bytes)));
    }

    /** What fails poisons. A record that went in part counts as none. */
    private Go<Unit> counted(ByteBuffer from, Go<Unit> all) {
        int begin = from.position();
        sent = begin;
        return all.onPanic(p -> {
            Throwable t = p.value() instanceof Throwable v ? v : p;
            String message = t instanceof SSLException e ? failure("write", e).text() : TlsCauses.message(t);
            poison = because(t, "write", message, 0);
            from.position(sent);
            return Streams.fail(because(t, "write", message, sent - begin));
        });
    }

    private static NetException because(Throwable cause, String op, String message, long written) {
        NetException e = new NetException(op, message, written);
        e.initCause(cause);
        return e;
    }

    // the end

    /** Says farewell, unless somebody writes at this moment. */
    private Go<Unit> sayFarewell() {
        Go<Unit> say = Go.suspend(() -> {
            if (!greeted || farewellSaid || poison != null) {
                return Go.unit();
            }
            farewellSaid = true;
            poison = NetException.failure(route(), "write", "write: " + Causes.BROKEN_PIPE);
            engine.closeOutbound();
            return below.setWriteDeadline(FAREWELL).then(Go.suspend(() -> send(NOTHING)));
        });
        return writing.tryLock().flatMap(free -> free ? say.attempt().then(writing.unlock()) : Go.unit());
    }

    @Override
    public Go<Unit> closeWrite() {
        return greet().then(sayFarewell()).then(below.closeWrite());
    }

    @Override
    public Go<Unit> close() {
        return Go.suspend(() ->
                below.isClosed() ? below.close() : sayFarewell().then(drop()).then(below.close()));
    }

    /**
     * What the peer's engine has sent by itself must not make a reset of the close, which would overtake what was
     * written.
     */
    private Go<Unit> drop() {
        return below instanceof SocketConnection socket ? socket.drop() : Go.unit();
    }

    @Override
    public String toString() {
        return "tls over " + below;
    }
}
