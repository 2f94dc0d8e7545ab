package io.gondola.net;

import static io.gondola.dsl.Go.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.gondola.context.Context;
import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.GoRuntime;
import io.gondola.dsl.Unit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The runtime is closed while connections are in each of their states: no descriptor, thread or goroutine is left. */
@SuppressWarnings("NullAway") // each test makes what it needs
class RuntimeCloseTest {
    private static final Path FILES = Path.of("/proc/self/fd");
    private static final Duration LONG = Duration.ofHours(1);
    private static final byte[] MUCH = new byte[32 << 20];
    private static final int RANDOM_ENDS = 150;

    @TempDir
    static Path directory;

    private static SSLContext client;
    private static SSLContext server;
    private static ServerSocketChannel full;
    private static final List<SocketChannel> waiting = new ArrayList<>();

    private long descriptors;
    private long threads;

    @BeforeAll
    static void prepare() throws Exception {
        Certificates known = Certificates.in(directory, "known").signed("good", "localhost");
        client = known.client();
        server = known.server("good");
        listenAndNeverAccept();
        endWhile(2, encrypted()); // what the JDK opens once
    }

    /** A dial to {@code full} gets no answer, since its backlog is full. */
    private static void listenAndNeverAccept() throws IOException {
        full = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
        for (int i = 0; i < 4; i++) {
            SocketChannel c = SocketChannel.open();
            c.configureBlocking(false);
            c.connect(full.getLocalAddress());
            waiting.add(c);
        }
    }

    @AfterAll
    static void closeThose() throws IOException {
        for (SocketChannel c : waiting) {
            c.close();
        }
        full.close();
    }

    @BeforeEach
    void count() {
        descriptors = descriptors();
        threads = threads();
    }

