package io.gondola.conformance.rows;

import static io.gondola.conformance.rows.ChannelSendRowsTest.receiveAll;
import static io.gondola.conformance.rows.World.waiter;
import static io.gondola.dsl.Go.pure;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.vavr.collection.List;

/** {@code close(c)}, {@code len(c)} and {@code cap(c)} in each state of the channel. */
class ChannelCloseRowsTest {
    private static final String TWICE = "close of closed channel";

    @Row(id = "1.1-close-nil", rule = "`close(c)`, nil", go = "panics: `close of nil channel`")
    @OnEveryRuntime
    void closeOfTheNilChannelPanics(World w) {
        w.panics("close of nil channel", () -> Channel.nil().close());
    }

    @Row(id = "1.1-close-empty", rule = "`close(c)`, open, nothing there", go = "closes it")
    @Row(id = "1.1-close-full", rule = "`close(c)`, buffer full", go = "closes it; the buffer stays")
    @OnEveryRuntime
    void closeKeepsTheBuffer(World w) {
        w.yields(0, () -> {
            Channel<Integer> c = Channel.unbuffered();
            return c.close().then(c.length());
        });
        w.yields(List.of(1, 2), () -> {
            Channel<Integer> c = Channel.buffered(2);
            return c.send(1).then(c.send(2)).then(c.close()).then(receiveAll(c, 2));
        });
    }

    @Row(
            id = "1.1-close-receivers",
            rule = "`close(c)`, receivers wait",
            go = "each of them gets the zero value, false")
    @OnEveryRuntime
    void closeWakesEachReceiverWithTheZeroValue(World w) {
        for (int capacity : new int[] {0, 1}) {
            w.yields(List.of("None", "None", "null"), () -> {
                Channel<Integer> c = Channel.buffered(capacity);
                Channel<String> got = Channel.buffered(3);
                return Go.go(c.receive().flatMap(v -> got.send(String.valueOf(v))))
                        .then(Go.go(c.receiveOption().flatMap(v -> got.send(v.toString())))
                                .repeat(2))
                        .then(w.waiting(3, "chan receive"))
                        .then(c.close())
                        .then(receiveAll(got, 3))
                        .map(List::sorted);
            });
        }
    }

    @Row(
            id = "1.1-close-senders",
            rule = "`close(c)`, senders wait",
            go = "each of them panics in its own goroutine: `send on closed channel`")
    @OnEveryRuntime
    void closeMakesEachSenderPanic(World w) {
        for (int capacity : new int[] {0, 1}) {
            w.yieldsThoughItRaces(List.fill(3, "send on closed channel"), () -> {
                Channel<Integer> c = Channel.buffered(capacity);
                Channel<String> got = Channel.buffered(3);
                return Go.forRange(0, capacity, c::send)
                        .then(Go.go(c.send(7)
                                        .as("sent")
                                        .recover(p -> pure(p.getMessage()))
                                        .flatMap(got::send))
                                .repeat(3))
                        .then(w.waiting(3, "chan send"))
                        .then(c.close())
                        .then(receiveAll(got, 3));
            });
        }
    }

    @Row(id = "1.1-close-closed", rule = "`close(c)`, closed", go = "panics: `close of closed channel`")
    @Row(
            id = "1.1-close-closed-buffered",
            rule = "`close(c)`, closed, k elements in the buffer",
            go = "panics: `close of closed channel`")
    @OnEveryRuntime
    void closeOfAClosedChannelPanics(World w) {
        w.panics(TWICE, () -> {
            Channel<Integer> c = Channel.unbuffered();
            return c.close().then(c.close());
        });
        w.panics(TWICE, () -> {
            Channel<Integer> c = Channel.buffered(1);
            return c.send(1).then(c.close()).then(c.close());
        });
    }

    @Row(
            id = "1.1-len",
            rule = "`len(c)` in each state",
            go = "0 for nil, unbuffered and empty channels, with receivers waiting, and closed and drained; cap if"
                    + " the buffer is full, whether senders wait or not; k with k elements, closed or not")
    @OnEveryRuntime
    void lengthIsTheNumberOfElementsInTheBuffer(World w) {
        w.yields(
                List.of(0, 0, 0),
                () -> Go.zip(
                        Channel.nil().length(),
                        Channel.unbuffered().length(),
                        Channel.buffered(3).length(),
                        List::of));
        w.yields(List.of(1, 2, 2, 1, 0), () -> {
            Channel<Integer> c = Channel.buffered(2);
            return Go.zip(
                    c.send(1).then(c.length()),
                    c.send(2).then(c.length()),
                    c.close().then(c.length()),
                    c.receive().then(c.length()),
                    c.receive().then(c.length()),
                    List::of);
        });
        w.yields(List.of(0, 0), () -> {
            Channel<Integer> c = Channel.buffered(2);
            Channel<Integer> u = Channel.unbuffered();
            return waiter(c.receive())
                    .then(waiter(u.receive()))
                    .then(w.waiting(2, "chan receive"))
                    .then(Go.zip(c.length(), u.length(), List::of));
        });
        w.yields(List.of(1, 0), () -> {
            Channel<Integer> c = Channel.buffered(1);
            Channel<Integer> u = Channel.unbuffered();
            return c.send(1)
                    .then(waiter(c.send(2)))
                    .then(waiter(u.send(2)))
                    .then(w.waiting(2, "chan send"))
                    .then(Go.zip(c.length(), u.length(), List::of));
        });
    }

    @Row(id = "1.1-cap", rule = "`cap(c)` in each state", go = "what it was made with; 0 for nil")
    @OnEveryRuntime
    void capacityIsWhatTheChannelWasMadeWith(World w) {
        w.yields(List.of(0, 0, 3, 3, 3), () -> {
            Channel<Integer> c = Channel.buffered(3);
            int empty = c.capacity();
            return c.send(1)
                    .then(c.close())
                    .then(Go.suspend(() -> pure(c.capacity())))
                    .flatMap(closed -> c.receive()
                            .map(v -> List.of(
                                    Channel.nil().capacity(),
                                    Channel.unbuffered().capacity(),
                                    empty,
                                    closed,
                                    c.capacity())));
        });
    }
}
