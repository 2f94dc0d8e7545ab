package io.gondola.dsl;

import static io.gondola.dsl.Go.go;
import static io.gondola.dsl.TestRuntime.waiting;
import static org.assertj.core.api.Assertions.assertThat;

import io.vavr.collection.List;
import io.vavr.control.Option;
import org.junit.jupiter.api.Test;

/** The rows of Go's table of operations and channel states, for open channels. */
class ChannelStateTableTest {
    private final Channel<Integer> unbuffered = Channel.unbuffered();
    private final Channel<Integer> buffered = Channel.buffered(2);

    @OnEveryRuntime
    void sendOnAnUnbufferedChannelWithoutReceiverBlocks(TestRuntime rt) {
        assertThat(rt.deadlock(unbuffered.send(1))).contains("goroutine 1 [chan send]:");
    }

    @OnEveryRuntime
    void sendOnABufferedChannelWithRoomEnqueues(TestRuntime rt) {
        rt.assertRun(buffered.send(1).then(buffered.length())).isEqualTo(1);
    }

    @OnEveryRuntime
    void sendOnAFullChannelBlocks(TestRuntime rt) {
        Go<Unit> fill = buffered.send(1).then(buffered.send(2));

        assertThat(rt.deadlock(fill.then(buffered.send(3)))).contains("goroutine 1 [chan send]:");
    }

    @OnEveryRuntime
    void sendToAWaitingReceiverHandsOverWithoutWaiting(TestRuntime rt) {
        Channel<Integer> got = Channel.buffered(1);

        Object value = rt.with(r -> go(unbuffered.receive().flatMap(got::send))
                .then(waiting(r, 1, "chan receive"))
                .then(unbuffered.send(7))
                .then(got.receive()));

        assertThat(value).isEqualTo(7);
    }

    @OnEveryRuntime
    void elementHandedToAWaitingReceiverSkipsTheBuffer(TestRuntime rt) {
        Object length = rt.with(r -> go(buffered.receive())
                .then(waiting(r, 1, "chan receive"))
                .then(buffered.send(7))
                .then(buffered.length()));

        assertThat(length).isEqualTo(0);
    }

    @OnEveryRuntime
    void sendersQueueBehindOneAnother(TestRuntime rt) {
        Object got = rt.with(r -> go(unbuffered.send(1))
                .then(waiting(r, 1, "chan send"))
                .then(go(unbuffered.send(2)))
                .then(waiting(r, 2, "chan send"))
                .then(go(unbuffered.send(3)))
                .then(waiting(r, 3, "chan send"))
                .then(receiveAll(unbuffered, 3)));

        assertThat(got).isEqualTo(List.of(1, 2, 3));
    }

    @OnEveryRuntime
    void receiversQueueBehindOneAnother(TestRuntime rt) {
        Channel<String> got = Channel.buffered(3);

        List<String> order = rt.with(r -> Go.forRange(
                        0,
                        3,
                        i -> go(unbuffered.receive().flatMap(v -> got.send(i + "<-" + v)))
                                .then(waiting(r, i + 1, "chan receive")))
                .then(unbuffered.send(10))
                .then(unbuffered.send(11))
                .then(unbuffered.send(12))
                .then(receiveAll(got, 3)));

        assertThat(order).containsExactlyInAnyOrder("0<-10", "1<-11", "2<-12");
    }

    @OnEveryRuntime
    void receiveOnAnOpenEmptyChannelBlocks(TestRuntime rt) {
        assertThat(rt.deadlock(unbuffered.receive())).contains("goroutine 1 [chan receive]:");
    }

    @OnEveryRuntime
    void receiveOptionOnAnOpenEmptyChannelBlocks(TestRuntime rt) {
        assertThat(rt.deadlock(buffered.receiveOption())).contains("goroutine 1 [chan receive]:");
    }

    @OnEveryRuntime
    void rangeOverAnOpenEmptyChannelBlocks(TestRuntime rt) {
        assertThat(rt.deadlock(buffered.range(v -> Go.unit()))).contains("goroutine 1 [chan receive]:");
    }

    @OnEveryRuntime
    void receiveTakesTheOldestBufferedElement(TestRuntime rt) {
        rt.assertRun(buffered.send(1).then(buffered.send(2)).then(receiveAll(buffered, 2)))
                .isEqualTo(List.of(1, 2));
    }

    @OnEveryRuntime
    void receiveOptionOfAnElementIsSome(TestRuntime rt) {
        rt.assertRun(buffered.send(1).then(buffered.receiveOption())).isEqualTo(Option.some(1));
    }

    @OnEveryRuntime
    void receiveFromAFullChannelPromotesTheFirstWaitingSender(TestRuntime rt) {
        Channel<Integer> one = Channel.buffered(1);
        Go<List<Integer>> receiveWithLengths = Go.loop(
                List.<Integer>empty(),
                seen -> seen.size() == 8
                        ? Go.pure(Loop.done(seen))
                        : one.receive()
                                .flatMap(v -> one.length()
                                        .map(n -> Loop.next(seen.append(v).append(n)))));

        Object seen = rt.with(r -> one.send(0)
                .then(Go.forRange(1, 4, i -> go(one.send(i)).then(waiting(r, i, "chan send"))))
                .then(receiveWithLengths));

        assertThat(seen).isEqualTo(List.of(0, 1, 1, 1, 2, 1, 3, 0));
    }

    @OnEveryRuntime
    void lengthDoesNotCountWaitingSenders(TestRuntime rt) {
        Object lengths = rt.with(r -> buffered.send(1)
                .then(buffered.send(2))
                .then(go(buffered.send(3)))
                .then(go(unbuffered.send(3)))
                .then(waiting(r, 2, "chan send"))
                .then(Go.zip(buffered.length(), unbuffered.length(), (b, u) -> List.of(b, u))));

        assertThat(lengths).isEqualTo(List.of(2, 0));
    }

    @OnEveryRuntime
    void lengthIsZeroWhileReceiversWait(TestRuntime rt) {
        Object length = rt.with(
                r -> go(buffered.receive()).then(waiting(r, 1, "chan receive")).then(buffered.length()));

        assertThat(length).isEqualTo(0);
    }

    @Test
    void capacityIsWhatTheChannelWasMadeWith() {
        assertThat(List.of(unbuffered, buffered).map(SendChannel::capacity)).containsExactly(0, 2);
    }

    static <T> Go<List<T>> receiveAll(ReceiveChannel<T> channel, int n) {
        return Go.loop(
                List.<T>empty(),
                got -> got.size() == n
                        ? Go.pure(Loop.done(got))
                        : channel.receive().map(v -> Loop.next(got.append(v))));
    }
}
