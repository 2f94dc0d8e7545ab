package io.gondola.conformance.rows;

import static io.gondola.conformance.rows.ChannelSendRowsTest.receiveAll;
import static io.gondola.conformance.rows.World.waiter;
import static io.gondola.dsl.Go.unit;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.vavr.collection.List;
import io.vavr.control.Option;

/** {@code <-c}, {@code v, ok := <-c} and {@code for v := range c} in each state of the channel. */
class ChannelReceiveRowsTest {
    private static final String RECEIVE = "chan receive";
    private static final String NIL = "chan receive (nil chan)";

    @Row(id = "1.1-receive-nil", rule = "`<-c`, nil", go = "blocks for ever, `chan receive (nil chan)`")
    @Row(id = "1.1-receive-ok-nil", rule = "`v, ok := <-c`, nil", go = "blocks for ever, `chan receive (nil chan)`")
    @OnEveryRuntime
    void receiveFromTheNilChannelBlocksForEver(World w) {
        w.deadlocks(NIL, () -> Channel.nil().receive());
        w.deadlocks(NIL, () -> Channel.nil().receiveOption());
    }

    @Row(id = "1.1-receive-empty", rule = "`<-c`, open, nothing there", go = "blocks, `chan receive`")
    @Row(id = "1.1-receive-ok-empty", rule = "`v, ok := <-c`, open, nothing there", go = "blocks, `chan receive`")
    @OnEveryRuntime
    void receiveFromAnEmptyChannelBlocks(World w) {
        for (int capacity : new int[] {0, 1}) {
            w.deadlocks(RECEIVE, () -> Channel.buffered(capacity).receive());
            w.deadlocks(RECEIVE, () -> Channel.buffered(capacity).receiveOption());
        }
    }

    @Row(id = "1.1-receive-full", rule = "`<-c`, buffer full", go = "takes the head of the buffer")
    @OnEveryRuntime
    void receiveTakesTheHeadOfTheBuffer(World w) {
        w.yields(List.of(1, 2), () -> {
            Channel<Integer> c = Channel.buffered(2);
            return c.send(1).then(c.send(2)).then(receiveAll(c, 2));
        });
    }

    @Row(id = "1.1-receive-ok-full", rule = "`v, ok := <-c`, buffer full", go = "the head of the buffer, ok is true")
    @OnEveryRuntime
    void receiveOptionTakesTheHeadOfTheBuffer(World w) {
        w.yields(Option.some(1), () -> {
            Channel<Integer> c = Channel.buffered(2);
            return c.send(1).then(c.send(2)).then(c.receiveOption());
        });
    }

    @Row(id = "1.1-receive-receivers", rule = "`<-c`, receivers wait", go = "queues behind them")
    @Row(id = "1.1-receive-ok-receivers", rule = "`v, ok := <-c`, receivers wait", go = "queues behind them")
    @OnEveryRuntime
    void receiversQueueBehindEachOther(World w) {
        w.yields(List.of("0<-10", "1<-11", "2<-Some(12)"), () -> {
            Channel<Integer> c = Channel.unbuffered();
            Channel<String> got = Channel.buffered(3);
            return waiter(c.receive().flatMap(v -> got.send("0<-" + v)))
                    .then(w.waiting(1, RECEIVE))
                    .then(waiter(c.receive().flatMap(v -> got.send("1<-" + v))))
                    .then(w.waiting(2, RECEIVE))
                    .then(waiter(c.receiveOption().flatMap(v -> got.send("2<-" + v))))
                    .then(w.waiting(3, RECEIVE))
                    .then(c.send(10))
                    .then(c.send(11))
                    .then(c.send(12))
                    .then(receiveAll(got, 3))
                    .map(List::sorted);
        });
    }

    @Row(
            id = "1.1-receive-senders",
            rule = "`<-c`, senders wait",
            go = "unbuffered: takes the first sender's value; buffered: takes the head, and the first sender's"
                    + " value goes to the tail")
    @OnEveryRuntime
    void receiveServesTheFirstSender(World w) {
        w.yields(List.of(0, 0, 1, 0), () -> {
            Channel<Integer> c = Channel.unbuffered();
            return Go.forRange(0, 2, i -> waiter(c.send(i)).then(w.waiting(i + 1, "chan send")))
                    .then(Go.zip(c.receive(), c.length(), c.receive(), c.length(), List::of));
        });
        w.yields(List.of(0, 2, 1, 1, 2, 0), () -> {
            Channel<Integer> c = Channel.buffered(2);
            return c.send(0)
                    .then(c.send(1))
                    .then(waiter(c.send(2)))
                    .then(w.waiting(1, "chan send"))
                    .then(Go.zip(c.receive(), c.length(), c.receive(), c.length(), c.receive(), c.length(), List::of));
        });
    }

