package io.gondola.stress;

import io.gondola.context.Context;
import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.net.DialOptions;
import io.gondola.net.Net;
import io.gondola.net.Packet;
import io.gondola.net.ServeOptions;
import io.gondola.net.TcpConnection;
import io.gondola.net.TcpListener;
import io.gondola.net.Tls;
import io.gondola.net.UdpSocket;
import io.gondola.sync.WaitGroup;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Random;
import javax.net.ssl.SSLContext;

/**
 * A server and its clients that a seed decides, over the loopback interface: echoes of all sizes, deadlines,
 * half-closes, resets, dials that are given up, connections that are closed by others or that nobody closes, datagrams,
 * TLS. Whatever fails there is meant; that it ends, and leaves nothing, is what {@link Soak} looks at.
 */
final class NetworkSoakProgram {
    private static final int MAX_MILLIS = 8;
    private static final int MAX_BYTES = 200_000;
    private static final Duration PATIENCE = Duration.ofMillis(500);

    private final SSLContext tls;
    private final Random random;

    NetworkSoakProgram(SSLContext tls, long seed) {
        this.tls = tls;
        this.random = new Random(seed);
    }

    Go<Unit> main() {
        boolean encrypted = random.nextInt(6) == 0;
        int clients = 1 + random.nextInt(5);
        WaitGroup all = new WaitGroup();
        return Net.listen("127.0.0.1:0").flatMap(l -> {
            Go<Unit> served = l.serve(
                            c -> handle(encrypted ? Tls.server(c, tls) : c).attempt(), options())
                    .attempt()
                    .then(Go.unit());
            return Go.go(served)
                    .then(all.go(Go.suspend(() -> client(l, encrypted)).attempt())
                            .repeat(clients))
                    .then(all.go(Go.suspend(this::datagrams).attempt()))
                    .then(all.await())
                    .then(Go.suspend(() -> end(l)));
        });
    }

    private ServeOptions options() {
        ServeOptions options = ServeOptions.defaults().grace(duration());
        return random.nextBoolean() ? options : options.maxConnections(1 + random.nextInt(3));
    }

    /** Without a stop the runtime closes what is left. */
    private Go<Unit> end(TcpListener l) {
        return switch (random.nextInt(4)) {
            case 0 -> l.close();
            case 1 -> Go.unit();
            case 2 -> Go.panic("the end");
            default -> l.stop();
        };
    }

    private Go<?> handle(TcpConnection c) {
        Go<Unit> patient = c.setReadDeadline(PATIENCE).then(c.setWriteDeadline(PATIENCE));
        return patient.then(
                switch (random.nextInt(8)) {
                    case 0 -> c.readExactly(1).then(c.linger(0)); // and is reset
                    case 1 ->
                        c.readExactly(1)
                                .then(Go.panic(new IllegalStateException("the end"))
                                        .attempt());
                    case 2 -> c.closeWrite().then(c.copyTo(c));
                    case 3 -> Go.sleep(duration());
                    case 4 -> c.write(new byte[random.nextInt(MAX_BYTES)]);
                    default -> c.copyTo(c);
                });
    }

    private Go<?> client(TcpListener l, boolean encrypted) {
        if (random.nextInt(6) == 0) {
            return Context.background()
                    .withTimeout(Duration.ofNanos(random.nextInt(400_000)))
                    .flatMap(ctx -> dial(l, DialOptions.defaults().context(ctx)).flatMap(TcpConnection::close));
        }
        if (random.nextInt(8) == 0) {
            return Net.dial("127.0.0.1:1");
        }
        return dial(l, DialOptions.defaults().timeout(PATIENCE))
                .map(c -> encrypted && random.nextInt(8) > 0 ? Tls.client(c, tls, "localhost") : c)
                .flatMap(c -> c.setReadDeadline(PATIENCE)
                        .then(c.setWriteDeadline(PATIENCE))
                        .then(Go.suspend(() -> talk(c)))
                        .attempt()
                        .then(Go.suspend(() -> random.nextInt(8) == 0 ? Go.unit() : c.close())));
    }

    private static Go<TcpConnection> dial(TcpListener l, DialOptions options) {
        return Net.dial("127.0.0.1:" + l.address().getPort(), options);
    }

    private Go<?> talk(TcpConnection c) {
        byte[] bytes = new byte[1 + random.nextInt(random.nextBoolean() ? 100 : MAX_BYTES)];
        Go<?> echo = Go.go(c.write(bytes).attempt()).then(c.readExactly(bytes.length));
        return switch (random.nextInt(10)) {
            case 0 -> c.setReadDeadline(duration()).then(echo);
            case 1 -> c.write(bytes).then(c.closeWrite()).then(c.copyTo(c).attempt());
            case 2 -> c.write(bytes).then(c.linger(0));
            case 3 -> Go.go(Go.sleep(duration()).then(c.close()).attempt()).then(echo);
            case 4 ->
                Context.background()
                        .withTimeout(duration())
                        .flatMap(ctx -> ctx.run(c.read(ByteBuffer.allocate(1))).defer(ctx.cancel()));
            case 5 -> c.closeRead().then(c.write(bytes));
            case 6 ->
                Go.go(c.readExactly(1).attempt())
                        .then(c.readExactly(1).attempt())
                        .then(c.write(bytes));
            default -> echo.then(echo);
        };
    }

    private Go<?> datagrams() {
        int packets = random.nextInt(5);
        return Net.listenPacket("127.0.0.1:0")
                .flatMap(s -> Net.listenPacket("127.0.0.1:0")
                        .flatMap(t -> Go.go(t.setReadDeadline(PATIENCE)
                                        .then(t.receive().flatMap(t::send).repeat(packets))
                                        .attempt()
                                        .defer(t.close().attempt()))
                                .then(s.setReadDeadline(duration()))
                                .then(ask(s, t.localAddress()).repeat(packets))
                                .defer(s.close())));
    }

    private Go<?> ask(UdpSocket s, InetSocketAddress to) {
        return s.send(new Packet(to, new byte[random.nextInt(1_000)])).then(s.receive());
    }

    private Duration duration() {
        return Duration.ofNanos(random.nextInt(MAX_MILLIS * 1_000_000));
    }
}
