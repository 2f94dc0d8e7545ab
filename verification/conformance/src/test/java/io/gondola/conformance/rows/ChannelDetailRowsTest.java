package io.gondola.conformance.rows;

import static io.gondola.conformance.rows.ChannelSendRowsTest.receiveAll;
import static io.gondola.conformance.rows.World.waiter;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.time.Timer;
import io.vavr.collection.List;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What else is known of channels. */
@Row(
        id = "1.2-6",
        rule = "`close` with receivers or senders waiting: the order in which they run",
        go = "all are collected under the lock, then readied from the last one; with one P, 0 4 3 2 1",
        tests = "OrderAtOneProcessorTest.closeReadiesReceiversFromTheLast",
        only = "it is the order of one processor")
@Row(
        id = "1.2-8",
        rule = "A channel's parts",
        go = "count, ring, two queues of waiters, lock, closed; type and size of the elements",
        ours = "the same without the type: elements are references",
        why = "generics are erased",
        tests = "ChannelStressTest.nothingIsLostOrDoubledOrReordered",
        only = "it needs threads, under load")
class ChannelDetailRowsTest {
    private static final String SIZE = "makechan: size out of range";

    @Row(
            id = "1.2-1",
            rule = "The texts of a channel's panics",
            go = "have no prefix `runtime error: `, though they are a `runtime.Error`",
            ours = "the same texts, in a `Panic`",
            why = "Java has no `runtime.Error`")
    @OnEveryRuntime
    void panicsOfChannelsHaveNoPrefix(World w) {
        w.fails(() -> Channel.nil().close(), failed -> {
            assertThat(failed.text()).isEqualTo("close of nil channel");
            assertThat(failed.report())
                    .contains("panic: close of nil channel\n")
                    .doesNotContain("runtime error");
        });
    }

    @Row(
            id = "1.2-2",
            rule = "`make(chan T, n)` with n below 0 or too large",
            go = "panics: `makechan: size out of range`; a constant is refused by the compiler",
            ours = "an `IllegalArgumentException` with that text and the value; in a goroutine, that is its panic",
            why = "a channel is made outside programs, too")
    @OnEveryRuntime
    void aCapacityThatIsNegativeOrTooLargeIsRefused(World w) {
        assertThatThrownBy(() -> Channel.buffered(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(SIZE + ": capacity=-1");
        assertThatThrownBy(() -> Channel.buffered(Integer.MAX_VALUE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageMatching(SIZE + ": capacity=2147483647, with this heap at most [0-9]+");
        w.fails(
                () -> Go.suspend(() -> Channel.buffered(-1).length()),
                failed -> assertThat(failed.text()).contains(SIZE));
    }

    @Row(id = "1.2-3", rule = "Receivers and senders that wait", go = "are served first come, first served")
    @OnEveryRuntime
    void waitersAreServedInTheirOrder(World w) {
        w.yields(List.of("0<-0", "1<-1", "2<-2", "3<-3"), () -> {
            Channel<Integer> c = Channel.unbuffered();
            Channel<String> got = Channel.buffered(4);
            return Go.forRange(
                            0,
                            4,
                            i -> waiter(c.receive().flatMap(v -> got.send(i + "<-" + v)))
                                    .then(w.waiting(i + 1, "chan receive")))
                    .then(Go.forRange(0, 4, c::send))
                    .then(receiveAll(got, 4))
                    .map(List::sorted);
        });
        w.yields(List.of(0, 1, 2, 3), () -> {
            Channel<Integer> c = Channel.unbuffered();
            return Go.forRange(0, 4, i -> waiter(c.send(i)).then(w.waiting(i + 1, "chan send")))
                    .then(receiveAll(c, 4));
        });
    }

    @Row(
            id = "1.2-4",
            rule = "An unbuffered channel",
            go = "is a rendezvous: the value goes from one goroutine to the other, and neither goes on alone")
    @OnEveryRuntime
    void anUnbufferedSendEndsOnlyWithItsReceive(World w) {
        w.yieldsOneOf(List.of("sent late").asJava(), () -> {
            Channel<Integer> c = Channel.unbuffered();
            Channel<String> log = Channel.buffered(2);
            return waiter(c.send(1).then(log.send("sent")))
                    .then(w.waiting(1, "chan send"))
                    .then(w.settled())
                    .then(log.send("late"))
                    .then(log.length())
                    .flatMap(n -> c.receive()
                            .then(log.receive())
                            .flatMap(first -> log.receive().map(second -> second + " " + first)));
        });
    }

    @Row(
            id = "1.2-5",
            rule = "A full buffer and senders that wait",
            go = "a receive yields the oldest element and lets the first sender's in: the order is kept")
    @OnEveryRuntime
    void theOrderIsKeptThroughAFullBuffer(World w) {
        w.yields(List.of(0, 1, 1, 1, 2, 1, 3, 0), () -> {
            Channel<Integer> c = Channel.buffered(1);
            Go<List<Integer>> next = Go.zip(c.receive(), c.length(), List::of);
            return c.send(0)
                    .then(Go.forRange(1, 4, i -> waiter(c.send(i)).then(w.waiting(i, "chan send"))))
                    .then(Go.zip(
                            next,
                            next,
                            next,
                            next,
                            (a, b, d, e) -> List.of(a, b, d, e).flatMap(x -> x)));
        });
    }

    @Row(
            id = "1.2-7",
            rule = "`len` and `cap` of a timer's channel",
            go = "0 and 0, fired or not",
            tests = "TimerTest.itsChannelHasLengthAndCapacityZero")
    @OnEveryRuntime
    void aTimersChannelHasLengthAndCapacityZero(World w) {
        for (Duration d : List.of(Duration.ZERO, Duration.ofHours(1))) {
            w.yields(
                    List.of(0, 0),
                    () -> Timer.start(d)
                            .flatMap(timer -> timer.channel()
                                    .length()
                                    .map(n -> List.of(n, timer.channel().capacity()))));
        }
    }

    @Row(
            id = "1.2-9",
            rule = "An operation that does not wait, on a channel that is clearly not ready",
            go = "returns without taking the lock",
            ours = "takes the lock, which is a short spin lock",
            why = "no difference can be seen",
            tests = "ChannelTryTest.tryReceiveOnAnEmptyChannelIsNotReady")
    @OnEveryRuntime
    void anOperationThatDoesNotWaitLeavesNothingBehind(World w) {
        w.yields(List.of("not ready", "false", "value(1)"), () -> {
            Channel<Integer> c = Channel.unbuffered();
            Go<String> receive = c.tryReceive().map(String::valueOf);
            return Go.zip(receive, c.trySend(5).map(String::valueOf), (r, s) -> List.of(r, s))
                    .flatMap(two -> waiter(c.send(1))
                            .then(w.waiting(1, "chan send"))
                            .then(receive)
                            .map(two::append));
        });
    }

    @Row(
            id = "1.2-10",
            rule = "Comparison of channels",
            go = "by identity; they may be keys of maps; nil equals nil",
            only = "it needs no program")
    @Test
    void channelsCompareByIdentity() {
        Channel<Integer> a = Channel.unbuffered();
        Channel<Integer> b = Channel.unbuffered();
        Map<Channel<Integer>, String> map = new HashMap<>(Map.of(a, "a", b, "b"));

        assertThat(a).isNotEqualTo(b);
        assertThat(map).containsEntry(a, "a").containsEntry(b, "b");
        assertThat(Channel.<Integer>nil()).isEqualTo(Channel.<Integer>nil()).isNotEqualTo(a);
    }
}
