package io.gondola.dsl;

import static io.gondola.dsl.Go.go;
import static io.gondola.dsl.TestRuntime.waiting;
import static org.assertj.core.api.Assertions.assertThat;

import io.vavr.control.Option;

/** Sends and receives that do not wait, by the state of the channel. */
class ChannelTryTest {
    private final Channel<Integer> unbuffered = Channel.unbuffered();
    private final Channel<Integer> buffered = Channel.buffered(1);

    @OnEveryRuntime
    void trySendWithoutReceiverRefuses(TestRuntime rt) {
        rt.assertRun(unbuffered.trySend(1)).isEqualTo(false);
    }

    @OnEveryRuntime
    void trySendIntoABufferWithRoomSends(TestRuntime rt) {
        rt.assertRun(buffered.trySend(1).flatMap(sent -> buffered.receive().map(v -> sent + " " + v)))
                .isEqualTo("true 1");
    }

    @OnEveryRuntime
    void trySendIntoAFullBufferRefuses(TestRuntime rt) {
        rt.assertRun(buffered.send(1).then(buffered.trySend(2))).isEqualTo(false);
    }

    @OnEveryRuntime
    void refusedElementIsNotStored(TestRuntime rt) {
        rt.assertRun(buffered.send(1)
                        .then(buffered.trySend(2))
                        .then(buffered.receive())
                        .then(buffered.tryReceive()))
                .isEqualTo(Received.notReady());
    }

    @OnEveryRuntime
    void trySendToAWaitingReceiverSends(TestRuntime rt) {
        Object sent = rt.with(r ->
                go(unbuffered.receive()).then(waiting(r, 1, "chan receive")).then(unbuffered.trySend(1)));

        assertThat(sent).isEqualTo(true);
    }

    @OnEveryRuntime
    void trySendOnAClosedChannelPanics(TestRuntime rt) {
        assertThat(rt.panic(buffered.close().then(buffered.trySend(1)))).hasMessage("send on closed channel");
    }

    @OnEveryRuntime
    void tryReceiveOnAnEmptyChannelIsNotReady(TestRuntime rt) {
        rt.assertRun(unbuffered.tryReceive().map(Received::isNotReady)).isEqualTo(true);
    }

    @OnEveryRuntime
    void tryReceiveTakesABufferedElement(TestRuntime rt) {
        rt.assertRun(buffered.send(4).then(buffered.tryReceive()).map(Received::get))
                .isEqualTo(4);
    }

    @OnEveryRuntime
    void tryReceiveTakesFromAWaitingSender(TestRuntime rt) {
        Object got = rt.with(
                r -> go(unbuffered.send(4)).then(waiting(r, 1, "chan send")).then(unbuffered.tryReceive()));

        assertThat(got).isEqualTo(Received.value(4));
    }

    @OnEveryRuntime
    void tryReceiveOnAClosedChannelIsClosed(TestRuntime rt) {
        rt.assertRun(unbuffered.close().then(unbuffered.tryReceive()).map(Received::isClosed))
                .isEqualTo(true);
    }

    @OnEveryRuntime
    void tryReceiveDrainsAClosedChannelFirst(TestRuntime rt) {
        rt.assertRun(buffered.send(4)
                        .then(buffered.close())
                        .then(buffered.tryReceive())
                        .map(Received::toOption))
                .isEqualTo(Option.some(4));
    }
}
