package io.gondola.dsl;

import static io.gondola.dsl.ChannelStateTableTest.receiveAll;
import static io.gondola.dsl.Go.go;
import static io.gondola.dsl.TestRuntime.waiting;
import static org.assertj.core.api.Assertions.assertThat;

import io.vavr.collection.List;
import io.vavr.control.Option;
import java.util.Collections;

@SuppressWarnings("NullAway") // panics here have values and messages
class ChannelCloseTest {
    private final Channel<Integer> unbuffered = Channel.unbuffered();
    private final Channel<Integer> buffered = Channel.buffered(3);

    @OnEveryRuntime
    void sendOnAClosedChannelPanics(TestRuntime rt) {
        assertThat(rt.panic(unbuffered.close().then(unbuffered.send(1)))).hasMessage("send on closed channel");
    }

    @OnEveryRuntime
    void sendOnAClosedChannelWithElementsPanics(TestRuntime rt) {
        Go<Unit> program = buffered.send(1).then(buffered.close()).then(buffered.send(2));

        assertThat(rt.panic(program)).hasMessage("send on closed channel");
    }

    @OnEveryRuntime
    void elementOfAPanickingSendIsNotStored(TestRuntime rt) {
        rt.assertRun(buffered.close()
                        .then(buffered.send(5).recover(p -> Go.unit()))
                        .then(buffered.receiveOption()))
                .isEqualTo(Option.none());
    }

    @OnEveryRuntime
    void panicNamesTheChannel(TestRuntime rt) {
        Channel<Integer> jobs = Channel.<Integer>unbuffered().named("jobs");

        assertThat(rt.panic(jobs.close().then(jobs.send(1)))).hasMessage("send on closed channel: channel=jobs");
    }

    @OnEveryRuntime
    void receiveOnAClosedChannelYieldsNull(TestRuntime rt) {
        rt.assertRun(unbuffered.close().then(unbuffered.receive())).isNull();
    }

    @OnEveryRuntime
    void receiveOnAClosedChannelYieldsTheZeroValue(TestRuntime rt) {
        Channel<Integer> zeroed = Channel.<Integer>unbuffered().withZero(0);

        rt.assertRun(zeroed.close().then(zeroed.receive())).isEqualTo(0);
    }

    @OnEveryRuntime
    void receiveOnAClosedChannelIsReadyAgainAndAgain(TestRuntime rt) {
        rt.assertRun(unbuffered
                        .close()
                        .then(unbuffered.receiveOption().repeat(100))
                        .then(unbuffered.receiveOption()))
                .isEqualTo(Option.none());
    }

    @OnEveryRuntime
    void closedChannelIsDrainedBeforeItYieldsZero(TestRuntime rt) {
        Go<Unit> fill = Go.forRange(0, 3, buffered::send).then(buffered.close());

        rt.assertRun(fill.then(receiveAll(buffered.withZero(-1), 5))).isEqualTo(List.of(0, 1, 2, -1, -1));
    }

    @OnEveryRuntime
    void receiveOptionDrainsAClosedChannel(TestRuntime rt) {
        Go<List<Option<Integer>>> both =
                Go.zip(buffered.receiveOption(), buffered.receiveOption(), (a, b) -> List.of(a, b));

        rt.assertRun(buffered.send(1).then(buffered.close()).then(both))
                .isEqualTo(List.of(Option.some(1), Option.none()));
    }

    @OnEveryRuntime
    void lengthOfAClosedChannelIsWhatItStillHolds(TestRuntime rt) {
        rt.assertRun(buffered.send(1).then(buffered.close()).then(buffered.length()))
                .isEqualTo(1);
    }

    @OnEveryRuntime
    void rangeDrainsAClosedChannelAndEnds(TestRuntime rt) {
        java.util.List<Integer> seen = Collections.synchronizedList(new java.util.ArrayList<>());

        rt.run(Go.forRange(0, 3, buffered::send)
                .then(buffered.close())
                .then(buffered.range(v -> Go.run(() -> seen.add(v)))));

        assertThat(seen).containsExactly(0, 1, 2);
    }

    @OnEveryRuntime
    void closeOfAClosedChannelPanics(TestRuntime rt) {
        assertThat(rt.panic(unbuffered.close().then(unbuffered.close()))).hasMessage("close of closed channel");
    }

    @OnEveryRuntime
    void closeOfAClosedChannelWithElementsPanics(TestRuntime rt) {
        Go<Unit> program = buffered.send(1).then(buffered.close()).then(buffered.close());

        assertThat(rt.panic(program)).hasMessage("close of closed channel");
    }

    @OnEveryRuntime
    void closeWakesEveryWaitingReceiverWithNone(TestRuntime rt) {
        Channel<Option<Integer>> got = Channel.buffered(5);

        List<Option<Integer>> all = rt.with(r -> go(unbuffered.receiveOption().flatMap(got::send))
                .repeat(5)
                .then(waiting(r, 5, "chan receive"))
                .then(unbuffered.close())
                .then(receiveAll(got, 5)));

        assertThat(all).hasSize(5).containsOnly(Option.none());
    }

    @OnEveryRuntime
    void closeMakesEveryWaitingSenderPanic(TestRuntime rt) {
        Channel<String> got = Channel.buffered(5);
        Go<Unit> sender = unbuffered
                .send(1)
                .as("sent")
                .recover(p -> Go.pure(p.getMessage()))
                .flatMap(got::send);

        List<String> all = rt.with(r -> go(sender)
                .repeat(5)
                .then(waiting(r, 5, "chan send"))
                .then(unbuffered.close())
                .then(receiveAll(got, 5)));

        assertThat(all).hasSize(5).containsOnly("send on closed channel");
    }

    @OnEveryRuntime
    void closeKeepsTheBufferButNotTheWaitingSendersElement(TestRuntime rt) {
        Channel<Integer> one = Channel.buffered(1);

        Object all = rt.with(r -> one.send(1)
                .then(go(one.send(2).recover(p -> Go.unit())))
                .then(waiting(r, 1, "chan send"))
                .then(one.close())
                .then(receiveAll(one.withZero(0), 2)));

        assertThat(all).isEqualTo(List.of(1, 0));
    }

    @OnEveryRuntime
    void closeEndsAWaitingRange(TestRuntime rt) {
        Channel<String> done = Channel.unbuffered();

        Object end = rt.with(r -> go(unbuffered.range(v -> Go.unit()).then(done.send("end")))
                .then(waiting(r, 1, "chan receive"))
                .then(unbuffered.close())
                .then(done.receive()));

        assertThat(end).isEqualTo("end");
    }
}
