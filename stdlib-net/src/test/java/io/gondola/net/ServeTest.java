package io.gondola.net;

import static io.gondola.dsl.Go.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.gondola.context.Context;
import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.net.transport.Addresses;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway") // nulls are what is refused
class ServeTest {
    private final Loopback net = new Loopback();
    private final TcpListener listener = net.run(Net.listen("127.0.0.1:0"));
    private final String address = Addresses.text(listener.address());

    @AfterEach
    void close() {
        net.close();
    }

    private static Go<Unit> echo(TcpConnection c) {
        return c.copyTo(c).then(unit());
    }

    /** Yields what the server answers to one byte. */
    private Go<byte[]> ask(int b) {
        return Net.dial(address)
                .flatMap(c ->
                        c.write(new byte[] {(byte) b}).then(c.readExactly(1)).defer(c.close()));
    }

    @Test
    void eachConnectionIsServed() {
        var served = net.runtime.start(listener.serve(ServeTest::echo));

        for (int i = 0; i < 20; i++) {
            assertThat(net.run(ask(i))).containsExactly(i);
        }
        net.run(listener.stop());

        assertThat(served.join()).isEqualTo(Unit.UNIT);
        Loopback.until(() -> net.runtime.stats().connections() == 0);
    }

    @Test
    void aHandlerThatFailsClosesItsConnectionAndNoOther() {
        try (CapturedLog log = CapturedLog.of("io.gondola.net")) {
            var served = net.runtime.start(listener.serve(c -> c.readExactly(1)
                    .flatMap(b -> b[0] == 13 ? panic(new IllegalStateException("unlucky")) : c.write(b))));

            assertThat(net.run(Loopback.error(ask(13)))).isEqualTo("unexpected EOF");
            assertThat(net.run(ask(14))).containsExactly(14);
            net.run(listener.stop());
            served.join();

            assertThat(log.messages())
                    .singleElement(STRING)
                    .startsWith("Handler failed, its connection is closed: connection=tcp ");
        }
    }

    /** Hunts a permit that is lost or used twice, by handlers that end in all ways. */
    @Test
    void noMoreThanTheLimitAreServedAtOnce() {
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        var served = net.runtime.start(listener.serve(
                c -> run(() -> most.accumulateAndGet(now.incrementAndGet(), Math::max))
                        .then(c.readExactly(1))
                        .flatMap(b -> switch (b[0] % 3) {
                            case 0 -> c.write(b);
                            case 1 -> c.write(b).then(goexit());
                            default -> c.write(b).then(c.close());
                        })
                        .defer(run(now::decrementAndGet)),
                ServeOptions.defaults().maxConnections(3)));

        net.run(parallel(io.vavr.collection.List.range(0, 60).map(this::ask)));
        net.run(listener.stop());

        assertThat(served.join()).isEqualTo(Unit.UNIT);
        assertThat(most.get()).isBetween(1, 3);
    }

    @Test
    void stoppingWaitsForHandlersUpToTheGraceThenClosesTheirConnections() {
        Channel<String> fate = Channel.buffered(1);
        var served = net.runtime.start(listener.serve(
                c -> Loopback.error(c.readExactly(1)).flatMap(fate::send),
                ServeOptions.defaults().grace(Duration.ofMillis(20))));
        TcpConnection idle = net.run(Net.dial(address));
        net.untilDumpHas("[IO wait", 2);

        net.run(listener.stop());

        assertThat(served.join()).isEqualTo(Unit.UNIT);
        assertThat(net.run(fate.receive())).endsWith(": use of closed network connection");
        assertThat(net.run(idle.read(ByteBuffer.allocate(1)))).isEqualTo(-1);
        assertThat(net.run(Loopback.error(Net.dial(address)))).endsWith("connect: connection refused");
    }

    @Test
    void stoppingWaitsForTheAnswerThatIsUnderWay() {
        Channel<Unit> goOn = Channel.unbuffered();
        Channel<Unit> asked = Channel.unbuffered();
        var served = net.runtime.start(listener.serve(c -> c.readExactly(1)
                .flatMap(b -> asked.send(Unit.UNIT).then(goOn.receive()).then(c.write(b)))));
        CompletableFuture<byte[]> answer = net.runtime.start(ask(7));
        net.run(asked.receive());
        CompletableFuture<Unit> stopped = net.runtime.start(listener.stop());
        Loopback.until(listener::isClosed);

        assertThat(stopped).isNotDone();
        net.run(goOn.send(Unit.UNIT));

        assertThat(answer.join()).containsExactly(7);
        stopped.join();
        assertThat(served.join()).isEqualTo(Unit.UNIT);
    }

    /** Hunts the stop that waits for the handler that has called it. */
    @Test
    void aHandlerMayStopTheServer() {
        var served = net.runtime.start(listener.serve(
                c -> c.readExactly(1).flatMap(b -> listener.stop().then(c.write(b)))));

        assertThat(net.run(ask(9))).containsExactly(9);
        assertThat(served.join()).isEqualTo(Unit.UNIT);
    }

    @Test
    void theEndOfTheContextStopsTheServer() {
        net.run(Context.background().withCancel().flatMap(ctx -> {
            Channel<Unit> end = Channel.unbuffered();
            return go(listener.serve(ServeTest::echo, ServeOptions.defaults().context(ctx))
                            .then(end.send(Unit.UNIT)))
                    .then(ask(1))
                    .then(ctx.cancel())
                    .then(end.receive());
        }));

        assertThat(listener.isClosed()).isTrue();
    }

    @Test
    void aStopThatComesBeforeAnythingOrTwiceDoesNoHarm() {
        net.run(listener.stop().then(listener.stop()));

        assertThat(listener.isClosed()).isTrue();
        assertThat(net.failure(listener.serve(ServeTest::echo)))
                .hasMessage("accept tcp " + address + ": use of closed network connection");
    }

    @Test
    void closingTheListenerEndsServeWithGosError() {
        CompletableFuture<String> served = net.runtime.start(Loopback.error(listener.serve(ServeTest::echo)));
        net.untilDumpHas("[IO wait", 1);

        net.run(listener.close());

        assertThat(served.join()).isEqualTo("accept tcp " + address + ": use of closed network connection");
    }

    @Test
    void badOptionsAreRefusedWhenTheyAreBuilt() {
        assertThatThrownBy(() -> ServeOptions.defaults().maxConnections(0))
                .hasMessage("maxConnections must be positive: 0");
        assertThatThrownBy(() -> listener.serve(null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("handler");
    }
}
