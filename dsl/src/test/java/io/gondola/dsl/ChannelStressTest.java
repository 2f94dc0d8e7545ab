package io.gondola.dsl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Hunts for lost, doubled and reordered elements: many senders and receivers on one channel, on real threads. */
class ChannelStressTest {
    private static final int SENDERS = 4;
    private static final int RECEIVERS = 3;

    @ParameterizedTest(name = "{0} processors, capacity {1}")
    @CsvSource({"1,0", "2,0", "4,0", "1,3", "2,3", "4,3", "2,1"})
    void nothingIsLostOrDoubledOrReordered(int procs, int capacity) {
        exchange(procs, capacity, 20_000);
    }

    @Tag("stress")
    @ParameterizedTest(name = "{0} processors, capacity {1}")
    @CsvSource({"2,0", "4,0", "8,0", "2,1", "4,7", "8,64"})
    void nothingIsLostOrDoubledOrReorderedForLong(int procs, int capacity) {
        exchange(procs, capacity, 1_000_000);
    }

    private static void exchange(int procs, int capacity, int perSender) {
        Channel<Integer> ch = Channel.buffered(capacity);
        Channel<Unit> sent = Channel.buffered(SENDERS);
        Channel<Unit> received = Channel.buffered(RECEIVERS);
        AtomicIntegerArray seen = new AtomicIntegerArray(SENDERS * perSender);
        AtomicInteger reordered = new AtomicInteger();
        Go<Unit> receiver = Go.suspend(() -> {
            int[] last = new int[SENDERS];
            Arrays.fill(last, -1);
            return ch.range(v -> Go.run(() -> {
                        seen.incrementAndGet(v);
                        int sender = v / perSender;
                        if (last[sender] >= v) {
                            reordered.incrementAndGet();
                        }
                        last[sender] = v;
                    }))
                    .then(received.send(Unit.UNIT));
        });
        Go<Unit> program = Go.forRange(
                        0,
                        SENDERS,
                        s -> Go.go(Go.forRange(s * perSender, (s + 1) * perSender, ch::send)
                                .then(sent.send(Unit.UNIT))))
                .then(Go.go(receiver).repeat(RECEIVERS))
                .then(sent.receive().repeat(SENDERS))
                .then(ch.close())
                .then(received.receive().repeat(RECEIVERS));

        TestRuntime.processors(procs).run(program);

        for (int i = 0; i < seen.length(); i++) {
            assertThat(seen.get(i)).as("element %d", i).isEqualTo(1);
        }
        assertThat(reordered).hasValue(0);
    }

    @ParameterizedTest(name = "{0} processors, capacity {1}")
    @CsvSource({"1,0", "2,0", "4,0", "2,2", "4,2"})
    void closeWithManySendersKeepsWhatWasSent(int procs, int capacity) {
        for (int round = 0; round < 50; round++) {
            closeRace(procs, capacity);
        }
    }

    /** The interleaving hunted: a sender parks while the channel is being closed. */
    private static void closeRace(int procs, int capacity) {
        Channel<Integer> ch = Channel.buffered(capacity);
        int n = 20;
        Channel<Boolean> outcomes = Channel.buffered(n);
        AtomicInteger received = new AtomicInteger();
        AtomicInteger succeeded = new AtomicInteger();
        Go<Unit> sender = ch.send(1).as(true).recover(p -> Go.pure(false)).flatMap(outcomes::send);
        Go<Unit> program = Go.go(sender)
                .repeat(n)
                .then(ch.receive().peek(v -> received.incrementAndGet()).repeat(5))
                .then(ch.close())
                .then(ch.range(v -> Go.run(received::incrementAndGet)))
                .then(outcomes.receive()
                        .peek(ok -> succeeded.addAndGet(ok ? 1 : 0))
                        .repeat(n));

        TestRuntime.processors(procs).run(program);

        assertThat(received).hasValue(succeeded.get());
    }
}
