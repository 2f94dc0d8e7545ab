package io.gondola.net;

import static io.gondola.dsl.Go.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.context.Context;
import io.gondola.dsl.Go;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Several addresses of one name: RFC 8305. */
class DialRacingTest {
    private static final DialOptions OPTIONS = DialOptions.defaults().timeout(Duration.ofSeconds(20));
    private static final long NO_DEADLINE = Side.NEVER;

    private final Loopback net = new Loopback();
    private final List<ServerSocket> listeners = new ArrayList<>();

    @AfterEach
    void close() throws IOException {
        for (ServerSocket l : listeners) {
            l.close();
        }
        net.close();
    }

    private InetSocketAddress answering() throws IOException {
        ServerSocket l = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        listeners.add(l);
        return (InetSocketAddress) l.getLocalSocketAddress();
    }

    private InetSocketAddress refusing() throws IOException {
        try (ServerSocket l = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return (InetSocketAddress) l.getLocalSocketAddress();
        }
    }

    private static Go<TcpConnection> dial(InetSocketAddress... to) {
        return Dialing.first(List.of(to), OPTIONS, NO_DEADLINE);
    }

    @Test
    void anAddressThatRefusesIsFollowedByTheNextOneAtOnce() throws IOException {
        InetSocketAddress good = answering();

        InetSocketAddress remote = net.run(
                dial(refusing(), refusing(), good).flatMap(c -> c.close().as(c.remoteAddress())));

        assertThat(remote).isEqualTo(good);
    }

    @Test
    void ifAllRefuseTheFirstOnesErrorIsTold() throws IOException {
        InetSocketAddress first = refusing();

        NetException e = net.failure(dial(first, refusing()));

        assertThat(e).hasMessage("dial tcp 127.0.0.1:" + first.getPort() + ": connect: connection refused");
    }

    @Test
    void anAddressThatIsSilentIsOvertakenAndItsAttemptIsGivenUp() throws IOException {
        InetSocketAddress good = answering();
        Go<TcpConnection> silent = never();

        InetSocketAddress remote = net.run(
                Dialing.race(List.of(silent, dial(good))).flatMap(c -> c.close().as(c.remoteAddress())));

        assertThat(remote).isEqualTo(good);
        Loopback.until(() -> net.runtime.stats().goroutines() == 0);
    }

    /** Hunts a connection that nobody has: it was made when its dial was given up, or when another one had won. */
    @Test
    void aDialThatIsGivenUpAtAnyMomentLeavesNoConnection() throws IOException {
        InetSocketAddress a = answering();
        InetSocketAddress b = answering();
        for (int i = 0; i < 40; i++) {
            long pause = i * 20_000L;
            net.run(Context.background()
                    .withCancel()
                    .flatMap(ctx -> go(sleep(Duration.ofNanos(pause)).then(ctx.cancel()))
                            .then(ctx.run(dial(a, b)))
                            .flatMap(t -> t.isSuccess() ? t.get().close() : unit())));
        }

        Loopback.until(() -> net.runtime.stats().connections() == 0);
    }
}
