package io.gondola.conformance.rows;

import static io.gondola.conformance.rows.World.waiter;
import static io.gondola.dsl.Go.pure;
import static io.gondola.select.Select.onDefault;
import static io.gondola.select.Select.onReceiveOption;
import static io.gondola.select.Select.onSend;
import static io.gondola.select.Select.select;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import java.util.List;
import java.util.function.Function;

/** A send or receive that does not wait, in each state of the channel: as a method of the channel, and as a select. */
class ChannelTryRowsTest {
    private static final List<Function<Channel<Integer>, Go<Boolean>>> SENDS = List.of(
            c -> c.trySend(1),
            c -> select(onSend(c, 1, pure(true)), onDefault(pure(false))),
            c -> select(
                    onDefault(pure(false)), onSend(c, 1, pure(true)), onSend(Channel.<Integer>nil(), 1, pure(true))));

    private static final List<Function<Channel<Integer>, Go<String>>> RECEIVES = List.of(
            c -> c.tryReceive().map(String::valueOf),
            c -> select(onReceiveOption(c, v -> pure(text(v))), onDefault(pure("not ready"))),
            c -> select(
                    onReceiveOption(Channel.<Integer>nil(), v -> pure("nil")),
                    onReceiveOption(c, v -> pure(text(v))),
                    onDefault(pure("not ready"))));

    private static String text(io.vavr.control.Option<Integer> v) {
        return v.map(x -> "value(" + x + ")").getOrElse("closed");
    }

    @Row(id = "1.1-try-send-nil", rule = "`select { case c <- v: default: }`, nil", go = "default")
    @Row(id = "1.1-try-receive-nil", rule = "`select { case <-c: default: }`, nil", go = "default")
    @OnEveryRuntime
    void theNilChannelLeavesTheDefault(World w) {
        SENDS.forEach(send -> w.yields(false, () -> send.apply(Channel.nil())));
        RECEIVES.forEach(receive -> w.yields("not ready", () -> receive.apply(Channel.nil())));
    }

    @Row(
            id = "1.1-try-send-empty",
            rule = "`select { case c <- v: default: }`, open, nobody waits",
            go = "unbuffered: default; buffered: sends")
    @OnEveryRuntime
    void trySendNeedsRoom(World w) {
        for (var send : SENDS) {
            w.yields(false, () -> send.apply(Channel.unbuffered()));
            w.yields("true, then 1", () -> {
                Channel<Integer> c = Channel.buffered(1);
                return send.apply(c).flatMap(sent -> c.receive().map(v -> sent + ", then " + v));
            });
        }
    }

    @Row(id = "1.1-try-send-full", rule = "`select { case c <- v: default: }`, buffer full", go = "default")
    @OnEveryRuntime
    void trySendOnAFullChannelFails(World w) {
        for (var send : SENDS) {
            w.yields(false, () -> {
                Channel<Integer> c = Channel.buffered(1);
                return c.send(7).then(send.apply(c));
            });
        }
    }

    @Row(id = "1.1-try-send-receivers", rule = "`select { case c <- v: default: }`, receivers wait", go = "sends")
    @OnEveryRuntime
    void trySendServesAReceiver(World w) {
        for (var send : SENDS) {
            w.yields("true, then 1", () -> {
                Channel<Integer> c = Channel.unbuffered();
                Channel<Integer> got = Channel.unbuffered();
                return waiter(c.receive().flatMap(got::send))
                        .then(w.waiting(1, "chan receive"))
                        .then(send.apply(c))
                        .flatMap(sent -> got.receive().map(v -> sent + ", then " + v));
            });
        }
    }

    @Row(id = "1.1-try-send-senders", rule = "`select { case c <- v: default: }`, senders wait", go = "default")
    @OnEveryRuntime
    void trySendFailsBehindSendersThatWait(World w) {
        for (var send : SENDS) {
            w.yields(false, () -> {
                Channel<Integer> c = Channel.unbuffered();
                return waiter(c.send(5)).then(w.waiting(1, "chan send")).then(send.apply(c));
            });
        }
    }

    @Row(
            id = "1.1-try-send-closed",
            rule = "`select { case c <- v: default: }`, closed",
            go = "panics: `send on closed channel`")
    @Row(
            id = "1.1-try-send-closed-buffered",
            rule = "`select { case c <- v: default: }`, closed, k elements in the buffer",
            go = "panics: `send on closed channel`")
    @OnEveryRuntime
    void trySendOnAClosedChannelPanics(World w) {
        for (var send : SENDS) {
            w.panics("send on closed channel", () -> {
                Channel<Integer> c = Channel.unbuffered();
                return c.close().then(send.apply(c));
            });
            w.panics("send on closed channel", () -> {
                Channel<Integer> c = Channel.buffered(1);
                return c.send(1).then(c.close()).then(send.apply(c));
            });
        }
    }

    @Row(id = "1.1-try-receive-empty", rule = "`select { case <-c: default: }`, open, nothing there", go = "default")
    @OnEveryRuntime
    void tryReceiveFromAnEmptyChannelFindsNothing(World w) {
        for (var receive : RECEIVES) {
            w.yields("not ready", () -> receive.apply(Channel.unbuffered()));
            w.yields("not ready", () -> receive.apply(Channel.buffered(1)));
        }
    }

    @Row(id = "1.1-try-receive-full", rule = "`select { case <-c: default: }`, buffer full", go = "receives")
    @OnEveryRuntime
    void tryReceiveTakesTheHeadOfTheBuffer(World w) {
        for (var receive : RECEIVES) {
            w.yields("value(7)", () -> {
                Channel<Integer> c = Channel.buffered(2);
                return c.send(7).then(c.send(8)).then(receive.apply(c));
            });
        }
    }

    @Row(id = "1.1-try-receive-receivers", rule = "`select { case <-c: default: }`, receivers wait", go = "default")
    @OnEveryRuntime
    void tryReceiveFindsNothingBehindReceiversThatWait(World w) {
        for (var receive : RECEIVES) {
            w.yields("not ready", () -> {
                Channel<Integer> c = Channel.unbuffered();
                return waiter(c.receive()).then(w.waiting(1, "chan receive")).then(receive.apply(c));
            });
        }
    }

    @Row(id = "1.1-try-receive-senders", rule = "`select { case <-c: default: }`, senders wait", go = "receives")
    @OnEveryRuntime
    void tryReceiveServesASenderThatWaits(World w) {
        for (var receive : RECEIVES) {
            w.yields("value(5)", () -> {
                Channel<Integer> c = Channel.unbuffered();
                return waiter(c.send(5)).then(w.waiting(1, "chan send")).then(receive.apply(c));
            });
        }
    }

    @Row(
            id = "1.1-try-receive-closed",
            rule = "`select { case <-c: default: }`, closed and drained",
            go = "receives the zero value, false")
    @Row(
            id = "1.1-try-receive-closed-buffered",
            rule = "`select { case <-c: default: }`, closed, k elements in the buffer",
            go = "receives one of them, true")
    @OnEveryRuntime
    void tryReceiveFromAClosedChannelIsAlwaysReady(World w) {
        for (var receive : RECEIVES) {
            w.yields("value(3), then closed", () -> {
                Channel<Integer> c = Channel.buffered(1);
                return c.send(3)
                        .then(c.close())
                        .then(Go.zip(receive.apply(c), receive.apply(c), (a, b) -> a + ", then " + b));
            });
        }
    }
}
