package io.gondola.net;

import static io.gondola.dsl.Go.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.dsl.Go;
import io.gondola.dsl.Loop;
import io.gondola.dsl.Unit;
import io.gondola.net.transport.Addresses;
import io.vavr.Tuple2;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {
    @TempDir
    static Path directory;

    private static SSLContext good;
    private static SSLContext other;

    private final Loopback net = new Loopback();

    @BeforeAll
    static void makeCertificates() throws Exception {
        good = Certificates.in(directory, "good")
                .signed("localhost", "localhost")
                .server("localhost");
        other = Certificates.in(directory, "other")
                .signed("localhost", "localhost")
                .server("localhost");
    }

    @AfterEach
    void close() {
        net.close();
    }

    /** The client's end and the server's. */
    private static Go<Tuple2<TcpConnection, TcpConnection>> pair(SSLContext context, String host) {
        return Loopback.pair().map(p -> new Tuple2<>(Tls.client(p._1, context, host), Tls.server(p._2, context)));
    }

    private String failure(SSLContext context, String host) {
        return net.run(pair(context, host)
                .flatMap(p -> go(p._2.readExactly(1).attempt().then(p._2.close().attempt()))
                        .then(Loopback.error(p._1.write(new byte[1])
                                .then(p._1.read(ByteBuffer.allocate(1)))
                                .defer(p._1.close())))));
    }

    @Test
    void writtenBytesAreReadInBothDirections() {
        net.run(pair(good, "localhost")
                .flatMap(p -> go(p._2.readExactly(3).flatMap(p._2::write).then(p._2.closeWrite()))
                        .then(p._1.write(new byte[] {1, 2, 3}))
                        .then(p._1.readExactly(3))
                        .peek(b -> assertThat(b).containsExactly(1, 2, 3))
                        .then(p._1.read(ByteBuffer.allocate(1)))
                        .peek(n -> assertThat(n).isEqualTo(-1))
                        .then(Loopback.error(p._2.write(new byte[1])))
                        .peek(text -> assertThat(text).endsWith("write: broken pipe"))
                        .then(p._1.close())
                        .then(p._2.close())));
    }

    @Test
    void wrongCertificatesFailTheHandshakeForGood() {
        assertThat(failure(good, "example.org"))
                .startsWith("handshake tcp 127.0.0.1:")
                .contains("tls: ", "example.org");
        net.run(Loopback.pair().flatMap(p -> {
            TcpConnection client = Tls.client(p._1, other, "localhost"); // which does not trust the server's
            TcpConnection server = Tls.server(p._2, good);
            return go(server.readExactly(1).attempt().then(server.close()))
                    .then(client.write(new byte[1]).attempt())
                    .flatMap(t -> {
                        assertThat(t.getCause())
                                .isInstanceOf(NetException.class)
                                .hasCauseInstanceOf(SSLException.class);
                        return client.write(new byte[1])
                                .attempt()
                                .peek(again -> assertThat(again.getCause())
                                        .hasMessage(t.getCause().getMessage()));
                    })
                    .then(client.close());
        }));
    }

    @Test
    void plainTextSentToATlsPortIsRefusedAndTheServerGoesOn() {
        TcpListener l = net.run(Net.listen("127.0.0.1:0"));
        var served = net.runtime.start(l.serve(c -> {
            TcpConnection tls = Tls.server(c, good);
            return tls.readExactly(1).flatMap(tls::write).defer(tls.close().attempt());
        }));
        String address = Addresses.text(l.address());

        net.run(Net.dial(address)
                .flatMap(c -> c.write("GET / HTTP/1.0\r\n\r\n".getBytes(java.nio.charset.StandardCharsets.UTF_8))
                        .then(c.read(ByteBuffer.allocate(100)).attempt())
                        .defer(c.close())));
        byte[] answer = net.run(Net.dial(address)
                .map(c -> Tls.client(c, good, "localhost"))
                .flatMap(c -> c.write(new byte[] {5}).then(c.readExactly(1)).defer(c.close())));

        assertThat(answer).containsExactly(5);
        net.run(l.stop());
        served.join();
    }

    @Test
    void aStreamThatIsCutWithoutAFarewellIsAnUnexpectedEof() {
        String text = net.run(Loopback.pair().flatMap(p -> {
            TcpConnection client = Tls.client(p._1, good, "localhost");
            TcpConnection server = Tls.server(p._2, good);
            return go(server.write(new byte[1]).then(p._2.close()))
                    .then(client.readExactly(1))
                    .then(Loopback.error(client.read(ByteBuffer.allocate(1))));
        }));

        assertThat(text).isEqualTo("unexpected EOF");
    }

    @Test
    void aWriteThatTimedOutEndsWritingForGood() {
        net.run(pair(good, "localhost")
                .flatMap(p -> go(p._2.readExactly(1).attempt())
                        .then(p._1.write(new byte[1]))
                        .then(p._1.setWriteDeadline(Duration.ofMillis(50)))
                        .then(Loopback.error(p._1.write(new byte[64 << 20])))
                        .peek(text -> assertThat(text).endsWith(": i/o timeout"))
                        .then(p._1.clearDeadlines())
                        .then(Loopback.error(p._1.write(new byte[1])))
                        .peek(text -> assertThat(text).endsWith(": i/o timeout"))));
    }

    /** A record of which a part has gone is of no use to the peer. */
    @Test
    void aWriteThatTimedOutCountsTheRecordsThatHaveGone() {
        ByteBuffer bytes = ByteBuffer.allocate(64 << 20);
        net.run(pair(good, "localhost").flatMap(p -> {
            Go<Throwable> failed = p._1.write(bytes).attempt().map(t -> t.getCause());
            return go(p._2.readExactly(1).attempt())
                    .then(p._1.write(new byte[1]))
                    .then(p._1.setWriteDeadline(Duration.ofMillis(50)))
                    .then(failed)
                    .flatMap(t -> p._1.close().then(rest(p._2)).peek(n -> {
                        assertThat(((NetException) t).written()).isEqualTo(n).isPositive();
                        assertThat(bytes.position()).isEqualTo(n.intValue());
                    }));
        }));
    }

    @Test
    void aWriteThatTimedOutBeforeItsFirstRecordHasGoneCountsNothing() {
        ByteBuffer bytes = ByteBuffer.allocate(100);
        Throwable t = net.run(pair(good, "localhost")
                .flatMap(p -> go(p._2.readExactly(1).attempt())
                        .then(p._1.write(new byte[1]))
                        .then(p._1.setWriteDeadline(Instant.EPOCH))
                        .then(p._1.write(bytes).attempt().map(failed -> failed.getCause()))));

        assertThat(((NetException) t).written()).isZero();
        assertThat(bytes.position()).isZero();
    }

    /** How many bytes come until the stream breaks off. */
    private static Go<Long> rest(TcpConnection c) {
        long[] sum = {0};
        Go<Unit> read = Go.suspend(() -> c.read(ByteBuffer.allocate(1 << 16)).peek(n -> sum[0] += n))
                .then(Go.unit());
        return Go.forever(read).attempt().map(end -> {
            assertThat(end.getCause()).hasMessage("unexpected EOF");
            return sum[0];
        });
    }

    @Test
    void theHandshakeIsUnderTheDeadlines() {
        String text = net.run(Loopback.pair().flatMap(p -> {
            TcpConnection client = Tls.client(p._1, good, "localhost");
            return client.setReadDeadline(Duration.ofMillis(5)).then(Loopback.error(client.write(new byte[1])));
        }));

        assertThat(text).endsWith(": i/o timeout");
    }

    @Test
    void someMegabytesArriveByRandomSplits() throws Exception {
        transfer(8L << 20);
    }

    @Test
    @Tag("stress")
    void aGibibyteArrivesByRandomSplits() throws Exception {
        transfer(1L << 30);
    }

    private void transfer(long total) throws Exception {
        MessageDigest sent = MessageDigest.getInstance("SHA-256");
        MessageDigest got = MessageDigest.getInstance("SHA-256");
        Random random = new Random(3);
        Tuple2<TcpConnection, TcpConnection> p = net.run(pair(good, "localhost"));
        Go<Unit> write = Go.<Long, Unit>loop(0L, sum -> {
                    if (sum == total) {
                        return pure(Loop.done(Unit.UNIT));
                    }
                    byte[] bytes = new byte[(int) Math.min(total - sum, 1 + random.nextInt(100_000))];
                    random.nextBytes(bytes);
                    sent.update(bytes);
                    return p._1.write(bytes).as(Loop.next(sum + bytes.length));
                })
                .then(p._1.close());
        Go<Long> read = Go.loop(0L, sum -> {
            ByteBuffer into = ByteBuffer.allocate(1 + new Random(sum).nextInt(70_000));
            return p._2.read(into).map(n -> {
                got.update(into.flip());
                return n < 0 ? Loop.<Long, Long>done(sum) : Loop.<Long, Long>next(sum + n);
            });
        });
        CompletableFuture<Unit> writing = net.runtime.start(write);

        assertThat(net.run(read)).isEqualTo(total);
        writing.join();
        assertThat(got.digest()).isEqualTo(sent.digest());
    }
}