    @Row(id = "1.1-receive-ok-senders", rule = "`v, ok := <-c`, senders wait", go = "as `<-c`, ok is true")
    @OnEveryRuntime
    void receiveOptionServesTheFirstSender(World w) {
        for (int capacity : new int[] {0, 1}) {
            w.yields(Option.some(0), () -> {
                Channel<Integer> c = Channel.buffered(capacity);
                return Go.forRange(0, 1 + capacity, i -> waiter(c.send(i)).then(w.settled()))
                        .then(c.receiveOption());
            });
        }
    }

    @Row(
            id = "1.1-receive-closed",
            rule = "`<-c`, closed and drained",
            go = "the zero value of the element's type",
            ours = "null, or what `withZero(v)` set",
            why = "Java's type variables have no zero value")
    @OnEveryRuntime
    void receiveFromAClosedChannelYieldsTheZeroValue(World w) {
        w.yields(0, () -> {
            Channel<Integer> c = Channel.<Integer>buffered(1).withZero(0);
            return c.send(5).then(c.close()).then(c.receive()).then(c.receive());
        });
        w.yields(null, () -> {
            Channel<Integer> c = Channel.unbuffered();
            return c.close().then(c.receive());
        });
    }

    @Row(id = "1.1-receive-ok-closed", rule = "`v, ok := <-c`, closed and drained", go = "the zero value, ok is false")
    @OnEveryRuntime
    void receiveOptionFromAClosedChannelIsNone(World w) {
        for (int capacity : new int[] {0, 1}) {
            w.yields(Option.none(), () -> {
                Channel<Integer> c = Channel.buffered(capacity);
                return c.close().then(c.receiveOption());
            });
        }
    }

    @Row(id = "1.1-receive-closed-buffered", rule = "`<-c`, closed, k elements in the buffer", go = "the next of them")
    @Row(
            id = "1.1-receive-ok-closed-buffered",
            rule = "`v, ok := <-c`, closed, k elements in the buffer",
            go = "the next of them, ok is true until none is left")
    @OnEveryRuntime
    void aClosedChannelIsDrainedFirst(World w) {
        w.yields(List.of(1, Option.some(2), Option.none()), () -> {
            Channel<Integer> c = Channel.buffered(2);
            return c.send(1)
                    .then(c.send(2))
                    .then(c.close())
                    .then(Go.zip(c.receive(), c.receiveOption(), c.receiveOption(), List::<Object>of));
        });
    }

    @Row(
            id = "1.1-range-nil",
            rule = "`for v := range c`, nil",
            go = "blocks for ever; alone, a deadlock: `chan receive (nil chan)`")
    @OnEveryRuntime
    void rangeOverTheNilChannelBlocksForEver(World w) {
        w.deadlocks(NIL, () -> Channel.nil().range(v -> unit()));
    }

    @Row(id = "1.1-range-empty", rule = "`for v := range c`, open, nothing there", go = "blocks")
    @Row(id = "1.1-range-full", rule = "`for v := range c`, buffer full", go = "reads, and blocks when nothing is left")
    @OnEveryRuntime
    void rangeReadsWhatIsThereAndBlocks(World w) {
        w.deadlocks(RECEIVE, () -> Channel.unbuffered().range(v -> unit()));
        w.deadlocks(RECEIVE, () -> {
            Channel<Integer> c = Channel.buffered(2);
            return c.send(1).then(c.send(2)).then(c.range(v -> unit()));
        });
    }

    @Row(id = "1.1-range-senders", rule = "`for v := range c`, senders wait", go = "reads what they send")
    @OnEveryRuntime
    void rangeReadsFromSendersThatWait(World w) {
        w.yields(List.of(0, 1, 2), () -> {
            Channel<Integer> c = Channel.unbuffered();
            Channel<Integer> seen = Channel.buffered(3);
            return Go.forRange(0, 3, i -> waiter(c.send(i)).then(w.waiting(i + 1, "chan send")))
                    .then(c.range((v, b) -> seen.send(v).then(v == 2 ? b.exit() : unit())))
                    .then(receiveAll(seen, 3));
        });
    }

    @Row(id = "1.1-range-closed", rule = "`for v := range c`, closed and drained", go = "ends")
    @Row(
            id = "1.1-range-closed-buffered",
            rule = "`for v := range c`, closed, k elements in the buffer",
            go = "reads them, then ends")
    @OnEveryRuntime
    void rangeDrainsAClosedChannelAndEnds(World w) {
        w.yields(List.of(1, 2), () -> {
            Channel<Integer> c = Channel.buffered(2);
            Channel<Integer> seen = Channel.buffered(3);
            return c.send(1)
                    .then(c.send(2))
                    .then(c.close())
                    .then(c.range(seen::send))
                    .then(c.range(seen::send))
                    .then(seen.length())
                    .flatMap(n -> receiveAll(seen, n));
        });
    }
}
