package io.gondola.select;

import static io.gondola.select.Select.*;
import static io.gondola.select.TestRuntime.waiting;
import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.dsl.channel.ChannelCore;

/** The cases that a select did not take leave nothing behind. */
class SelectLosersTest {
    private final Channel<Integer> winner = Channel.unbuffered();
    private final Channel<Integer> loser = Channel.unbuffered();

    @OnEveryRuntime
    void losingReceiveIsUnlinked(TestRuntime rt) {
        rt.with(r -> Go.go(waiting(r, 1, "select").then(winner.send(1)))
                .then(select(onReceive(winner, Go.unit()), onReceive(loser, Go.unit()))));

        assertThat(((ChannelCore) loser).hasReceivers()).isFalse();
    }

    @OnEveryRuntime
    void losingReceiveTakesNoLaterElement(TestRuntime rt) {
        Object sent = rt.with(r -> Go.go(waiting(r, 1, "select").then(winner.send(1)))
                .then(select(onReceive(winner, Go.unit()), onReceive(loser, Go.unit())))
                .then(loser.trySend(1)));

        assertThat(sent).isEqualTo(false);
    }

    @OnEveryRuntime
    void losingSendGivesNoElement(TestRuntime rt) {
        Object ready = rt.with(r -> Go.go(waiting(r, 1, "select").then(winner.send(1)))
                .then(select(onReceive(winner, Go.unit()), onSend(loser, 5, Go.unit())))
                .then(loser.tryReceive().map(x -> x.isNotReady())));

        assertThat(ready).isEqualTo(true);
    }

    @OnEveryRuntime
    void closeOfALosersChannelDoesNotDisturb(TestRuntime rt) {
        Object value = rt.with(r -> Go.go(waiting(r, 1, "select").then(winner.send(1)))
                .then(select(onReceive(winner, Go.unit()), onSend(loser, 5, Go.unit())))
                .then(loser.close())
                .then(Go.gosched())
                .as("fine"));

        assertThat(value).isEqualTo("fine");
    }

    @OnEveryRuntime
    void waitersBehindALoserAreServed(TestRuntime rt) {
        Channel<Integer> got = Channel.buffered(1);

        Object value = rt.with(r -> Go.go(select(onReceive(winner, Go.unit()), onReceive(loser, Go.unit())))
                .then(waiting(r, 1, "select"))
                .then(Go.go(loser.receive().flatMap(got::send)))
                .then(waiting(r, 1, "chan receive"))
                .then(winner.send(0))
                .then(loser.send(6))
                .then(got.receive()));

        assertThat(value).isEqualTo(6);
    }

    @OnEveryRuntime
    void selectInManyQueuesFiresOnce(TestRuntime rt) {
        Channel<Unit> fired = Channel.buffered(10);
        io.vavr.collection.List<Channel<Integer>> chs =
                io.vavr.collection.List.fill(10, () -> Channel.<Integer>unbuffered());
        Go<Unit> one = select(chs.map(c -> onReceive(c, fired.send(Unit.UNIT))));

        Object accepted = rt.with(r -> Go.go(one)
                .then(waiting(r, 1, "select"))
                .then(Go.loop(
                        io.vavr.Tuple.of(0, 0),
                        s -> s._1 == 10
                                ? Go.pure(io.gondola.dsl.Loop.done(s._2))
                                : chs.get(s._1)
                                        .trySend(1)
                                        .map(ok -> io.gondola.dsl.Loop.next(
                                                io.vavr.Tuple.of(s._1 + 1, s._2 + (ok ? 1 : 0)))))));

        assertThat(accepted).isEqualTo(1);
    }
}
