package io.gondola.conformance.rows;

import static io.gondola.conformance.rows.World.waiter;
import static io.gondola.dsl.Go.pure;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.Loop;
import io.gondola.dsl.ReceiveChannel;
import io.vavr.collection.List;

/** {@code c <- v} in each state of the channel. */
class ChannelSendRowsTest {
    private static final String CLOSED = "send on closed channel";

    /** Receives {@code n} elements. */
    static <T> Go<List<T>> receiveAll(ReceiveChannel<T> channel, int n) {
        return Go.loop(
                List.<T>empty(),
                got -> got.size() == n
                        ? pure(Loop.done(got))
                        : channel.receive().map(v -> Loop.next(got.append(v))));
    }

    @Row(id = "1.1-send-nil", rule = "`c <- v`, nil", go = "blocks for ever, `chan send (nil chan)`")
    @OnEveryRuntime
    void sendOnTheNilChannelBlocksForEver(World w) {
        w.deadlocks("chan send (nil chan)", () -> Channel.<Integer>nil().send(1));
    }

    @Row(
            id = "1.1-send-empty",
            rule = "`c <- v`, open, buffer empty or none, nobody waits",
            go = "unbuffered: blocks, `chan send`; buffered: enqueues")
    @OnEveryRuntime
    void sendOnAnEmptyChannelBlocksOrEnqueues(World w) {
        w.deadlocks("chan send", () -> Channel.<Integer>unbuffered().send(1));
        w.yields(1, () -> {
            Channel<Integer> c = Channel.buffered(1);
            return c.send(7).then(c.length());
        });
    }

    @Row(id = "1.1-send-full", rule = "`c <- v`, buffer full", go = "blocks, `chan send`")
    @OnEveryRuntime
    void sendOnAFullChannelBlocks(World w) {
        w.deadlocks("chan send", () -> {
            Channel<Integer> c = Channel.buffered(1);
            return c.send(1).then(c.send(2));
        });
    }

    @Row(
            id = "1.1-send-receivers",
            rule = "`c <- v`, receivers wait",
            go = "hands the value to the first of them and returns")
    @OnEveryRuntime
    void sendHandsItsValueToTheFirstReceiver(World w) {
        for (int capacity : new int[] {0, 1}) {
            w.yields("first 1, length 0", () -> {
                Channel<Integer> c = Channel.buffered(capacity);
                Channel<String> got = Channel.buffered(2);
                return waiter(c.receive().flatMap(v -> got.send("first " + v)))
                        .then(w.waiting(1, "chan receive"))
                        .then(waiter(c.receive().flatMap(v -> got.send("second " + v))))
                        .then(w.waiting(2, "chan receive"))
                        .then(c.send(1))
                        .then(c.length())
                        .flatMap(n -> got.receive().map(s -> s + ", length " + n));
            });
        }
    }

    @Row(id = "1.1-send-senders", rule = "`c <- v`, senders wait", go = "queues behind them")
    @OnEveryRuntime
    void sendQueuesBehindOtherSenders(World w) {
        for (int capacity : new int[] {0, 1}) {
            w.yields(List.range(0, 3 + capacity), () -> {
                Channel<Integer> c = Channel.buffered(capacity);
                return Go.forRange(0, capacity, c::send)
                        .then(Go.forRange(
                                0, 3, i -> waiter(c.send(capacity + i)).then(w.waiting(i + 1, "chan send"))))
                        .then(receiveAll(c, 3 + capacity));
            });
        }
    }

    @Row(id = "1.1-send-closed", rule = "`c <- v`, closed", go = "panics: `send on closed channel`")
    @OnEveryRuntime
    void sendOnAClosedChannelPanics(World w) {
        for (int capacity : new int[] {0, 1}) {
            w.panics(CLOSED, () -> {
                Channel<Integer> c = Channel.buffered(capacity);
                return c.close().then(c.send(1));
            });
        }
    }

    @Row(
            id = "1.1-send-closed-buffered",
            rule = "`c <- v`, closed, k elements in the buffer",
            go = "panics: `send on closed channel`")
    @OnEveryRuntime
    void sendOnAClosedChannelWithElementsPanics(World w) {
        w.panics(CLOSED, () -> {
            Channel<Integer> c = Channel.buffered(2);
            return c.send(1).then(c.close()).then(c.send(2));
        });
    }

    @Row(
            id = "1.1-send-discarded",
            rule = "The value of a send that panics",
            go = "is not stored: a later receive yields the zero value")
    @OnEveryRuntime
    void theValueOfASendThatPanicsIsNotStored(World w) {
        w.yields(List.of(-1, 0), () -> {
            Channel<Integer> c = Channel.<Integer>buffered(2).withZero(-1);
            return c.close()
                    .then(c.send(1).recover(p -> Go.unit()))
                    .then(Go.zip(c.receive(), c.length(), (v, n) -> List.of(v, n)));
        });
    }

    @Row(id = "1.1-send-woken", rule = "A sender that waits when the channel is closed", go = "panics, never returns")
    @OnEveryRuntime
    void aSenderThatIsWokenByCloseNeverReturns(World w) {
        w.yieldsThoughItRaces(CLOSED, () -> {
            Channel<Integer> c = Channel.unbuffered();
            return Go.go(w.waiting(1, "chan send").then(c.close()))
                    .then(c.send(1))
                    .as("the send returned")
                    .recover(p -> pure(p.getMessage()));
        });
    }
}
