package io.gondola.net;

import static io.gondola.dsl.Go.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.net.transport.Addresses;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Texts are those that Go 1.26 printed for the same calls. */
class UdpTest {
    private final Loopback net = new Loopback();
    private final UdpSocket a = net.run(Net.listenPacket("127.0.0.1:0"));
    private final UdpSocket b = net.run(Net.listenPacket("127.0.0.1:0"));
    private final String at = "udp " + Addresses.text(a.localAddress());

    @AfterEach
    void close() {
        net.close();
    }

    @Test
    void aPacketArrivesWholeWithItsSendersAddress() {
        Packet got = net.run(
                a.send(new Packet(b.localAddress(), new byte[] {1, 2, 3})).then(b.receive()));

        assertThat(got.data()).containsExactly(1, 2, 3);
        assertThat(got.address()).isEqualTo(a.localAddress());
        assertThat(net.run(b.send(new Packet(got.address(), new byte[0])).then(a.receive()))
                        .data())
                .isEmpty();
    }

    @Test
    void oneThatWaitsIsWokenByAPacketADeadlineAndTheClose() {
        var first = net.runtime.start(a.receive());
        net.untilDumpHas("[IO wait", 1);
        net.run(b.send(new Packet(a.localAddress(), new byte[9])));
        assertThat(first.join().data()).hasSize(9);

        var second = net.runtime.start(Loopback.error(a.receive()));
        net.untilDumpHas("[IO wait", 1);
        net.run(a.setReadDeadline(Duration.ofNanos(1)));
        assertThat(second.join()).isEqualTo("read " + at + ": i/o timeout");

        var third = net.runtime.start(Loopback.error(a.clearDeadlines().then(a.receive())));
        net.untilDumpHas("[IO wait", 1);
        net.run(a.close());
        assertThat(third.join()).isEqualTo("read " + at + ": use of closed network connection");
    }

    @Test
    void errorsHaveGosTexts() {
        Packet toSelf = new Packet(a.localAddress(), new byte[10]);
        String route = "write " + at + "->" + Addresses.text(a.localAddress()) + ": ";

        assertThat(net.failure(a.send(new Packet(a.localAddress(), new byte[70_000]))))
                .hasMessage(route + "sendto: message too long");
        assertThat(net.failure(a.send(new Packet(new InetSocketAddress(Addresses.literal("::1"), 9), new byte[1]))))
                .hasMessage("write " + at + "->[::1]:9: address ::1: non-IPv4 address");
        assertThat(net.failure(a.setWriteDeadline(Duration.ZERO).then(a.send(toSelf))))
                .hasMessage(route + "i/o timeout");
        assertThat(net.failure(Net.listenPacket(Addresses.text(a.localAddress()))))
                .hasMessage("listen " + at + ": bind: address already in use");
        assertThat(net.failure(a.close().then(a.close())))
                .hasMessage("close " + at + ": use of closed network connection");
        assertThat(net.failure(a.send(toSelf))).hasMessage(route + "use of closed network connection");
        assertThat(net.failure(a.setReadDeadline(Duration.ZERO)))
                .hasMessage("set " + at + ": use of closed network connection");
    }
}
