package io.gondola.net;

import static io.gondola.dsl.Go.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.context.Context;
import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TcpTransferTest {
    private final Loopback net = new Loopback();

    @AfterEach
    void close() {
        net.close();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void writtenBytesAreRead() {
        byte[] read = net.run(
                Loopback.pair().flatMap(p -> p._1.write(bytes("gondola")).then(p._2.readExactly(7))));

        assertThat(read).asString().isEqualTo("gondola");
    }

    /** Hunts bytes that are lost or doubled where a write parks in the middle, from arrays and from direct buffers. */
    @Test
    void manyBytesArriveUnchangedPastAFullWindow() {
        byte[] sent = new byte[8 << 20];
        new Random(1).nextBytes(sent);
        for (ByteBuffer from : new ByteBuffer[] {ByteBuffer.wrap(sent), ByteBuffer.allocateDirect(sent.length)}) {
            if (from.isDirect()) {
                from.put(sent).flip();
            }
            byte[] read = net.run(Loopback.pair()
                    .flatMap(p -> go(p._1.write(from).then(p._1.closeWrite()))
                            .then(p._2.readExactly(sent.length))
                            .flatMap(b -> p._2.read(ByteBuffer.allocate(1))
                                    .peek(n -> assertThat(n).isEqualTo(-1))
                                    .as(b))));

            assertThat(read).isEqualTo(sent);
            assertThat(from.hasRemaining()).isFalse();
        }
    }

    @Test
    void aProgramThatWritesAnArrayWritesItEachTime() {
        byte[] read = net.run(
                Loopback.pair().flatMap(p -> p._1.write(bytes("ab")).repeat(3).then(p._2.readExactly(6))));

        assertThat(read).asString().isEqualTo("ababab");
    }

    @Test
    void halfACloseEndsTheStreamInOneDirection() {
        String answer = net.run(Loopback.pair()
                .flatMap(p -> p._1.write(bytes("question"))
                        .then(p._1.closeWrite())
                        .then(p._1.closeWrite())
                        .then(p._2.readExactly(8))
                        .then(p._2.read(ByteBuffer.allocate(1)))
                        .peek(n -> assertThat(n).isEqualTo(-1))
                        .then(p._2.write(bytes("answer")))
                        .then(p._1.readExactly(6))
                        .flatMap(b -> Loopback.error(p._1.write(new byte[1]))
                                .peek(text -> assertThat(text).endsWith(": write: broken pipe"))
                                .then(Loopback.error(p._1.write(new byte[0])))
                                .peek(text -> assertThat(text).endsWith(": write: broken pipe"))
                                .as(new String(b, StandardCharsets.UTF_8)))));

        assertThat(answer).isEqualTo("answer");
    }

    @Test
    void closingTheReadSideLetsWhatHasComeBeReadAndEndsAWait() {
        net.run(Loopback.pair().flatMap(p -> {
            Channel<Integer> last = Channel.unbuffered();
            return p._2.write(bytes("xy"))
                    .then(p._1.readExactly(1))
                    .then(p._1.closeRead())
                    .then(p._1.readExactly(1))
                    .peek(b -> assertThat(b).asString().isEqualTo("y"))
                    .then(p._1.read(ByteBuffer.allocate(1)))
                    .peek(n -> assertThat(n).isEqualTo(-1))
                    .then(go(p._2.read(ByteBuffer.allocate(1)).flatMap(last::send)))
                    .then(run(() -> {}))
                    .then(gosched().repeat(100))
                    .then(p._2.closeRead())
                    .then(last.receive())
                    .peek(n -> assertThat(n).isEqualTo(-1));
        }));
    }

    @Test
    void aStreamThatEndsTooEarlyIsAnUnexpectedEof() {
        NetException e = net.failure(Loopback.pair()
                .flatMap(p -> p._1.write(new byte[3]).then(p._1.close()).then(p._2.readExactly(4))));

        assertThat(e).hasMessage("unexpected EOF");
        byte[] none = net.run(Loopback.pair().flatMap(p -> p._2.readExactly(0)));
        assertThat(none).isEmpty();
    }

    @Test
    void aDeadlineEndsAWaitAndALaterOneRevivesTheConnection() {
        net.run(Loopback.pair()
                .flatMap(p -> p._1.setReadDeadline(Duration.ofMillis(5))
                        .then(Loopback.error(p._1.read(ByteBuffer.allocate(1))))
                        .peek(text -> assertThat(text).endsWith(": i/o timeout"))
                        .then(p._1.setReadDeadline(Instant.MAX))
                        .then(p._2.write(new byte[1]))
                        .then(p._1.readExactly(1))));
    }

    /** Hunts the new deadline that a goroutine which waits already does not see. */
    @Test
    void aDeadlineThatIsSetDuringTheWaitEndsIt() {
        for (int i = 0; i < 50; i++) {
            String text = net.run(Loopback.pair()
                    .flatMap(p -> p._1.setReadDeadline(Duration.ofHours(1))
                            .then(go(gosched()
                                    .repeat(Math.floorMod(p.hashCode(), 7))
                                    .then(p._1.setReadDeadline(Instant.EPOCH))))
                            .then(Loopback.error(p._1.read(ByteBuffer.allocate(1))))
                            .defer(p._1.close())
                            .defer(p._2.close())));

            assertThat(text).endsWith(": i/o timeout");
        }
    }

    /** Hunts the write that forgets how much went. */
    @Test
    void aWriteThatTimesOutTellsHowManyBytesWent() {
        byte[] sent = new byte[32 << 20];
        ByteBuffer from = ByteBuffer.wrap(sent);
        net.run(Loopback.pair()
                .flatMap(p -> p._1.setWriteDeadline(Duration.ofMillis(50))
                        .then(p._1.write(from).attempt())
                        .flatMap(t -> {
                            NetException e = (NetException) t.getCause();
                            assertThat(e.isTimeout()).isTrue();
                            assertThat(e.written()).isPositive().isEqualTo(from.position());
                            return p._1.close()
                                    .then(Go.<Long, Long>loop(
                                                    0L,
                                                    sum -> p._2.read(ByteBuffer.allocate(1 << 16))
                                                            .map(n -> n < 0
                                                                    ? io.gondola.dsl.Loop.<Long, Long>done(sum)
                                                                    : io.gondola.dsl.Loop.<Long, Long>next(sum + n)))
                                            .peek(sum -> assertThat(sum).isEqualTo(e.written())));
                        })));
    }

    @Test
    void severalReadersQueueAndEachGetsItsBytes() {
        int readers = 20;
        Channel<Integer> got = Channel.buffered(readers);
        net.run(Loopback.pair()
                .flatMap(p -> forRange(0, readers, i -> go(p._2.readExactly(1).flatMap(b -> got.send((int) b[0]))))
                        .then(gosched().repeat(50))
                        .then(forRange(0, readers, i -> p._1.write(new byte[] {(byte) (int) i})))
                        .then(loop(
                                0,
                                n -> got.receive()
                                        .map(b -> n == readers - 1
                                                ? io.gondola.dsl.Loop.<Integer, Unit>done(Unit.UNIT)
                                                : io.gondola.dsl.Loop.<Integer, Unit>next(n + 1))))));

        assertThat(net.runtime.stats().readWaits()).isPositive();
    }

    @Test
    void copyingGoesOnUntilTheEndOfTheStream() {
        byte[] sent = new byte[1 << 20];
        new Random(2).nextBytes(sent);
        net.run(Loopback.pair()
                .flatMap(a -> Loopback.pair()
                        .flatMap(b -> go(a._1.write(sent).then(a._1.close()))
                                .then(go(a._2.copyTo(b._1)
                                        .peek(n -> assertThat(n).isEqualTo(sent.length))
                                        .then(b._1.close())))
                                .then(b._2.readExactly(sent.length))
                                .peek(read -> assertThat(read).isEqualTo(sent))
                                .then(b._2.read(ByteBuffer.allocate(1)))
                                .peek(n -> assertThat(n).isEqualTo(-1)))));
    }

    /** Hunts the side that stays held by a goroutine whose wait its context has given up. */
    @Test
    void aReadThatItsContextGivesUpLeavesTheConnectionToOthers() {
        net.run(Loopback.pair()
                .flatMap(p -> Context.background()
                        .withTimeout(Duration.ofMillis(5))
                        .flatMap(ctx -> ctx.run(p._1.read(ByteBuffer.allocate(1))))
                        .peek(t -> assertThat(t.getCause()).isSameAs(Context.DEADLINE_EXCEEDED))
                        .then(p._2.write(new byte[] {1}))
                        .then(p._1.readExactly(1))));
    }

    /** Hunts the side that stays held by a goroutine whose program has ended. */
    @Test
    void aProgramThatEndsWhileItReadsLeavesTheConnectionToTheNextOne() {
        var pair = net.run(Loopback.pair());
        var ended = net.runtime.start(go(pair._1.readExactly(1)).then(gosched().repeat(100)));
        ended.join();
        var waiting = net.runtime.start(pair._1.readExactly(1));

        net.run(pair._2.write(new byte[] {5}));

        assertThat(waiting.join()).containsExactly(5);
    }

    /** Hunts the goroutine that queued while the other program was still running. */
    @Test
    void aProgramThatEndsWhileItReadsLetsInWhoQueuesAlready() {
        var pair = net.run(Loopback.pair());
        Channel<Unit> end = Channel.unbuffered();
        var first = net.runtime.start(go(pair._1.readExactly(1)).then(end.receive()));
        net.untilDumpHas("[IO wait", 1);
        var second = net.runtime.start(pair._1.readExactly(1));
        net.untilDumpHas("[semacquire", 1);

        net.run(end.send(Unit.UNIT));
        first.join();
        net.run(pair._2.write(new byte[] {6}));

        assertThat(second.join()).containsExactly(6);
    }
}
