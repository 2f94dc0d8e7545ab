package io.gondola.select;

import static io.gondola.select.Select.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Hunts for double fire and lost elements when selects meet selects, on real threads. */
class SelectStressTest {
    private static final int SENDERS = 3;
    private static final int RECEIVERS = 3;

    @ParameterizedTest(name = "{0} processors, capacity {1}")
    @CsvSource({"1,0", "2,0", "4,0", "2,1", "4,2"})
    void selectsThatMeetSelectsLoseAndDoubleNothing(int procs, int capacity) {
        exchange(procs, capacity, 10_000);
    }

    @Tag("stress")
    @ParameterizedTest(name = "{0} processors, capacity {1}")
    @CsvSource({"2,0", "4,0", "8,0", "4,1"})
    void selectsThatMeetSelectsLoseAndDoubleNothingForLong(int procs, int capacity) {
        exchange(procs, capacity, 500_000);
    }

    /** Every sender offers one element on two channels at once; every receiver listens to both, in the other order. */
    private static void exchange(int procs, int capacity, int perSender) {
        Channel<Integer> a = Channel.buffered(capacity);
        Channel<Integer> b = Channel.buffered(capacity);
        Channel<Unit> sent = Channel.buffered(SENDERS);
        Channel<Unit> quit = Channel.unbuffered();
        Channel<Unit> ended = Channel.buffered(RECEIVERS);
        AtomicIntegerArray seen = new AtomicIntegerArray(SENDERS * perSender);
        Go<Unit> receiver = Go.forever(brk -> select(
                        onReceive(b, v -> Go.run(() -> seen.incrementAndGet(v))),
                        onReceive(a, v -> Go.run(() -> seen.incrementAndGet(v))),
                        onReceiveOption(quit, v -> brk.exit())))
                .then(ended.send(Unit.UNIT));
        Go<Unit> drain = Go.forever(brk -> select(
                onReceive(a, v -> Go.run(() -> seen.incrementAndGet(v))),
                onReceive(b, v -> Go.run(() -> seen.incrementAndGet(v))),
                onDefault(() -> brk.exit())));
        Go<Unit> program = Go.forRange(
                        0,
                        SENDERS,
                        s -> Go.go(Go.forRange(
                                        s * perSender,
                                        (s + 1) * perSender,
                                        i -> select(onSend(a, i, Go.unit()), onSend(b, i, Go.unit())))
                                .then(sent.send(Unit.UNIT))))
                .then(Go.go(receiver).repeat(RECEIVERS))
                .then(sent.receive().repeat(SENDERS))
                .then(quit.close())
                .then(ended.receive().repeat(RECEIVERS))
                .then(drain);

        TestRuntime.processors(procs).run(program);

        for (int i = 0; i < seen.length(); i++) {
            assertThat(seen.get(i)).as("element %d", i).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void selfSelectsPairUp(int procs) {
        int n = 4;
        int turns = 5_000;
        Channel<Integer> ch = Channel.unbuffered();
        Channel<Unit> ended = Channel.buffered(n);
        AtomicInteger balance = new AtomicInteger();
        // The last one may be left alone: it gives up at the first timeout.
        Go<Unit> turnsOfOne = Go.forRange(
                0,
                turns,
                (i, b) -> select(
                        onSend(ch, 1, Go.run(balance::incrementAndGet)),
                        onReceive(ch, Go.run(balance::decrementAndGet)),
                        onTimeout(Duration.ofMillis(200), b.exit())));
        Go<Unit> program = Go.go(turnsOfOne.then(ended.send(Unit.UNIT)))
                .repeat(n)
                .then(ended.receive().repeat(n));

        TestRuntime.processors(procs).run(program);

        assertThat(balance).hasValue(0);
    }

    /** The interleaving hunted: the timer fires while a sender claims the select. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void elementIsReceivedIfAndOnlyIfItsSendSucceeded(int procs) {
        Channel<Integer> ch = Channel.unbuffered();
        AtomicInteger sent = new AtomicInteger();
        AtomicInteger received = new AtomicInteger();
        Channel<Unit> done = Channel.buffered(1);
        Duration tiny = Duration.ofNanos(30_000);
        Go<Unit> sender = select(onSend(ch, 1, Go.run(sent::incrementAndGet)), onTimeout(tiny, Go.unit()))
                .repeat(3_000)
                .then(done.send(Unit.UNIT));
        Go<Unit> receiver = select(onReceive(ch, Go.run(received::incrementAndGet)), onTimeout(tiny, Go.unit()))
                .repeat(3_000)
                .then(done.receive());

        TestRuntime.processors(procs).run(Go.go(sender).then(receiver));

        assertThat(received).hasValue(sent.get());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void closeWakesManySelectsOnceEach(int procs) {
        for (int round = 0; round < 50; round++) {
            Channel<Integer> ch = Channel.unbuffered();
            Channel<Integer> other = Channel.unbuffered();
            Channel<Unit> woken = Channel.buffered(100);
            Go<Unit> waiter = select(onReceiveOption(ch, woken.send(Unit.UNIT)), onReceive(other, Go.unit()));

            TestRuntime.processors(procs)
                    .assertRun(Go.go(waiter)
                            .repeat(50)
                            .then(ch.close())
                            .then(woken.receive().repeat(50))
                            .then(Go.gosched().repeat(5))
                            .then(woken.length()))
                    .isEqualTo(0);
        }
    }
}
