package io.gondola.benchmarks;

import static io.gondola.dsl.Go.*;

import io.gondola.dsl.Go;
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

    private static Go<Unit> answer(TcpConnection c) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(BYTES);
        return forever(done -> c.read(buffer.clear()).flatMap(n -> n < 0 ? done.exit() : c.write(buffer.flip())));
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
}
