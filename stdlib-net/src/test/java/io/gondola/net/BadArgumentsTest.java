package io.gondola.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gondola.net.transport.Addresses;
import java.net.InetSocketAddress;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a program cannot mean is refused when the program is built, by the parameter's name. */
@SuppressWarnings("NullAway") // nulls are what is refused
class BadArgumentsTest {
    private final Loopback net = new Loopback();

    @AfterEach
    void close() {
        net.close();
    }

    private static void isNamed(String name, List<ThrowingCallable> calls) {
        for (ThrowingCallable call : calls) {
            assertThatThrownBy(call).isInstanceOf(NullPointerException.class).hasMessage(name);
        }
    }

    @Test
    void deadlinesThatAreNullAreNamed() {
        TcpListener l = net.run(Net.listen("127.0.0.1:0"));
        TcpConnection c = net.run(TcpConnection.dial(l.address()));
        UdpSocket u = net.run(Net.listenPacket("127.0.0.1:0"));
        Duration none = null;
        Instant never = null;

        isNamed(
                "fromNow",
                List.of(
                        () -> c.setReadDeadline(none),
                        () -> c.setWriteDeadline(none),
                        () -> l.setDeadline(none),
                        () -> u.setReadDeadline(none),
                        () -> u.setWriteDeadline(none)));
        isNamed(
                "at",
                List.of(
                        () -> c.setReadDeadline(never),
                        () -> c.setWriteDeadline(never),
                        () -> l.setDeadline(never),
                        () -> u.setReadDeadline(never),
                        () -> u.setWriteDeadline(never)));
    }

    @Test
    void tlsNamesWhatIsMissing() throws NoSuchAlgorithmException {
        TcpListener l = net.run(Net.listen("127.0.0.1:0"));
        TcpConnection c = net.run(TcpConnection.dial(l.address()));
        SSLContext context = SSLContext.getDefault();

        isNamed("context", List.of(() -> Tls.client(c, null, "localhost"), () -> Tls.server(c, null)));
        isNamed("host", List.of(() -> Tls.client(c, context, null)));
        isNamed("connection", List.of(() -> Tls.client(null, context, "localhost"), () -> Tls.server(null, context)));
        assertThatThrownBy(() -> Tls.client(c, context, ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("host must not be empty");
    }

    /** Hunts an error whose questions fail: what it is depends on its text. */
    @Test
    void anErrorHasAText() {
        isNamed("message", List.of(() -> new NetException("read", null, 0)));
        assertThat(new NetException("read", "read: " + NetException.TIMEOUT, 0).isTimeout())
                .isTrue();
    }

    /** Hunts the socket that such a dial would leave open; {@link Loopback#close} counts. */
    @Test
    void anAddressToDialFromThatIsNoneIsGosError() {
        DialOptions from = DialOptions.defaults().localAddress(InetSocketAddress.createUnresolved("nope.invalid", 0));

        assertThat(net.failure(Net.dial("127.0.0.1:81", from)))
                .hasMessage("dial tcp: lookup nope.invalid: no such host");
    }

    @Test
    void aPacketToPortZeroIsGosError() {
        UdpSocket u = net.run(Net.listenPacket("127.0.0.1:0"));
        InetSocketAddress zero = new InetSocketAddress(Addresses.literal("127.0.0.1"), 0);

        assertThat(net.failure(u.send(new Packet(zero, new byte[1]))))
                .hasMessage(
                        "write udp " + Addresses.text(u.localAddress()) + "->127.0.0.1:0: sendto: invalid argument");
    }
}
