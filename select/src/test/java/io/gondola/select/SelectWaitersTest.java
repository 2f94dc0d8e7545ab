package io.gondola.select;

import static io.gondola.dsl.Go.forRange;
import static io.gondola.dsl.Go.go;
import static io.gondola.dsl.Go.pure;
import static io.gondola.dsl.Go.run;
import static io.gondola.dsl.Go.suspend;
import static io.gondola.dsl.Go.unit;
import static io.gondola.select.Running.assertRun;
import static io.gondola.select.Select.onReceive;
import static io.gondola.select.Select.onReceiveOption;
import static io.gondola.select.Select.onSend;
import static io.gondola.select.Select.select;
import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.Received;
import io.gondola.dsl.Unit;
import io.vavr.control.Option;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;

@Timeout(30) // a lost goroutine would wait for ever
class SelectWaitersTest {
    private static final int WORKERS = 8;
    private static final int EACH = 100;

    private final Channel<Integer> a = Channel.unbuffered();
    private final Channel<Integer> b = Channel.unbuffered();
    private final Channel<Object> objects = Channel.unbuffered();
    private final Channel<Integer> done = Channel.buffered(WORKERS);

    private Go<Unit> receiveEither() {
        return select(onReceive(a, unit()), onReceive(b, unit()));
    }

    @OnEveryRuntime
    void aWaiterInTwoQueuesIsServedOnce(TestRuntime t) {
        assertRun(
                        t,
                        rt -> go(receiveEither())
                                .then(TestRuntime.waiting(rt, 1, "select"))
                                .then(Go.zip(a.trySend(1), b.trySend(2), List::of)))
                .isEqualTo(List.of(true, false));
    }

    @OnEveryRuntime
    void aSenderInTwoQueuesIsServedOnce(TestRuntime t) {
        assertRun(
                        t,
                        rt -> go(select(onSend(a, 1, unit()), onSend(b, 2, unit())))
                                .then(TestRuntime.waiting(rt, 1, "select"))
                                .then(Go.zip(
                                        a.tryReceive(),
                                        b.tryReceive(),
                                        (x, y) -> List.of(x.isValue(), y.isNotReady()))))
                .isEqualTo(List.of(true, true));
    }

    @OnEveryRuntime
    void anOperationPassesOverAServedWaiterToTheNext(TestRuntime t) {
        assertRun(
                        t,
                        rt -> go(receiveEither())
                                .then(TestRuntime.waiting(rt, 1, "select"))
                                .then(go(b.receive().flatMap(done::send)))
                                .then(TestRuntime.waiting(rt, 1, "chan receive"))
                                .then(a.trySend(1))
                                .then(b.send(2))
                                .then(done.receive()))
                .isEqualTo(2);
    }

    @OnEveryRuntime
    void theReceiveThatLostLeavesItsQueue(TestRuntime t) {
        assertRun(
                        t,
                        rt -> go(TestRuntime.waiting(rt, 1, "select").then(b.send(1)))
                                .then(receiveEither())
                                .then(a.trySend(2)))
                .isEqualTo(false);
    }

    @OnEveryRuntime
    void theSendThatLostLeavesItsQueue(TestRuntime t) {
        assertRun(
                        t,
                        rt -> go(TestRuntime.waiting(rt, 1, "select").then(b.send(1)))
                                .then(select(onSend(a, 2, unit()), onReceive(b, unit())))
                                .then(a.tryReceive())
                                .map(Received::isNotReady))
                .isEqualTo(true);
    }

    @OnEveryRuntime
    void aChannelDoesNotHoldTheValueOfASendThatLost(TestRuntime t) {
        List<WeakReference<Object>> values = new ArrayList<>();
        Go<Unit> send = suspend(() -> {
            Object value = new Object();
            values.add(new WeakReference<>(value));
            return select(onSend(objects, value, unit()), onReceive(b, unit()));
        });

        t.with(rt -> go(TestRuntime.waiting(rt, 1, "select").then(b.send(1))).then(send));
        System.gc();

        assertThat(values)
                .hasSize(1)
                .allSatisfy(value -> assertThat(value.get()).isNull());
    }

    @OnEveryRuntime
    void closingTheChannelThatLostHarmsNobody(TestRuntime t) {
        assertRun(
                        t,
                        rt -> go(TestRuntime.waiting(rt, 1, "select").then(b.send(1)))
                                .then(select(onSend(a, 2, unit()), onReceive(b, unit())))
                                .then(a.close())
                                .then(a.receiveOption()))
                .isEqualTo(Option.none());
    }

