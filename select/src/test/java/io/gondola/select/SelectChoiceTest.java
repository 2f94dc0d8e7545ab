package io.gondola.select;

import static io.gondola.select.Select.*;
import static io.gondola.select.TestRuntime.waiting;
import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.vavr.control.Option;

/** Which case a select takes, by the state of its channels. */
@SuppressWarnings("NullAway") // panics here have values and messages
class SelectChoiceTest {
    private final Channel<Integer> a = Channel.buffered(1);
    private final Channel<Integer> b = Channel.buffered(1);
    private final Channel<Integer> nil = Channel.nil();
    private final Channel<Integer> unbuffered = Channel.unbuffered();

    @OnEveryRuntime
    void readyReceiveIsTaken(TestRuntime rt) {
        rt.assertRun(b.send(2).then(select(onReceive(a, v -> Go.pure("a" + v)), onReceive(b, v -> Go.pure("b" + v)))))
                .isEqualTo("b2");
    }

    @OnEveryRuntime
    void readySendIsTaken(TestRuntime rt) {
        rt.assertRun(a.send(1)
                        .then(select(onSend(a, 5, Go.pure("a")), onSend(b, 6, () -> Go.pure("b"))))
                        .flatMap(s -> b.receive().map(v -> s + v)))
                .isEqualTo("b6");
    }

    @OnEveryRuntime
    void defaultIsTakenOnlyIfNothingIsReady(TestRuntime rt) {
        rt.assertRun(select(onReceive(a, Go.pure("a")), onSend(unbuffered, 1, Go.pure("s")), onDefault(Go.pure("d"))))
                .isEqualTo("d");
    }

    @OnEveryRuntime
    void readyCaseWinsOverDefault(TestRuntime rt) {
        rt.assertRun(a.send(1).then(select(onDefault(Go.pure("d")), onReceive(a, Go.pure("a")))))
                .isEqualTo("a");
    }

    @OnEveryRuntime
    void defaultAloneIsTakenAtOnce(TestRuntime rt) {
        rt.assertRun(select(onDefault(Go.pure("d")))).isEqualTo("d");
    }

    @OnEveryRuntime
    void nilChannelIsNeverReady(TestRuntime rt) {
        rt.assertRun(select(onReceive(nil, Go.pure("r")), onSend(nil, 1, Go.pure("s")), onDefault(Go.pure("d"))))
                .isEqualTo("d");
    }

    @OnEveryRuntime
    void receiveFromAClosedChannelYieldsItsZero(TestRuntime rt) {
        rt.assertRun(a.withZero(-1).close().then(select(onReceive(a, v -> Go.pure("zero " + v)))))
                .isEqualTo("zero -1");
    }

    @OnEveryRuntime
    void receiveOptionFromAClosedChannelIsNone(TestRuntime rt) {
        rt.assertRun(a.close().then(select(onReceiveOption(a, v -> Go.pure(v)), onReceiveOption(b, v -> Go.pure(v)))))
                .isEqualTo(Option.none());
    }

    @OnEveryRuntime
    void closedChannelIsDrainedFirst(TestRuntime rt) {
        rt.assertRun(a.send(3).then(a.close()).then(select(onReceiveOption(a, v -> Go.pure(v)), onDefault(Go.never()))))
                .isEqualTo(Option.some(3));
    }

    @OnEveryRuntime
    void sendOnAClosedChannelPanics(TestRuntime rt) {
        assertThat(rt.panic(a.close().then(select(onSend(a, 1, Go.unit()), onDefault(Go.unit())))))
                .hasMessage("send on closed channel");
    }

    @OnEveryRuntime
    void sendOnAClosedChannelThatIsNotPickedDoesNotPanic(TestRuntime rt) {
        Go<String> choice = selectPrioritised(onReceive(b, Go.pure("b")), onSend(a, 1, Go.pure("a")));

        rt.assertRun(a.close().then(b.send(1)).then(choice)).isEqualTo("b");
    }

    @OnEveryRuntime
    void waitingSelectReceives(TestRuntime rt) {
        Object got = rt.with(r -> Go.go(waiting(r, 1, "select").then(unbuffered.send(9)))
                .then(select(onReceive(unbuffered, v -> Go.pure(v)), onReceive(a, v -> Go.pure(-v)))));

        assertThat(got).isEqualTo(9);
    }

    @OnEveryRuntime
    void waitingSelectSends(TestRuntime rt) {
        Channel<Object> done = Channel.buffered(1);

        Object got = rt.with(r -> Go.go(
                        waiting(r, 1, "select").then(unbuffered.receive()).flatMap(done::send))
                .then(select(onSend(unbuffered, 7, Go.unit()), onReceive(a, Go.unit())))
                .then(done.receive()));

        assertThat(got).isEqualTo(7);
    }

    @OnEveryRuntime
    void closeWakesAWaitingSelect(TestRuntime rt) {
        Object got = rt.with(r -> Go.go(waiting(r, 1, "select").then(unbuffered.close()))
                .then(select(onReceiveOption(unbuffered, v -> Go.pure(v)), onReceive(a, Go.never()))));

        assertThat(got).isEqualTo(Option.none());
    }

    @OnEveryRuntime
    void closeMakesASelectThatWaitsToSendPanic(TestRuntime rt) {
        Object got = rt.with(r -> Go.go(waiting(r, 1, "select").then(unbuffered.close()))
                .then(select(onSend(unbuffered, 1, Go.pure("sent")), onReceive(a, Go.never())))
                .recover(p -> Go.pure(p.getMessage())));

        assertThat(got).isEqualTo("send on closed channel");
    }

    @OnEveryRuntime
    void twoSelectsMeet(TestRuntime rt) {
        Go<Unit> sender = select(onSend(unbuffered, 4, Go.unit()), onReceive(nil, Go.unit()));

        rt.assertRun(Go.go(sender).then(select(onReceive(unbuffered, v -> Go.pure(v)), onReceive(a, v -> Go.pure(v)))))
                .isEqualTo(4);
    }

    @OnEveryRuntime
    void prioritisedSelectTakesTheFirstReadyCase(TestRuntime rt) {
        Go<String> choice = selectPrioritised(
                onReceive(unbuffered, Go.pure("none")), onReceive(b, Go.pure("b")), onReceive(a, Go.pure("a")));

        assertThat(rt.lines(a.send(1)
                        .then(b.send(1))
                        .then(choice)
                        .flatMap(Go::println)
                        .repeat(1)))
                .containsExactly("b");
    }

    @OnEveryRuntime
    void selectDescriptionRunsAgain(TestRuntime rt) {
        Go<Integer> once = select(onReceive(a, v -> Go.pure(v)), onReceive(b, v -> Go.pure(v)));

        rt.assertRun(a.send(1).then(once).then(b.send(2)).then(once)).isEqualTo(2);
    }

    @OnEveryRuntime
    void panicInABodyIsThatOfTheSelect(TestRuntime rt) {
        assertThat(rt.panic(select(onDefault(() -> Go.panic("body"))))).hasMessage("body");
    }

    @OnEveryRuntime
    void selectInARangeBodyWorks(TestRuntime rt) {
        Go<Unit> program =
                a.send(1).then(a.close()).then(a.range(v -> select(onSend(b, v + 1, Go.unit()), onDefault(Go.unit()))));

        rt.assertRun(program.then(b.receive())).isEqualTo(2);
    }
}
