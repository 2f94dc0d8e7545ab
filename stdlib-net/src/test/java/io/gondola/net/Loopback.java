package io.gondola.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.gondola.dsl.Go;
import io.gondola.dsl.GoRuntime;
import io.gondola.dsl.Panic;
import io.gondola.dsl.annotation.CanIgnoreReturnValue;
import io.vavr.Tuple2;
import io.vavr.control.Try;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** A runtime for tests of connections, and what they ask of it. Its end checks that it leaves no socket. */
@SuppressWarnings("NullAway") // failures have messages
final class Loopback implements AutoCloseable {
    private static final Path FILES = Path.of("/proc/self/fd");

    static {
        warmUp();
    }

    private final long before = sockets();
    final GoRuntime runtime;

    /** The first socket that is closed makes the JDK open one that it keeps. */
    private static void warmUp() {
        try (ServerSocketChannel l =
                        ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                SocketChannel c = SocketChannel.open(l.getLocalAddress())) {
            c.configureBlocking(false);
            l.accept().close();
        } catch (IOException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    Loopback() {
        this(2);
    }

    Loopback(int maxProcs) {
        runtime = GoRuntime.builder().maxProcs(maxProcs).build();
    }

    @CanIgnoreReturnValue
    <A> A run(Go<A> program) {
        return runtime.run(program);
    }

    /** Two ends of a connection: the one that has dialled, and the one that was accepted. */
    static Go<Tuple2<TcpConnection, TcpConnection>> pair() {
        return Net.listen("127.0.0.1:0")
                .flatMap(l -> TcpConnection.dial(l.address())
                        .flatMap(c -> l.accept().map(s -> new Tuple2<>(c, s)))
                        .defer(l.close()));
    }

    /** The text of the panic in which {@code program} ends. */
    static Go<String> error(Go<?> program) {
        return program.attempt().map(t -> t.isSuccess() ? "none: " + t.get() : text(t));
    }

    private static String text(Try<?> t) {
        Throwable e = t.getCause() instanceof Panic p && p.value() instanceof Throwable v ? v : t.getCause();
        return e instanceof NetException ? e.getMessage() : e.toString();
    }

    NetException failure(Go<?> program) {
        Throwable thrown = catchThrowable(() -> runtime.run(program));
        assertThat(thrown).isInstanceOf(Panic.class);
        assertThat(((Panic) thrown).value()).isInstanceOf(NetException.class);
        return (NetException) ((Panic) thrown).value();
    }

    /** Waits until the dump of the runtime's goroutines contains {@code text} {@code times}. */
    void untilDumpHas(String text, int times) {
        until(() -> runtime.dump().toString().split(text.replace("[", "\\["), -1).length > times);
    }

    static void until(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            LockSupport.parkNanos(200_000);
            if (Thread.interrupted()) {
                throw new AssertionError("the condition does not come true");
            }
        }
    }

    /** How many sockets this process has open; 0 where that cannot be known. */
    static long sockets() {
        if (!Files.isDirectory(FILES)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(FILES)) {
            return files.filter(Loopback::isSocket).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isSocket(Path file) {
        try {
            return Files.readSymbolicLink(file).toString().startsWith("socket:");
        } catch (IOException e) {
            return false; // closed since it was listed
        }
    }

    @Override
    public void close() {
        runtime.close();
        assertThat(sockets()).as("sockets after the runtime's end").isLessThanOrEqualTo(before);
        assertThat(runtime.stats().connections()).as("connections").isZero();
        assertThat(runtime.stats().listeners()).as("listeners").isZero();
    }
}