    @OnEveryRuntime
    void aChannelThatLostManyTimesWorksOn(TestRuntime t) {
        t.assertRun(go(b.send(1).repeat(1_000))
                        .then(receiveEither().repeat(1_000))
                        .then(go(a.send(7)))
                        .then(a.receive()))
                .isEqualTo(7);
    }

    @OnEveryRuntime
    void aCloseWakesTheSelect(TestRuntime t) {
        assertRun(
                        t,
                        rt -> go(TestRuntime.waiting(rt, 1, "select").then(b.close()))
                                .then(select(onReceive(a, pure(Option.some(1))), onReceiveOption(b, v -> pure(v)))))
                .isEqualTo(Option.none());
    }

    @OnEveryRuntime
    void aCloseWakesTheSelectWithTheZeroValue(TestRuntime t) {
        Channel<Integer> zero = Channel.<Integer>unbuffered().withZero(-1);

        assertRun(
                        t,
                        rt -> go(TestRuntime.waiting(rt, 1, "select").then(zero.close()))
                                .then(select(onReceive(a, pure(1)), onReceive(zero, v -> pure(v)))))
                .isEqualTo(-1);
    }

    @OnEveryRuntime
    void aCloseWakesAllSelects(TestRuntime t) {
        assertRun(
                        t,
                        rt -> go(receiveEither().then(done.send(1)))
                                .repeat(WORKERS)
                                .then(TestRuntime.waiting(rt, WORKERS, "select"))
                                .then(a.close())
                                .then(done.receive().repeat(WORKERS))
                                .then(done.length()))
                .isEqualTo(0);
    }

    @OnEveryRuntime
    void twoClosesWakeTheSelectOnce(TestRuntime t) {
        AtomicInteger woken = new AtomicInteger();

        t.with(rt -> go(TestRuntime.waiting(rt, 1, "select").then(a.close()).then(b.close()))
                .then(receiveEither())
                .then(run(woken::incrementAndGet))
                .then(select(onReceive(b, unit()))));

        assertThat(woken).hasValue(1);
    }

    @OnEveryRuntime
    void everyElementSentByASelectArrivesOnceAtASelect(TestRuntime t) {
        AtomicIntegerArray arrived = new AtomicIntegerArray(WORKERS * EACH);
        List<Channel<Integer>> channels = channels();

        t.run(exchange(v -> sendToAny(channels, v), receiveFromAny(channels).peek(arrived::incrementAndGet)));

        assertEachOnce(arrived);
    }

    @OnEveryRuntime
    void everyElementSentByASelectArrivesOnceAtAReceive(TestRuntime t) {
        AtomicIntegerArray arrived = new AtomicIntegerArray(WORKERS * EACH);
        List<Channel<Integer>> channels = channels();
        Channel<Integer> merged = Channel.unbuffered();
        Go<Unit> forwarders = Go.forEach(channels, c -> go(c.range(merged::send)));

        t.run(forwarders.then(
                exchange(v -> sendToAny(channels, v), merged.receive().peek(arrived::incrementAndGet))));

        assertEachOnce(arrived);
    }

    @OnEveryRuntime
    void everyElementSentArrivesOnceAtASelect(TestRuntime t) {
        AtomicIntegerArray arrived = new AtomicIntegerArray(WORKERS * EACH);
        List<Channel<Integer>> channels = channels();

        t.run(exchange(
                v -> channels.get(v % channels.size()).send(v),
                receiveFromAny(channels).peek(arrived::incrementAndGet)));

        assertEachOnce(arrived);
    }

    /** Three unbuffered channels and a small buffer. */
    private static List<Channel<Integer>> channels() {
        return Stream.of(0, 0, 0, 2).map(Channel::<Integer>buffered).toList();
    }

    private static Go<Unit> sendToAny(List<Channel<Integer>> channels, int v) {
        return select(channels.stream().map(c -> onSend(c, v, unit())).toList());
    }

    private static Go<Integer> receiveFromAny(List<Channel<Integer>> channels) {
        return select(channels.stream()
                .map(c -> Select.<Integer, Integer>onReceive(c, v -> pure(v)))
                .toList());
    }

    private interface Sending {
        Go<Unit> send(int v);
    }

    /** Sends the numbers from 0 on by some goroutines, and receives as often by others. */
    private static Go<?> exchange(Sending sending, Go<?> receiving) {
        List<Go<Unit>> workers = IntStream.range(0, WORKERS)
                .boxed()
                .flatMap(w -> Stream.of(forRange(0, EACH, i -> sending.send(w * EACH + i)), receiving.repeat(EACH)))
                .toList();
        return Go.parallel(workers);
    }

    private static void assertEachOnce(AtomicIntegerArray arrived) {
        assertThat(IntStream.range(0, arrived.length()).map(arrived::get)).containsOnly(1);
    }
}
