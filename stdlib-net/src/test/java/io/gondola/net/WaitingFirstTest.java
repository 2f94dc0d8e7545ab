package io.gondola.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.context.Context;
import io.gondola.dsl.Go;
import io.vavr.Tuple2;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Operations that wait without having tried, since those before them had to wait: nothing that is there is missed. */
class WaitingFirstTest {
    private static final int ROUNDS = 8;

    private final Loopback net = new Loopback();
    private TcpConnection reader;
    private TcpConnection peer;

    @BeforeEach
    void readsThatAllHadToWait() {
        Tuple2<TcpConnection, TcpConnection> p = net.run(Loopback.pair());
        reader = p._1;
        peer = p._2;
        for (int i = 0; i < ROUNDS; i++) {
            var read = net.runtime.start(read());
            net.untilDumpHas("[IO wait", 1);
            net.run(peer.write(new byte[1]));
            assertThat(read.join()).isOne();
        }
    }

    @AfterEach
    void close() {
        net.close();
    }

    private Go<Integer> read() {
        return reader.read(ByteBuffer.allocate(1));
    }

    private long waits() {
        return net.runtime.stats().readWaits();
    }

    @Test
    void afterSomeThatHadToWaitOthersDoAndNowAndThenOneTries() {
        Side side = new Side();
        for (int i = 0; i < 4; i++) {
            assertThat(side.waitsFirst()).isFalse();
            side.tried(true);
        }
        for (int i = 0; i < 3; i++) {
            for (int k = 0; k < 15; k++) {
                assertThat(side.waitsFirst()).isTrue();
            }
            assertThat(side.waitsFirst()).isFalse();
            side.tried(true);
        }
    }

    @Test
    void afterOneThatNeedNotWaitAllTry() {
        Side side = new Side();
        for (int i = 0; i < 40; i++) {
            if (!side.waitsFirst()) {
                side.tried(i < 20);
            }
        }
        assertThat(side.waitsFirst()).isFalse();
    }

    @Test
    void bytesThatCameBeforeAreRead() {
        long before = waits();
        for (int i = 0; i < 40; i++) {
            net.run(peer.write(new byte[1]).then(read()));
        }
        assertThat(waits() - before).as("waits").isBetween(1L, 20L);
    }

    @Test
    void theEndOfTheStreamIsRead() {
        net.run(peer.write(new byte[1]).then(peer.closeWrite()).then(read()));

        assertThat(net.run(read())).isEqualTo(-1);
        assertThat(net.run(read())).isEqualTo(-1);
    }

    @Test
    void closeReadIsTheEndOfTheStream() {
        assertThat(net.run(reader.closeRead().then(read()))).isEqualTo(-1);
    }

    @Test
    void aResetIsTold() {
        net.run(peer.linger(0).then(peer.close()));

        assertThat(net.failure(read())).hasMessageEndingWith(": read: connection reset by peer");
        assertThat(net.run(read())).isEqualTo(-1);
    }

    @Test
    void aDeadlineThatHasPassedFailsTheReadAndALaterOneDoesNot() {
        net.run(peer.write(new byte[1]));

        assertThat(net.failure(reader.setReadDeadline(Duration.ZERO).then(read()))
                        .isTimeout())
                .isTrue();
        assertThat(net.run(reader.setReadDeadline(Duration.ofMinutes(1)).then(read())))
                .isOne();
    }

    /** Hunts a wait that the deadline ends before anybody has looked at the channel. */
    @Test
    void bytesThatAreThereAreReadWithoutAWaitWhereTheDeadlineIsNear() {
        long before = waits();
        net.run(peer.write(new byte[1])
                .then(reader.setReadDeadline(Duration.ofMillis(99)))
                .then(read().attempt())); // it fails where this computer takes as long

        assertThat(waits()).isEqualTo(before);
    }

    @Test
    void bytesThatAreThereAreReadWithoutAWaitWhereAContextMayGiveItUp() {
        long before = waits();
        Go<Integer> given = Context.background()
                .withTimeout(Duration.ofMinutes(1))
                .flatMap(ctx -> ctx.run(read()).map(t -> t.get()).defer(ctx.cancel()));

        assertThat(net.run(peer.write(new byte[1]).then(given))).isOne();
        assertThat(waits()).isEqualTo(before);
    }

    @Test
    void bytesThatAreThereAreReadInAnotherRuntime() {
        net.run(peer.write(new byte[1]));

        try (Loopback other = new Loopback()) {
            assertThat(other.run(read())).isOne();
        }
    }

    @Test
    void connectionsThatCameBeforeAreAccepted() {
        TcpListener l = net.run(Net.listen("127.0.0.1:0"));
        Go<TcpConnection> dial = TcpConnection.dial(l.address());
        for (int i = 0; i < ROUNDS; i++) {
            var accepted = net.runtime.start(l.accept());
            net.untilDumpHas("[IO wait", 1);
            net.run(dial);
            accepted.join();
        }

        net.run(dial.repeat(40));
        net.run(l.accept().repeat(40));

        assertThat(net.runtime.stats().connections()).isEqualTo(2 + 2 * (ROUNDS + 40));
    }
}
