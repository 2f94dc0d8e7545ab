package io.gondola.select;

import static io.gondola.select.Select.*;
import static io.gondola.select.TestRuntime.waiting;
import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import java.util.concurrent.atomic.AtomicInteger;

/** One channel in several cases of a select. */
class SelectSameChannelTest {
    private final Channel<Integer> ch = Channel.unbuffered();

    private Go<String> self() {
        return select(onSend(ch, 1, Go.pure("sent")), onReceive(ch, v -> Go.pure("got " + v)));
    }

    @OnEveryRuntime
    void unbufferedSelectNeverMatchesItself(TestRuntime rt) {
        assertThat(rt.deadlock(self())).contains("goroutine 1 [select]:");
    }

    @OnEveryRuntime
    void bufferedSelectMayMatchItself(TestRuntime rt) {
        Channel<Integer> one = Channel.buffered(1);
        AtomicInteger balance = new AtomicInteger();
        Go<Unit> turn = select(
                onSend(one, 1, Go.run(balance::incrementAndGet)), onReceive(one, Go.run(balance::decrementAndGet)));

        rt.run(turn.repeat(1000));

        assertThat(balance).hasValue(0);
    }

    @OnEveryRuntime
    void waitingSendAndReceiveOfOneSelectServeAReceiver(TestRuntime rt) {
        Object got = rt.with(r -> Go.go(self()).then(waiting(r, 1, "select")).then(ch.receive()));

        assertThat(got).isEqualTo(1);
    }

    @OnEveryRuntime
    void waitingSendAndReceiveOfOneSelectServeASender(TestRuntime rt) {
        Channel<String> done = Channel.buffered(1);

        Object got = rt.with(r -> Go.go(self().flatMap(done::send))
                .then(waiting(r, 1, "select"))
                .then(ch.send(8))
                .then(done.receive()));

        assertThat(got).isEqualTo("got 8");
    }

    @OnEveryRuntime
    void twoSelfSelectsMeet(TestRuntime rt) {
        Channel<String> done = Channel.buffered(2);
        Go<Unit> body = self().flatMap(done::send);

        String both = rt.run(
                Go.go(body).then(Go.go(body)).then(Go.zip(done.receive(), done.receive(), (x, y) -> x + ", " + y)));

        assertThat(both).isIn("sent, got 1", "got 1, sent");
    }

    @OnEveryRuntime
    void duplicateReceivesTakeOneElement(TestRuntime rt) {
        Channel<Integer> two = Channel.buffered(2);

        rt.assertRun(two.send(1)
                        .then(two.send(2))
                        .then(select(onReceive(two, Go.unit()), onReceive(two, Go.unit())))
                        .then(two.length()))
                .isEqualTo(1);
    }

    @OnEveryRuntime
    void closeWakesASelfSelectOnce(TestRuntime rt) {
        Channel<String> done = Channel.buffered(2);
        Go<Unit> body = self().recover(p -> Go.pure("panic")).flatMap(done::send);

        Object length = rt.with(r -> Go.go(body)
                .then(waiting(r, 1, "select"))
                .then(ch.close())
                .then(done.receive())
                .then(Go.gosched().repeat(20))
                .then(done.length()));

        assertThat(length).isEqualTo(0);
    }
}
