package io.gondola.benchmarks;

import static io.gondola.dsl.Go.*;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.Loop;
import io.gondola.dsl.Unit;
import io.gondola.net.Net;
import io.gondola.net.TcpConnection;
import io.gondola.net.TcpListener;
import io.gondola.sync.WaitGroup;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;

/** A server and its clients on Gondola, a goroutine for each end of a connection. */
final class NetworkPrograms {
    static final int CONNECTIONS = 200;
    static final int BYTES = 64;
    static final int CLIENTS = 8;
    static final int BLOCK = 32 << 10;
    static final int BACKLOG = 1_000;

    private NetworkPrograms() {}

    /** {@code n} requests by all connections together; yields how many were answered. */
    static Go<Long> echo(int n) {
        AtomicLong answered = new AtomicLong();
        WaitGroup clients = new WaitGroup();
        return Net.listen("localhost:0")
                .flatMap(l -> go("server", l.serve(NetworkPrograms::answer))
                        .then(clients.go(ask(l, n / CONNECTIONS, answered)).repeat(CONNECTIONS))
                        .then(clients.await())
                        .then(l.stop()))
                .then(call(answered::get));
    }

    static Go<Unit> answer(TcpConnection c) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(BYTES);
        Go<Integer> read = suspend(() -> c.read(buffer.clear()));
        return forever(done -> read.flatMap(n -> n < 0 ? done.exit() : c.write(buffer.flip())));
    }

    private static Go<Unit> ask(TcpListener l, int times, AtomicLong answered) {
        return TcpConnection.dial(l.address()).flatMap(c -> {
            ByteBuffer request = ByteBuffer.allocateDirect(BYTES);
            ByteBuffer answer = ByteBuffer.allocateDirect(BYTES);
            return forRange(0, times, i -> c.write(request.clear()).then(c.readFully(answer.clear())))
                    .then(run(() -> answered.addAndGet(times)))
                    .defer(c.close());
        });
    }

    /** {@code n} connections by all clients together, each of which the server closes; yields how many it was. */
    static Go<Long> accept(int n) {
        AtomicLong closed = new AtomicLong();
        WaitGroup clients = new WaitGroup();
        return Net.listen("localhost:0")
                .flatMap(l -> go("server", l.serve(c -> unit()))
                        .then(clients.go(comeAndGo(l, n / CLIENTS, closed)).repeat(CLIENTS))
                        .then(clients.await())
                        .then(l.stop()))
                .then(call(closed::get));
    }

    private static Go<Unit> comeAndGo(TcpListener l, int times, AtomicLong closed) {
        return suspend(() -> {
            ByteBuffer none = ByteBuffer.allocateDirect(1);
            return forRange(
                    0,
                    times,
                    i -> TcpConnection.dial(l.address())
                            .flatMap(c -> c.read(none)
                                    .peek(k -> closed.addAndGet(k < 0 ? 1 : 0))
                                    .then(c.close())));
        });
    }

    /** {@code n} connections that are all open before a byte goes there and back on each; yields how many did. */
    static Go<Long> idle(int n) {
        AtomicLong answered = new AtomicLong();
        WaitGroup open = new WaitGroup();
        WaitGroup clients = new WaitGroup();
        return Net.listen("localhost:0")
                .flatMap(l -> go("server", l.serve(NetworkPrograms::answerOnce))
                        .then(open.add(n))
                        .then(forRange(
                                0,
                                n,
                                i -> TcpConnection.dial(l.address())
                                        .flatMap(c -> clients.go(open.done()
                                                .then(open.await())
                                                .then(askOnce(c, answered))
                                                .defer(c.close())))))
                        .then(clients.await())
                        .then(l.stop()))
                .then(call(answered::get));
    }

    private static Go<Unit> askOnce(TcpConnection c, AtomicLong answered) {
        return suspend(() -> {
            ByteBuffer b = ByteBuffer.allocateDirect(1);
            return c.write(b).then(suspend(() -> c.read(b.clear()))).flatMap(k -> run(() -> answered.addAndGet(k)));
        });
    }

    private static Go<Unit> answerOnce(TcpConnection c) {
        ByteBuffer b = ByteBuffer.allocateDirect(1);
        return c.read(b).flatMap(k -> k == 1 ? c.write(b.flip()) : unit());
    }

    /** Yields how many of {@code n} bytes have arrived. */
    static Go<Long> transfer(int n) {
        Channel<Long> arrived = Channel.buffered(1);
        return Net.listen("localhost:0")
                .flatMap(l -> go("server", l.serve(c -> count(c).flatMap(arrived::send)))
                        .then(TcpConnection.dial(l.address()))
                        .flatMap(c -> send(c, n).defer(c.close()))
                        .then(arrived.receive())
                        .flatMap(sum -> l.stop().as(sum)));
    }

    private static Go<Unit> send(TcpConnection c, int n) {
        ByteBuffer block = ByteBuffer.allocateDirect(BLOCK);
        return forRange(0, (n + BLOCK - 1) / BLOCK, i -> c.write(block.clear().limit(Math.min(BLOCK, n - i * BLOCK))));
    }

    private static Go<Long> count(TcpConnection c) {
        ByteBuffer into = ByteBuffer.allocateDirect(BLOCK);
        return loop(0L, sum -> c.read(into.clear()).map(k -> k < 0 ? Loop.done(sum) : Loop.next(sum + k)));
    }
}
