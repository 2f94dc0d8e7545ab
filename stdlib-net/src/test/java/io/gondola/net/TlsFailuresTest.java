package io.gondola.net;

import static io.gondola.dsl.Go.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.context.CancelContext;
import io.gondola.context.Context;
import io.gondola.dsl.Go;
import io.gondola.dsl.Panic;
import io.gondola.dsl.Unit;
import io.gondola.net.transport.Addresses;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Handshakes that fail. Each is one error at either end and one line of the log, the server goes on, and nothing is
 * left: {@link Loopback#close} counts.
 */
@SuppressWarnings("NullAway") // each test makes what it needs; failures have messages
class TlsFailuresTest {
    @TempDir
    static Path directory;

    private static Certificates known;
    private static SSLContext client;
    private static SSLContext good;
    private static SSLContext stranger;

    private final Loopback net = new Loopback();
    private final List<String> refused = new CopyOnWriteArrayList<>();
    private CapturedLog log;
    private TcpListener listener;
    private CompletableFuture<Unit> served;

    @BeforeAll
    static void makeCertificates() throws Exception {
        known = Certificates.in(directory, "known")
                .signed("good", "localhost")
                .signed("expired", "localhost", "-startdate", "-20d", "-validity", "10")
                .signed("early", "localhost", "-startdate", "+5d", "-validity", "10")
                .signed("elsewhere", "example.org")
                .selfSigned("alone", "localhost");
        client = known.client();
        good = known.server("good");
        stranger = Certificates.in(directory, "stranger")
                .signed("good", "localhost")
                .server("good");
    }

    @BeforeEach
    void captureTheLog() {
        log = CapturedLog.of("io.gondola.net");
    }

    @AfterEach
    void close() {
        log.close();
        net.close();
    }

    /** An echo of single bytes; what its handlers fail with goes to {@code refused}. */
    private void serve(SSLContext context) {
        listener = net.run(Net.listen("127.0.0.1:0"));
        served = net.runtime.start(listener.serve(c -> {
            TcpConnection tls = Tls.server(c, context);
            return c.setReadDeadline(Duration.ofSeconds(30))
                    .then(tls.readExactly(1))
                    .flatMap(tls::write)
                    .onPanic(p -> run(() -> refused.add(text(p))));
        }));
    }

    private static String text(Panic p) {
        return p.value() instanceof NetException e ? e.getMessage() : "not of the network: " + p.value();
    }

    private Go<TcpConnection> dial() {
        return Net.dial(Addresses.text(listener.address()));
    }

    private Go<byte[]> ask(SSLContext context) {
        return dial().map(c -> Tls.client(c, context, "localhost"))
                .flatMap(c -> c.write(new byte[] {5}).then(c.readExactly(1)).defer(c.close()));
    }

    /** The server has failed once, with this text, has logged it once, and goes on. */
    private void refusedOnce(String... parts) {
        Loopback.until(() -> log.messages().size() == 1);
        assertThat(refused).hasSize(1);
        assertThat(refused.get(0)).contains(parts);
        assertThat(log.messages().get(0))
                .startsWith("TLS handshake failed, its connection is closed: connection=tcp 127.0.0.1:")
                .endsWith("error=" + refused.get(0));
    }

    private void goesOn() {
        assertThat(net.run(ask(client))).containsExactly(5);
        net.run(listener.stop());
        assertThat(served.join()).isEqualTo(Unit.UNIT);
        assertThat(log.messages()).hasSize(1);
    }

    /** The client refuses the certificate {@code alias}: its error, after {@code tls:}. */
    private String refusal(String alias) throws Exception {
        serve(known.server(alias));
        NetException e = net.failure(ask(client));
        assertThat(e.op()).isEqualTo("handshake");
        assertThat(e).hasCauseInstanceOf(SSLException.class);
        refusedOnce("handshake tcp 127.0.0.1:", ": remote error: tls: ");
        net.run(listener.stop());
        served.join();
        return e.getMessage();
    }

    @Test
    void anExpiredCertificateIsRefusedWithItsDate() throws Exception {
        assertThat(refusal("expired"))
                .matches("handshake tcp 127\\.0\\.0\\.1:\\d+->127\\.0\\.0\\.1:\\d+: tls: failed to verify certificate: "
                        + "x509: certificate has expired or is not yet valid: current time \\S+Z is after \\S+Z");
    }

    @Test
    void aCertificateThatIsNotYetValidIsRefusedWithItsDate() throws Exception {
        assertThat(refusal("early"))
                .matches(".*: tls: failed to verify certificate: x509: certificate has expired or is not yet valid: "
                        + "current time \\S+Z is before \\S+Z");
    }

    @Test
    void aCertificateForAnotherHostIsRefused() throws Exception {
        assertThat(refusal("elsewhere"))
                .contains("tls: failed to verify certificate: x509: certificate is valid for other names: ")
                .contains("localhost");
    }

    @Test
    void aCertificateThatVouchesForItselfIsRefused() throws Exception {
        assertThat(refusal("alone"))
                .endsWith(": tls: failed to verify certificate: x509: certificate signed by unknown authority");
    }

    @Test
    void aClientThatDoesNotKnowTheAuthorityRefusesAndOthersAreServed() {
        serve(good);

        assertThat(net.run(Loopback.error(ask(stranger))))
                .endsWith(": tls: failed to verify certificate: x509: certificate signed by unknown authority");

        refusedOnce("remote error: tls: ");
        goesOn();
    }

    @Test
    void plainTextToATlsPortIsRefusedAndOthersAreServed() {
        serve(good);

        net.run(dial().flatMap(c -> c.write("GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.UTF_8))
                .then(c.read(ByteBuffer.allocate(100)).attempt())
                .defer(c.close())));

        refusedOnce("handshake tcp ", ": tls: first record does not look like a TLS handshake");
        goesOn();
    }

    /** Whatever the bytes are, it is one error of the network, and no exception of the engine's or the buffers'. */
    @Test
    void noiseToATlsPortIsRefused() {
        serve(good);
        List<byte[]> noises = List.of(
                new byte[] {22},
                new byte[] {22, 3, 1, 0, 0},
                new byte[] {22, 3, 1, (byte) 0xff, (byte) 0xff, 1, 2, 3},
                new byte[] {22, 3, 1, 0, 4, 1, 0, 0, 0, 0},
                new byte[] {23, 3, 3, 0, 1, 7},
                new byte[] {21, 3, 3, 0, 2, 1, 0},
                new byte[] {(byte) 0x80, 46, 1, 3, 1},
                new byte[1000]);

        for (byte[] noise : noises) {
            net.run(dial().flatMap(c -> c.write(noise)
                    .then(c.closeWrite())
                    .then(c.copyTo(c).attempt())
                    .defer(c.close())));
        }

        Loopback.until(() -> log.messages().size() == noises.size());
        assertThat(refused).hasSize(noises.size()).noneMatch(text -> text.startsWith("not of the network"));
        assertThat(log.messages()).allMatch(line -> line.startsWith("TLS handshake failed, "));
        net.run(ask(client).then(listener.stop()));
        served.join();
    }

    /** Servers that answer in plain text, or send back what they get. */
    @Test
    void tlsToAPlainPortFailsAtTheClient() {
        byte[] answer = "HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.UTF_8);
        listener = net.run(Net.listen("127.0.0.1:0"));
        served = net.runtime.start(listener.serve(
                c -> c.read(ByteBuffer.allocate(1000)).then(c.write(answer)).then(c.closeWrite())));

        NetException e = net.failure(ask(client));

        assertThat(e).hasMessageEndingWith(": tls: first record does not look like a TLS handshake");
        assertThat(e.op()).isEqualTo("handshake");
        net.run(listener.stop());
        served.join();

        listener = net.run(Net.listen("127.0.0.1:0"));
        served = net.runtime.start(listener.serve(c -> c.copyTo(c)));
        assertThat(net.failure(ask(client))).hasMessageContaining(": tls: ");
        net.run(listener.stop());
        served.join();
        assertThat(log.messages()).isEmpty();
    }

    /** A hello that begins well: the record is to have 200 bytes. */
    private static final byte[] HALF_A_HELLO = {22, 3, 1, 0, (byte) 200, 1, 0, 0, (byte) 196, 3, 3};

    @Test
    void aClientThatLeavesInTheHandshakeIsAnUnexpectedEof() {
        serve(good);

        net.run(dial().flatMap(c -> c.write(HALF_A_HELLO).then(c.close())));

        refusedOnce("unexpected EOF");
        goesOn();
    }

    @Test
    void aClientThatCutsInTheHandshakeIsAReset() {
        serve(good);

        net.run(dial().flatMap(c -> c.write(HALF_A_HELLO).then(c.linger(0)).then(c.close())));

        refusedOnce("read tcp 127.0.0.1:", ": read: connection reset by peer");
        goesOn();
    }

    /** And the handshake stays failed, as in Go, after the deadline is taken back. */
    @Test
    void aClientThatFallsSilentInTheHandshakeFailsByTheDeadlineForGood() {
        net.run(Loopback.pair().flatMap(p -> {
            TcpConnection server = Tls.server(p._2, good);
            return p._1.write(HALF_A_HELLO)
                    .then(server.setReadDeadline(Duration.ofMillis(20)))
                    .then(server.readExactly(1).attempt())
                    .flatMap(t -> {
                        assertThat(t.getCause()).isInstanceOf(NetException.class);
                        NetException e = (NetException) t.getCause();
                        assertThat(e.isTimeout()).isTrue();
                        assertThat(e.op()).isEqualTo("handshake");
                        return server.clearDeadlines()
                                .then(Loopback.error(server.write(new byte[1])))
                                .peek(again -> assertThat(again).isEqualTo(e.getMessage()));
                    })
                    .then(server.close())
                    .then(p._1.close());
        }));
    }

    /**
     * Hunts half of a record that the next write would continue: the peer would read a record that was tampered with.
     */
    @Test
    void aWriteThatWasGivenUpInTheMiddleOfARecordEndsWriting() {
        var p = net.run(Loopback.pair());
        TcpConnection writer = Tls.client(p._1, client, "localhost");
        TcpConnection reader = Tls.server(p._2, good);
        var read = net.runtime.start(reader.readExactly(1));
        net.run(writer.write(new byte[1]));
        assertThat(read.join()).hasSize(1);
        CancelContext ctx = net.run(Context.background().withCancel());
        var writing = net.runtime.start(ctx.run(writer.write(new byte[64 << 20])));
        net.untilDumpHas("[IO wait", 1);

        net.run(ctx.cancel());

        assertThat(writing.join().isFailure()).isTrue();
        assertThat(net.run(Loopback.error(writer.write(new byte[1]))))
                .startsWith("write tcp 127.0.0.1:")
                .endsWith(": tls: a record was sent in part only");
        net.run(writer.close().then(reader.close()));
    }
}
