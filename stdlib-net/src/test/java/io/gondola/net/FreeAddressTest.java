package io.gondola.net;

import static io.gondola.dsl.Go.forRange;
import static io.gondola.dsl.Go.go;
import static io.gondola.dsl.Go.parallel;
import static io.gondola.dsl.Go.sleep;
import static io.gondola.dsl.Go.unit;
import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.dsl.Go;
import io.gondola.net.transport.Addresses;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An address is free once close has ended, though NIO keeps a socket that was waited for until it looks again. */
class FreeAddressTest {
    private static final int ROUNDS = 300;

    private static Go<String> freeAddress() {
        return Net.listen("127.0.0.1:0").flatMap(l -> l.close().as(Addresses.text(l.address())));
    }

    /** A listener at {@code at} whose socket the poller watches, since somebody has waited there. */
    private static Go<TcpListener> watched(String at) {
        return Net.listen(at)
                .flatMap(l -> go(Loopback.error(l.accept()).then(Loopback.error(l.accept())))
                        .then(Net.dial(at).flatMap(TcpConnection::close))
                        .as(l));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void anotherListenerMayFollowAtOnce(int procs) {
        try (Loopback net = new Loopback(procs)) {
            String at = net.run(freeAddress());

            net.run(forRange(
                    0,
                    ROUNDS,
                    i -> watched(at)
                            .flatMap(l -> sleep(Duration.ofMillis(i % 3)).then(l.close()))));
            net.run(Net.listen(at).flatMap(TcpListener::close));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void aServerThatWasStoppedMayStartAgainAtOnce(int procs) {
        try (Loopback net = new Loopback(procs)) {
            String at = net.run(freeAddress());

            net.run(forRange(
                    0,
                    ROUNDS,
                    i -> Net.listen(at)
                            .flatMap(l -> parallel(List.of(
                                            l.serve(TcpConnection::close),
                                            Net.dial(at)
                                                    .flatMap(c -> c.read(ByteBuffer.allocate(1))
                                                            .then(c.close()))
                                                    .then(l.stop())))
                                    .then(unit()))));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void aListenerThatIsClosedAnswersNobody(int procs) throws IOException {
        try (Loopback net = new Loopback(procs)) {
            String at = net.run(freeAddress());
            int answered = 0;
            for (int i = 0; i < ROUNDS; i++) {
                TcpListener l = net.run(watched(at));
                net.run(sleep(Duration.ofMillis(i % 3)).then(l.close()));
                answered += isAnswered(l) ? 1 : 0;
            }

            assertThat(answered).isZero();
        }
    }

    private static boolean isAnswered(TcpListener l) throws IOException {
        try (Socket s = new Socket(l.address().getAddress(), l.address().getPort())) {
            return s.isConnected();
        } catch (SocketException e) {
            return false;
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void anotherDatagramSocketMayFollowAtOnce(int procs) {
        try (Loopback net = new Loopback(procs)) {
            String at = net.run(
                    Net.listenPacket("127.0.0.1:0").flatMap(s -> s.close().as(Addresses.text(s.localAddress()))));

            net.run(forRange(
                    0,
                    ROUNDS,
                    i -> Net.listenPacket(at)
                            .flatMap(s -> go(Loopback.error(s.receive()))
                                    .then(sleep(Duration.ofMillis(i % 3)))
                                    .then(s.close()))));
        }
    }
}
