package io.gondola.net;

import static io.gondola.dsl.Go.forRange;
import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.context.Context;
import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.net.transport.Addresses;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Texts that Go 1.26 printed for the same calls. */
class TcpErrorTextsTest {
    private static final String CLOSED = ": use of closed network connection";

    private final Loopback net = new Loopback();

    @AfterEach
    void close() {
        net.close();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "foo, address foo: missing port in address",
                "[::1, address [::1: missing ']' in address",
                "1.2.3.4:99999, address 99999: invalid port",
                "1.2.3.4:nope, lookup tcp/nope: unknown port",
                "a:b:c, address a:b:c: too many colons in address",
                "::1:80, address ::1:80: too many colons in address",
                "[::1]80, address [::1]80: missing port in address",
                "[::1], address [::1]: missing port in address",
                "[::1]:2:3, address [::1]:2:3: too many colons in address",
                "localhost:-1, address -1: invalid port",
                "[::1]]:80, address [::1]]:80: missing port in address",
                "[[::1]:80, address [[::1]:80: unexpected '[' in address",
                "a[b:80, address a[b:80: unexpected '[' in address",
                "a]b:80, address a]b:80: unexpected ']' in address",
                "256.1.1.1:80, lookup 256.1.1.1: no such host"
            })
    void addressesThatDoNotParseHaveGosTexts(String address, String cause) {
        assertThat(net.failure(Net.dial(address))).hasMessage("dial tcp: " + cause);
        assertThat(net.failure(Net.listen(address))).hasMessage("listen tcp: " + cause);
        assertThat(net.failure(Net.listenPacket(address))).hasMessage("listen udp: " + cause.replace("tcp/", "udp/"));
    }

    @Test
    void anEmptyAddressIsMissingToDialAndAnyToListen() {
        assertThat(net.failure(Net.dial(""))).hasMessage("dial tcp: missing address");
        assertThat(net.run(Net.listen("")).address().getPort()).isPositive();
    }

    @Test
    void namesThatDoNotResolveHaveGosText() {
        NetException e = net.failure(Net.dial("nope.invalid:80"));

        assertThat(e).hasMessage("dial tcp: lookup nope.invalid: no such host");
        assertThat(e.op()).isEqualTo("dial");
    }

    @Test
    void connectingWhereNobodyListensIsRefused() {
        int port = net.run(freePort());

        assertThat(net.failure(Net.dial("127.0.0.1:" + port)))
                .hasMessage("dial tcp 127.0.0.1:" + port + ": connect: connection refused");
        assertThat(net.failure(Net.dial("[::1]:" + port)))
                .hasMessage("dial tcp [::1]:" + port + ": connect: connection refused");
        assertThat(net.failure(Net.dial(
                        "127.0.0.1:" + port,
                        DialOptions.defaults().localAddress(new InetSocketAddress(Addresses.literal("127.0.0.1"), 0)))))
                .hasMessage("dial tcp 127.0.0.1:0->127.0.0.1:" + port + ": connect: connection refused");
        assertThat(net.failure(Net.dial(
                        "127.0.0.1:" + port,
                        DialOptions.defaults().localAddress(new InetSocketAddress(Addresses.literal("8.8.8.8"), 0)))))
                .hasMessage("dial tcp 8.8.8.8:0->127.0.0.1:" + port + ": bind: cannot assign requested address");
    }

    private static Go<Integer> freePort() {
        return Net.listen("127.0.0.1:0").flatMap(l -> l.close().as(l.address().getPort()));
    }

    @Test
    void dialsThatWereGivenUpHaveGosTexts() {
        DialOptions late = DialOptions.defaults().timeout(Duration.ofMillis(-1));
        NetException timeout = net.failure(Net.dial("127.0.0.1:81", late));

        assertThat(timeout).hasMessage("dial tcp 127.0.0.1:81: i/o timeout");
        assertThat(timeout.isTimeout()).isTrue();
        assertThat(net.failure(Context.background()
                        .withCancel()
                        .flatMap(ctx -> ctx.cancel()
                                .then(TcpConnection.dial(new InetSocketAddress(Addresses.literal("127.0.0.1"), 81)))
                                .then(Go.unit())
                                .attempt()
                                .then(Net.dial(
                                        "127.0.0.1:81", DialOptions.defaults().context(ctx))))))
                .hasMessage("dial tcp: operation was canceled");
    }

    @Test
    void portsInUseHaveGosTexts() {
        TcpListener any = net.run(Net.listen(":0"));
        TcpListener local = net.run(Net.listen("127.0.0.1:0"));
        int port = any.address().getPort();

        assertThat(net.failure(Net.listen(":" + port)))
                .hasMessage("listen tcp 0.0.0.0:" + port + ": bind: address already in use");
        assertThat(net.failure(Net.listen(Addresses.text(local.address()))))
                .hasMessage("listen tcp " + Addresses.text(local.address()) + ": bind: address already in use");
        assertThat(net.failure(Net.listen("8.8.8.8:0")))
                .hasMessage("listen tcp 8.8.8.8:0: bind: cannot assign requested address");
        assertThat(net.failure(Net.listen("1.2.3.4:http")))
                .hasMessage("listen tcp 1.2.3.4:80: bind: cannot assign requested address");
    }

    @Test
    void usesOfAClosedConnectionHaveGosText() {
        ByteBuffer none = ByteBuffer.allocate(0);
        List<String> errors = net.run(Loopback.pair().flatMap(p -> {
            TcpConnection c = p._1;
            String route = Addresses.text(c.localAddress()) + "->" + Addresses.text(c.remoteAddress());
            String set = "set tcp " + Addresses.text(c.localAddress()) + CLOSED;
            List<Go<?>> calls = List.of(
                    c.close(),
                    c.read(ByteBuffer.allocate(1)),
                    c.read(none),
                    c.write(new byte[1]),
                    c.write(none),
                    c.closeWrite(),
                    c.closeRead(),
                    c.noDelay(true),
                    c.keepAlive(Duration.ofSeconds(1)),
                    c.linger(1),
                    c.setReadDeadline(Duration.ZERO),
                    c.clearDeadlines());
            List<String> ops =
                    List.of("close", "read", "read", "write", "write", "close", "close", "set", "set", "set", set, set);
            Go<List<String>> texts = forRange(
                            0,
                            calls.size(),
                            i -> Loopback.error(calls.get(i)).peek(text -> {
                                String op = ops.get(i);
                                assertThat(text).isEqualTo(op.length() > 5 ? op : op + " tcp " + route + CLOSED);
                            }))
                    .as(ops);
            return c.close().then(texts).defer(p._2.close());
        }));

        assertThat(errors).hasSize(12);
    }

    @Test
    void usesOfAClosedListenerHaveGosText() {
        TcpListener l = net.run(Net.listen("127.0.0.1:0"));
        String at = "tcp " + Addresses.text(l.address()) + CLOSED;
        net.run(l.close());

        assertThat(net.failure(l.accept())).hasMessage("accept " + at);
        assertThat(net.failure(l.close())).hasMessage("close " + at);
        assertThat(net.failure(l.setDeadline(Duration.ZERO))).hasMessage("use of closed network connection");
        assertThat(net.failure(l.accept()).isClosed()).isTrue();
    }

    @Test
    void readsAndWritesAfterTheirDeadlineHaveGosTexts() {
        net.run(Loopback.pair().flatMap(p -> {
            TcpConnection c = p._1;
            String route = " tcp " + Addresses.text(c.localAddress()) + "->" + Addresses.text(c.remoteAddress());
            Function<String, Go<Unit>> times =
                    op -> Loopback.error(op.equals("read") ? c.read(ByteBuffer.allocate(1)) : c.write(new byte[1]))
                            .map(text -> {
                                assertThat(text).isEqualTo(op + route + ": i/o timeout");
                                return Unit.UNIT;
                            });
            return p._2.write(new byte[] {7})
                    .then(c.setReadDeadline(Duration.ZERO))
                    .then(times.apply("read"))
                    .then(c.setWriteDeadline(Duration.ofNanos(-1)))
                    .then(times.apply("write"))
                    .then(Loopback.error(c.write(new byte[0])))
                    .map(text -> assertThat(text).isEqualTo("write" + route + ": i/o timeout"))
                    .then(c.read(ByteBuffer.allocate(0)))
                    .map(n -> assertThat(n).as("no room, no deadline").isZero())
                    .then(c.clearDeadlines())
                    .then(c.write(new byte[1]))
                    .then(c.read(ByteBuffer.allocate(1)))
                    .map(n -> assertThat(n).as("revived").isOne());
        }));
    }

    @Test
    void aResetIsToldOnceAndThenTheStreamHasEnded() {
        net.run(Loopback.pair().flatMap(p -> {
            TcpConnection c = p._1;
            String route = " tcp " + Addresses.text(c.localAddress()) + "->" + Addresses.text(c.remoteAddress()) + ": ";
            return p._2.linger(0)
                    .then(p._2.close())
                    .then(Loopback.error(c.read(ByteBuffer.allocate(1))))
                    .map(text -> assertThat(text).isEqualTo("read" + route + "read: connection reset by peer"))
                    .then(c.read(ByteBuffer.allocate(1)))
                    .map(n -> assertThat(n).isEqualTo(-1))
                    .then(Loopback.error(c.write(new byte[1])))
                    .map(text -> assertThat(text).isEqualTo("write" + route + "write: broken pipe"))
                    .then(Loopback.error(c.closeWrite()))
                    .map(text -> assertThat(text)
                            .isEqualTo("close" + route + "shutdown: transport endpoint is not connected"))
                    .then(c.close());
        }));
    }

    @Test
    void addressesAreWrittenAsGoWritesThem() throws UnknownHostException {
        assertThat(text("fe80::1:0:0:1")).isEqualTo("[fe80::1:0:0:1]:9");
        assertThat(text("1:0:0:2:0:0:0:3")).isEqualTo("[1:0:0:2::3]:9");
        assertThat(text("0:1::")).isEqualTo("[0:1::]:9");
        assertThat(text("::")).isEqualTo("[::]:9");
        assertThat(text("1:2:3:0:5:6:7:8")).isEqualTo("[1:2:3:0:5:6:7:8]:9");
        assertThat(text("::ffff:1.2.3.4")).isEqualTo("1.2.3.4:9");
    }

    private static String text(String address) throws UnknownHostException {
        return Addresses.text(new InetSocketAddress(InetAddress.getByName(address), 9));
    }
}
