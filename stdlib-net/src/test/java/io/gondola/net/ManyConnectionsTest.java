package io.gondola.net;

import static io.gondola.dsl.Go.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.net.transport.Addresses;
import io.gondola.sync.WaitGroup;
import io.vavr.collection.Seq;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ManyConnectionsTest {
    private static final int SOME = 300;

    private final Loopback net = new Loopback();
    private final TcpListener listener = net.run(Net.listen("127.0.0.1:0"));
    private final String address = Addresses.text(listener.address());

    @AfterEach
    void close() {
        net.close();
    }

    private Seq<TcpConnection> dial(int n) {
        return net.run(parallel(io.vavr.collection.List.fill(n, () -> Net.dial(address))));
    }

    private static Go<Unit> echo(TcpConnection c) {
        return forever(done -> suspend(() -> c.read(ByteBuffer.allocate(16)))
                .flatMap(n -> n < 0 ? done.exit() : c.write(new byte[n])));
    }

    @Test
    void someIdleConnectionsAreAnsweredAtOnce() {
        afterLongIdlenessEachIsAnswered(SOME);
    }

    private void afterLongIdlenessEachIsAnswered(int n) {
        var served = net.runtime.start(listener.serve(
                ManyConnectionsTest::echo, ServeOptions.defaults().grace(Duration.ZERO)));
        Seq<TcpConnection> all = dial(n);
        Loopback.until(() -> net.runtime.stats().connections() == 2L * n);

        var answers = net.run(parallel(all.map(c -> c.write(new byte[7]).then(c.readExactly(7)))));

        assertThat(answers).hasSize(n).allMatch(b -> b.length == 7);
        net.run(listener.stop());
        served.join();
        net.run(parallel(all.map(TcpConnection::close)));
        Loopback.until(() -> net.runtime.stats().connections() == 0);
    }

    @Test
    @Tag("stress")
    void manyIdleConnectionsAreAnsweredAtOnce() {
        afterLongIdlenessEachIsAnswered(9_000); // both ends are in this process: twice as many descriptors
    }

    @Test
    void someResetsAtOnceWakeTheirReadersAndNobodyElse() {
        resetsAtOnceWakeTheirReadersAndNobodyElse(SOME);
    }

    @Test
    @Tag("stress")
    void manyResetsAtOnceWakeTheirReadersAndNobodyElse() {
        resetsAtOnceWakeTheirReadersAndNobodyElse(2_000);
    }

    private void resetsAtOnceWakeTheirReadersAndNobodyElse(int n) {
        Channel<String> fates = Channel.buffered(n);
        var served = net.runtime.start(
                listener.serve(c -> Loopback.error(c.readExactly(1)).flatMap(fates::send)));
        Seq<TcpConnection> all = dial(n);
        TcpConnection other = net.run(Net.dial(address));
        Loopback.until(() -> net.runtime.stats().connections() == 2L * n + 2);

        net.run(parallel(all.map(c -> c.linger(0).then(c.close()))));

        for (int i = 0; i < n; i++) {
            assertThat(net.run(fates.receive())).endsWith("read: connection reset by peer");
        }
        Loopback.until(() -> net.runtime.stats().connections() == 2);
        net.run(other.write(new byte[1]));
        assertThat(net.run(fates.receive())).startsWith("none: ");
        net.run(listener.stop());
        served.join();
    }

    /** Hunts a goroutine, or a thread, that is kept by clients which send byte by byte and never come to an end. */
    @Test
    void clientsThatNeverFinishALineAreDroppedAfterTheirDeadlineAndOthersAreServed() {
        var served = net.runtime.start(listener.serve(c -> {
            Lines lines = Lines.over(c, 100);
            return c.setReadDeadline(Duration.ofMillis(400))
                    .then(lines.read())
                    .flatMap(line -> lines.write("you said " + line.get()));
        }));
        Go<String> slow = Net.dial(address)
                .flatMap(c -> Loopback.error(forever(c.write(new byte[] {'x'}).then(sleep(Duration.ofMillis(20)))))
                        .defer(c.close()));
        Go<String> quick = Net.dial(address).flatMap(c -> {
            Lines lines = Lines.over(c);
            return lines.write("hello")
                    .then(lines.read())
                    .map(line -> line.get())
                    .defer(c.close());
        });

        var slowOnes = net.runtime.start(parallel(io.vavr.collection.List.fill(50, () -> slow)));
        for (int i = 0; i < 50; i++) {
            assertThat(net.run(quick)).isEqualTo("you said hello");
        }

        assertThat(slowOnes.join()).allMatch(text -> text.contains("write: "));
        net.run(listener.stop());
        served.join();
    }

    @Test
    void aPeerThatNeverReadsKeepsItsOwnWriterOnly() {
        int readers = 100;
        byte[] much = new byte[1 << 20];
        var served = net.runtime.start(listener.serve(
                c -> c.readExactly(1).flatMap(times -> c.write(much).repeat(times[0])),
                ServeOptions.defaults().grace(Duration.ZERO)));
        TcpConnection deaf =
                net.run(Net.dial(address).flatMap(c -> c.write(new byte[] {100}).as(c)));
        WaitGroup all = new WaitGroup();
        Go<Unit> reader = Net.dial(address)
                .flatMap(c ->
                        c.write(new byte[] {1}).then(c.readExactly(much.length)).defer(c.close()))
                .then(unit());

        net.run(forRange(0, readers, i -> all.go(reader)).then(all.await()));

        Loopback.until(() -> net.runtime.stats().connections() == 2);
        assertThat(net.runtime.dump().toString()).contains("[IO wait");
        assertThat(deaf.isClosed()).isFalse();
        net.run(listener.stop());
        served.join();
    }
}
