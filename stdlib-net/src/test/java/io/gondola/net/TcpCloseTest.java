package io.gondola.net;

import static io.gondola.dsl.Go.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.vavr.Tuple2;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Closing from another goroutine, in every state. */
class TcpCloseTest {
    private static final String CLOSED = ": use of closed network connection";

    private final Loopback net = new Loopback();

    @AfterEach
    void close() {
        net.close();
    }

    @Test
    void closingWakesTheReaderTheWriterAndThoseThatQueue() {
        Tuple2<TcpConnection, TcpConnection> p = net.run(Loopback.pair());
        Go<String> read = Loopback.error(p._1.read(ByteBuffer.allocate(1)));
        Go<String> write = Loopback.error(p._1.write(new byte[32 << 20]));
        List<CompletableFuture<String>> all = List.of(
                net.runtime.start(read),
                net.runtime.start(write),
                net.runtime.start(read),
                net.runtime.start(write),
                net.runtime.start(read));
        net.untilDumpHas("[IO wait", 2);
        net.untilDumpHas("[semacquire", 3);

        net.run(p._1.close());

        assertThat(all).allSatisfy(f -> assertThat(f.join()).endsWith(CLOSED));
        assertThat(net.runtime.stats().connections()).as("the other end").isOne();
    }

    /** Hunts the close that comes between the look at `closed` and the wait, or between the wait and the poller. */
    @Test
    void aCloseAtAnyMomentOfAReadIsSeen() {
        for (int i = 0; i < 300; i++) {
            int head = ThreadLocalRandom.current().nextInt(12);
            Channel<String> result = Channel.buffered(2);
            List<String> texts = net.run(Loopback.pair()
                    .flatMap(p -> go(Loopback.error(p._1.read(ByteBuffer.allocate(1)))
                                    .flatMap(result::send))
                            .then(go(Loopback.error(p._1.setReadDeadline(Duration.ofHours(1))
                                            .then(p._1.read(ByteBuffer.allocate(1))))
                                    .flatMap(result::send)))
                            .then(gosched().repeat(head))
                            .then(p._1.close())
                            .then(p._2.close())
                            .then(zip(result.receive(), result.receive(), List::of))));

            assertThat(texts).allSatisfy(t -> assertThat(t).endsWith(CLOSED));
        }
    }

    /** Hunts the end of reading that comes between an attempt to read and the wait. */
    @Test
    void theEndOfReadingAtAnyMomentOfAReadIsSeen() {
        for (int i = 0; i < 1000; i++) {
            int head = ThreadLocalRandom.current().nextInt(12);
            Channel<Integer> result = Channel.buffered(1);
            int n = net.run(Loopback.pair()
                    .flatMap(p -> go(p._1.read(ByteBuffer.allocate(1)).flatMap(result::send))
                            .then(gosched().repeat(head))
                            .then(p._1.closeRead())
                            .then(result.receive())
                            .defer(p._1.close().then(p._2.close()))));

            assertThat(n).isEqualTo(-1);
        }
    }

    @Test
    void closingAListenerWakesAllWhoAccept() {
        TcpListener l = net.run(Net.listen("127.0.0.1:0"));
        List<CompletableFuture<String>> all = IntStream.range(0, 3)
                .mapToObj(i -> net.runtime.start(Loopback.error(l.accept())))
                .toList();
        net.untilDumpHas("[IO wait", 1);
        net.untilDumpHas("[semacquire", 2);

        net.run(l.close());

        assertThat(all)
                .allSatisfy(f ->
                        assertThat(f.join()).startsWith("accept tcp 127.0.0.1:").endsWith(CLOSED));
    }

    /** Hunts the close that waits for the goroutine that closes: in a defer of its own read, and in a handler. */
    @Test
    void closingInTheDeferOfOnesOwnReadDoesNotWaitForItself() {
        net.run(Loopback.pair().flatMap(p -> {
            Go<Integer> read = p._1.read(ByteBuffer.allocate(1)).defer(p._1.close());
            return p._1.setReadDeadline(Duration.ofMillis(1))
                    .then(Loopback.error(read))
                    .peek(text -> assertThat(text).endsWith(": i/o timeout"));
        }));
    }

    /** Hunts the close that goes on while a goroutine still works on the connection. */
    @Test
    void closingWaitsUntilTheOthersHaveLeft() {
        for (int i = 0; i < 100; i++) {
            boolean[] left = new boolean[1];
            boolean seen = net.run(Loopback.pair().flatMap(p -> {
                ByteBuffer into = ByteBuffer.allocate(1);
                Go<?> reader =
                        p._1.read(into).recover(e -> run(() -> left[0] = true).as(0));
                return go(reader).then(gosched().repeat(3)).then(p._1.close()).then(call(() -> into.position() == 0));
            }));
            assertThat(seen).isTrue();
        }
    }

    @Test
    void theEndOfTheRuntimeClosesWhatProgramsLeaveOpen() {
        long before = Loopback.sockets();
        try (Loopback other = new Loopback()) {
            TcpListener l = other.run(Net.listen("127.0.0.1:0"));
            for (int i = 0; i < 20; i++) {
                other.run(TcpConnection.dial(l.address()).then(l.accept()));
            }
            var unused = other.runtime.start(l.accept().then(l.accept()));
            assertThat(other.runtime.stats().connections()).isEqualTo(40);
            assertThat(other.runtime.stats().listeners()).isOne();
        }
        assertThat(Loopback.sockets()).isEqualTo(before);
        assertThat(Thread.getAllStackTraces().keySet())
                .filteredOn(t -> t.getName().startsWith("gondola-m-") && t.isAlive())
                .hasSizeLessThanOrEqualTo(net.runtime.stats().machines() + 2);
    }

    @Test
    void aConnectionWaitsInItsOwnRuntimeOnly() {
        Tuple2<TcpConnection, TcpConnection> p = net.run(Loopback.pair());
        try (Loopback other = new Loopback()) {
            assertThat(other.run(Loopback.error(p._1.read(ByteBuffer.allocate(1)))))
                    .contains(
                            "a connection must wait in the runtime that opened it: operation=read, connection=tcp 127");
        }
        assertThat(net.run(p._2.write(new byte[1]).then(p._1.readExactly(1)))).hasSize(1);
    }

    @Test
    void aDumpNamesTheConnectionThatIsWaitedFor() {
        Tuple2<TcpConnection, TcpConnection> p = net.run(Loopback.pair());
        var reading = net.runtime.start(p._1.readExactly(1));
        net.untilDumpHas("[IO wait", 1);

        assertThat(net.runtime.dump().toString())
                .contains("tcp 127.0.0.1:" + p._1.localAddress().getPort() + "->");
        net.run(p._2.write(new byte[1]));
        assertThat(reading.join()).hasSize(1);
    }
}