    /** Sockets, and what selectors have; 0 where that cannot be known. */
    private static long descriptors() {
        if (!Files.isDirectory(FILES)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(FILES)) {
            return files.filter(RuntimeCloseTest::isSocketOrSelector).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isSocketOrSelector(Path file) {
        try {
            String target = Files.readSymbolicLink(file).toString();
            return target.startsWith("socket:") || target.startsWith("anon_inode:[event");
        } catch (IOException e) {
            return false; // closed since it was listed
        }
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(t -> t.getName().startsWith("gondola-"))
                .count();
    }

    /** Closes the runtime of {@code program} as soon as so many goroutines wait for input or output. */
    private static void endWhile(int waits, Go<?> program) {
        GoRuntime runtime = GoRuntime.builder().maxProcs(2).build();
        CompletableFuture<?> end = runtime.start(program);
        Loopback.until(() -> waits(runtime) == waits || end.isDone());
        assertThat(end).isNotDone();
        end(runtime, end);
    }

    private static int waits(GoRuntime runtime) {
        return runtime.dump().toString().split("\\[IO wait", -1).length - 1;
    }

    private static void end(GoRuntime runtime, CompletableFuture<?> end) {
        runtime.close();

        assertThat(end).isDone();
        assertThat(runtime.stats().goroutines()).as("goroutines").isZero();
        assertThat(runtime.stats().connections()).as("connections").isZero();
        assertThat(runtime.stats().listeners()).as("listeners").isZero();
    }

    private void nothingIsLeft() {
        Loopback.until(() -> threads() <= threads);
        assertThat(descriptors()).as("descriptors").isEqualTo(descriptors);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("states")
    void theEndOfTheRuntimeLeavesNothingOf(String state, int waits, Go<?> program) {
        endWhile(waits, program);

        nothingIsLeft();
    }

    private static Stream<Arguments> states() throws IOException {
        String deaf = "127.0.0.1:" + ((InetSocketAddress) full.getLocalAddress()).getPort();
        return Stream.of(
                of("dialling", Net.dial(deaf)),
                of(
                        "dialling until a deadline",
                        Net.dial(deaf, DialOptions.defaults().timeout(LONG))),
                of("accepting", listen().flatMap(TcpListener::accept)),
                of(
                        "accepting until a deadline",
                        listen().flatMap(l -> l.setDeadline(LONG).then(l.accept()))),
                pair("reading", (a, b) -> a.read(one())),
                pair(
                        "reading until a deadline",
                        (a, b) -> a.setReadDeadline(LONG).then(a.read(one()))),
                pair(
                        "reading under a context",
                        (a, b) -> Context.background().withTimeout(LONG).flatMap(ctx -> ctx.run(a.read(one())))),
                pair(
                        "reading, with one half closed",
                        (a, b) -> a.closeWrite().then(b.read(one())).then(a.read(one()))),
                pair(
                        "reading behind another reader",
                        (a, b) -> go(a.read(one())).then(a.read(one()))),
                pair("writing into a full buffer", (a, b) -> a.write(MUCH)),
                pair(
                        "writing until a deadline",
                        (a, b) -> a.setWriteDeadline(LONG).then(a.write(MUCH))),
                pair(
                        "writing, with the peer closed for reading",
                        (a, b) -> b.closeRead().then(a.write(MUCH))),
                pair("copying", (a, b) -> a.copyTo(b)),
                pair("reading lines", (a, b) -> Lines.over(a).read()),
                pair(
                        "handshaking as a client",
                        (a, b) -> Tls.client(a, client, "localhost").read(one())),
                pair("handshaking as a server", (a, b) -> Tls.server(b, server).read(one())),
                arguments("reading what is encrypted", 2, encrypted()),
                arguments(
                        "reading and writing",
                        2,
                        Loopback.pair().flatMap(p -> go(p._1.read(one())).then(p._1.write(MUCH)))),
                arguments("serving with open handlers", 7, serving(ServeOptions.defaults(), false)),
                arguments(
                        "serving as many as it may",
                        5,
                        serving(ServeOptions.defaults().maxConnections(2), false)),
                arguments(
                        "stopping within its grace",
                        6,
                        serving(ServeOptions.defaults().grace(LONG), true)),
                of("receiving packets", Net.listenPacket("127.0.0.1:0").flatMap(UdpSocket::receive)),
                of(
                        "receiving packets until a deadline",
                        Net.listenPacket("127.0.0.1:0")
                                .flatMap(s -> s.setReadDeadline(LONG).then(s.receive()))));
    }

    private static Arguments of(String state, Go<?> program) {
        return arguments(state, 1, program);
    }

    private interface OnPair {
        Go<?> apply(TcpConnection a, TcpConnection b);
    }

    private static Arguments pair(String state, OnPair program) {
        return of(state, Loopback.pair().flatMap(p -> program.apply(p._1, p._2)));
    }

    private static Go<TcpListener> listen() {
        return Net.listen("127.0.0.1:0");
    }

    private static ByteBuffer one() {
        return ByteBuffer.allocate(1);
    }

    /** The handshake is over, and both ends read. */
    private static Go<?> encrypted() {
        return Loopback.pair().flatMap(p -> {
            TcpConnection asks = Tls.client(p._1, client, "localhost");
            TcpConnection answers = Tls.server(p._2, server);
            return go(answers.readExactly(1).then(answers.write(new byte[1])).then(answers.read(one())))
                    .then(asks.write(new byte[1]))
                    .then(asks.readExactly(1))
                    .then(asks.read(one()));
        });
    }

    /** Three clients, and handlers that read without end; stopped when these have begun, if asked for. */
    private static Go<?> serving(ServeOptions options, boolean stops) {
        Channel<Unit> begun = Channel.buffered(3);
        return listen().flatMap(l -> {
            Go<Unit> server = l.serve(c -> begun.send(Unit.UNIT).then(c.read(one())), options);
            Go<?> ask = TcpConnection.dial(l.address()).flatMap(c -> c.read(one()));
            Go<?> stopped = begun.receive().repeat(3).then(l.stop());
            return go(server).then(go(ask).repeat(3)).then(stops ? stopped : never());
        });
    }

    /** Hunts what is opened, registered, handed over or closed just when the runtime ends. */
    @Test
    void theEndOfTheRuntimeAtAnyMomentLeavesNothing() {
        for (int i = 0; i < RANDOM_ENDS; i++) {
            GoRuntime runtime = GoRuntime.builder().maxProcs(2).build();
            CompletableFuture<?> end = runtime.start(listen().flatMap(l -> {
                Go<?> comeAndGo = TcpConnection.dial(l.address())
                        .flatMap(c -> c.write(new byte[100])
                                .then(c.setReadDeadline(Duration.ofMillis(1)))
                                .then(c.readExactly(100).attempt())
                                .then(c.close()));
                return go(forever(comeAndGo)).repeat(4).then(l.serve(c -> c.copyTo(c)));
            }));
            LockSupport.parkNanos(ThreadLocalRandom.current().nextInt(4_000_000));

            end(runtime, end);
        }
        nothingIsLeft();
    }
}
