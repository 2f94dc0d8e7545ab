package io.gondola.select;

import static io.gondola.dsl.Go.go;
import static io.gondola.dsl.Go.pure;
import static io.gondola.dsl.Go.run;
import static io.gondola.dsl.Go.unit;
import static io.gondola.select.Running.assertRun;
import static io.gondola.select.Select.onDefault;
import static io.gondola.select.Select.onReceive;
import static io.gondola.select.Select.onSend;
import static io.gondola.select.Select.select;
import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Received;
import java.util.List;

@SuppressWarnings("NullAway") // panics here have values and messages
class SelectSendTest {
    private final Channel<Integer> a = Channel.unbuffered();
    private final Channel<Integer> b = Channel.unbuffered();
    private final Channel<Integer> buffer = Channel.buffered(1);

    @OnEveryRuntime
    void aWaitingReceiverGetsTheValue(TestRuntime t) {
        assertRun(
                        t,
                        rt -> go(a.receive().flatMap(buffer::send))
                                .then(TestRuntime.waiting(rt, 1, "chan receive"))
                                .then(select(onSend(a, 7, buffer.receive()), onDefault(pure(0)))))
                .isEqualTo(7);
    }

    @OnEveryRuntime
    void theValueGoesIntoTheBuffer(TestRuntime t) {
        t.assertRun(select(onSend(buffer, 7, unit()), onReceive(a, unit())).then(buffer.receive()))
                .isEqualTo(7);
    }

    @OnEveryRuntime
    void aWaitingSendIsTakenByAReceiver(TestRuntime t) {
        assertRun(
                        t,
                        rt -> go(TestRuntime.waiting(rt, 1, "select")
                                        .then(a.receive())
                                        .flatMap(buffer::send))
                                .then(select(onReceive(b, pure(0)), onSend(a, 7, buffer.receive()))))
                .isEqualTo(7);
    }

    @OnEveryRuntime
    void aWaitingSendGoesIntoTheBufferOnceThereIsRoom(TestRuntime t) {
        assertRun(
                        t,
                        rt -> buffer.send(1)
                                .then(go(TestRuntime.waiting(rt, 1, "select").then(buffer.receive())))
                                .then(select(onReceive(b, pure(0)), onSend(buffer, 2, buffer.receive()))))
                .isEqualTo(2);
    }

    @OnEveryRuntime
    void twoSelectsMeetAsSenderAndReceiver(TestRuntime t) {
        t.assertRun(go(select(onSend(a, 7, unit()), onReceive(b, unit())))
                        .then(select(onReceive(a, v -> pure(v)), onReceive(buffer, pure(0)))))
                .isEqualTo(7);
    }

    @OnEveryRuntime
    void aFullBufferLeavesTheDefault(TestRuntime t) {
        t.assertRun(buffer.send(1).then(select(onSend(buffer, 2, pure("sent")), onDefault(pure("default")))))
                .isEqualTo("default");
    }

    @OnEveryRuntime
    void aSendOnAClosedChannelPanics(TestRuntime t) {
        assertThat(t.panic(a.close().then(select(onSend(a, 1, unit()), onReceive(b, unit())))))
                .hasMessage("send on closed channel");
    }

    @OnEveryRuntime
    void aSendOnAClosedChannelGoesBeforeTheDefault(TestRuntime t) {
        assertThat(t.panic(a.close().then(select(onSend(a, 1, unit()), onDefault(unit())))))
                .hasMessage("send on closed channel");
    }

    @OnEveryRuntime
    void aSendOnAClosedBufferWithRoomPanics(TestRuntime t) {
        assertThat(t.panic(buffer.close().then(select(onSend(buffer, 1, unit())))))
                .hasMessage("send on closed channel");
    }

    @OnEveryRuntime
    void aSendOnAClosedChannelPanicsOnlyIfItIsTaken(TestRuntime t) {
        int[] counts = new int[2];

        t.run(a.close()
                .then(b.close())
                .then(select(onSend(a, 1, unit()), onReceive(b, run(() -> counts[0]++)))
                        .recover(p -> run(() -> counts[1]++))
                        .repeat(10_000)));

        assertThat(counts[0] + counts[1]).isEqualTo(10_000);
        assertThat(counts[0]).isBetween(4_500, 5_500);
    }

    @OnEveryRuntime
    void closingTheChannelOfAWaitingSendIsAPanicThatCanBeRecovered(TestRuntime t) {
        assertRun(
                        t,
                        rt -> go(TestRuntime.waiting(rt, 1, "select").then(a.close()))
                                .then(select(onReceive(b, pure("received")), onSend(a, 1, pure("sent")))
                                        .recover(p -> pure(p.getMessage()))))
                .isEqualTo("send on closed channel");
    }

    @OnEveryRuntime
    void theValueOfASendThatLostIsNotStored(TestRuntime t) {
        assertRun(
                        t,
                        rt -> buffer.send(1)
                                .then(go(TestRuntime.waiting(rt, 1, "select").then(b.send(0))))
                                .then(select(onSend(buffer, 2, unit()), onReceive(b, unit())))
                                .then(buffer.receive())
                                .flatMap(first -> buffer.tryReceive().map(r -> List.of(first, r.isNotReady()))))
                .isEqualTo(List.of(1, true));
    }

    @OnEveryRuntime
    void aSendThatMeetsTheDefaultIsNotStored(TestRuntime t) {
        t.assertRun(select(onSend(a, 1, unit()), onDefault(unit()))
                        .then(a.tryReceive())
                        .map(Received::isNotReady))
                .isEqualTo(true);
    }
}
