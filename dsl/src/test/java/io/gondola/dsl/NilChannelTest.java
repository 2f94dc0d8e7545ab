package io.gondola.dsl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway") // nulls are what is refused
class NilChannelTest {
    private final Channel<Integer> nil = Channel.nil();

    @OnEveryRuntime
    void sendBlocksForever(TestRuntime rt) {
        assertThat(rt.deadlock(nil.send(1))).contains("goroutine 1 [chan send (nil chan)]:");
    }

    @OnEveryRuntime
    void receiveBlocksForever(TestRuntime rt) {
        assertThat(rt.deadlock(nil.receive())).contains("goroutine 1 [chan receive (nil chan)]:");
    }

    @OnEveryRuntime
    void receiveOptionBlocksForever(TestRuntime rt) {
        assertThat(rt.deadlock(nil.receiveOption())).contains("goroutine 1 [chan receive (nil chan)]:");
    }

    @OnEveryRuntime
    void rangeBlocksForever(TestRuntime rt) {
        assertThat(rt.deadlock(nil.range(v -> Go.unit()))).contains("goroutine 1 [chan receive (nil chan)]:");
    }

    @OnEveryRuntime
    void closePanics(TestRuntime rt) {
        assertThat(rt.panic(nil.close())).hasMessage("close of nil channel");
    }

    @OnEveryRuntime
    void lengthIsZero(TestRuntime rt) {
        rt.assertRun(nil.length()).isEqualTo(0);
    }

    @Test
    void capacityIsZero() {
        assertThat(nil.capacity()).isZero();
    }

    @OnEveryRuntime
    void trySendRefuses(TestRuntime rt) {
        rt.assertRun(nil.trySend(1)).isEqualTo(false);
    }

    @OnEveryRuntime
    void tryReceiveIsNotReady(TestRuntime rt) {
        rt.assertRun(nil.tryReceive()).isEqualTo(Received.notReady());
    }

    @Test
    void sendOfNullIsRefusedAsOnOtherChannels() {
        assertThatThrownBy(() -> nil.send(null))
                .isInstanceOf(NullPointerException.class)
                .hasMessageStartingWith("value is null: send on nil chan");
    }

    @Test
    void blockingCloseThrows() {
        assertThatThrownBy(() -> nil.blocking().close())
                .isInstanceOf(Panic.class)
                .hasMessage("close of nil channel");
    }

    @Test
    void nilChannelsAreTheSame() {
        assertThat(Channel.nil()).isSameAs(nil);
    }
}
