package io.gondola.sync;

import static io.gondola.sync.TestRuntime.waiting;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.vavr.control.Try;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Go: singleflight_test.go. */
@SuppressWarnings("NullAway") // nulls are what is refused
class SingleFlightTest {
    private static final String WAITING = "sync.WaitGroup.Wait";

    private final SingleFlight<String, Integer> flights = new SingleFlight<>();
    private final AtomicInteger runs = new AtomicInteger();
    private final Channel<Integer> answer = Channel.unbuffered();
    private final WaitGroup wg = new WaitGroup();
    private final Log log = new Log();

    private Go<Unit> logged(Go<SingleFlight.Result<Integer>> run) {
        return run.flatMap(r -> log.add(List.of(r.value(), r.shared())));
    }

    @OnAllRuntimes
    void aLoneCallIsNotShared(TestRuntime t) {
        t.run(logged(flights.run("k", Go.pure(7))));

        assertThat(log.entries()).isEqualTo(List.of(List.of(Try.success(7), false)));
    }

    @OnAllRuntimes
    void thoseThatComeMeanwhileShareTheResult(TestRuntime t) {
        Go<Integer> body = Go.run(runs::incrementAndGet).then(answer.receive());

        t.run(rt -> wg.go(logged(flights.run("k", body)))
                .then(waiting(rt, 1, "chan receive"))
                .then(wg.go(logged(flights.run("k", body))).repeat(4))
                .then(waiting(rt, 4, WAITING))
                .then(flights.run("other", Go.pure(1)))
                .then(answer.send(7))
                .then(wg.await()));

        assertThat(runs).hasValue(1);
        assertThat(log.entries()).hasSize(5).containsOnly(List.of(Try.success(7), true));
    }

    @OnAllRuntimes
    void afterTheEndTheNextCallRuns(TestRuntime t) {
        Go<Integer> body = Go.call(runs::incrementAndGet);

        t.run(logged(flights.run("k", body)).then(logged(flights.run("k", body))));

        assertThat(log.entries()).isEqualTo(List.of(List.of(Try.success(1), false), List.of(Try.success(2), false)));
    }

    @OnAllRuntimes
    void forgetLetsTheNextCallRun(TestRuntime t) {
        t.run(rt -> wg.go(logged(flights.run("k", answer.receive())))
                .then(waiting(rt, 1, "chan receive"))
                .then(flights.forget("k"))
                .then(flights.run("k", Go.pure(2)))
                .flatMap(r -> log.add(r.value().get()))
                .then(answer.send(1))
                .then(wg.await()));

        assertThat(log.entries()).isEqualTo(List.of(2, List.of(Try.success(1), false)));
    }

    @OnAllRuntimes
    void aPanicIsTheFailureOfAll(TestRuntime t) {
        IllegalStateException e = new IllegalStateException("broken");

        t.run(rt -> wg.go(logged(flights.run("k", answer.receive().then(Go.panic(e)))))
                .then(waiting(rt, 1, "chan receive"))
                .then(wg.go(logged(flights.run("k", Go.pure(1)))))
                .then(waiting(rt, 1, WAITING))
                .then(answer.send(1))
                .then(wg.await()));

        assertThat(log.entries())
                .hasSize(2)
                .allMatch(r -> ((List<?>) r).get(0).toString().contains("broken"));
        assertThat(t.run(flights.run("k", Go.pure(3))).value()).isEqualTo(Try.success(3));
    }

    @OnAllRuntimes
    void aGoexitIsThatOfAll(TestRuntime t) {
        Go<Unit> leader = logged(flights.run("k", answer.receive().then(Go.goexit())));

        t.run(rt -> wg.go(leader)
                .then(waiting(rt, 1, "chan receive"))
                .then(wg.go(logged(flights.run("k", Go.pure(1)))))
                .then(waiting(rt, 1, WAITING))
                .then(answer.send(1))
                .then(wg.await()));

        assertThat(log.entries()).isEmpty();
        assertThat(t.run(flights.run("k", Go.pure(3))).value()).isEqualTo(Try.success(3));
    }

    @OnAllRuntimes
    void aBodyThatIsLeftFailsForTheOthers(TestRuntime t) {
        Go<Unit> leader = Go.breakable(
                b -> flights.run("k", answer.receive().then(b.exit())).then(log.add("not reached")));

        t.run(rt -> wg.go(leader)
                .then(waiting(rt, 1, "chan receive"))
                .then(wg.go(flights.run("k", Go.pure(1))
                        .flatMap(r -> log.add(r.value().getCause().getClass()))))
                .then(waiting(rt, 1, WAITING))
                .then(answer.send(1))
                .then(wg.await()));

        assertThat(log.entries()).isEqualTo(List.of(CancellationException.class));
        assertThat(t.run(flights.run("k", Go.pure(3))).value()).isEqualTo(Try.success(3));
    }

    @OnAllRuntimes
    void runChannelYieldsAChannelAtOnce(TestRuntime t) {
        Try<Integer> got = t.run(rt -> flights.runChannel("k", answer.receive())
                .flatMap(a -> waiting(rt, 1, "chan receive")
                        .then(flights.runChannel("k", Go.pure(2)))
                        .flatMap(b -> waiting(rt, 1, WAITING)
                                .then(answer.send(1))
                                .then(a.receive())
                                .flatMap(
                                        x -> b.receive().peek(y -> assertThat(y).isSameAs(x))))
                        .map(SingleFlight.Result::value)));

        assertThat(got).isEqualTo(Try.success(1));
    }

    /** The end of a flight races with calls that come: each has the result of a run that it began or joined. */
    @OnAllRuntimes
    void nobodyWaitsForAFlightThatHasLanded(TestRuntime t) {
        Go<Integer> body = Go.call(runs::incrementAndGet);

        t.run(wg.go(logged(flights.run("k", body)).repeat(30)).repeat(6).then(wg.await()));

        assertThat(log.entries()).hasSize(180);
        assertThat(runs.get()).isBetween(30, 180);
    }

    @Test
    void nullIsRefusedWhenTheProgramIsBuilt() {
        assertThatThrownBy(() -> flights.run(null, Go.pure(1))).hasMessage("key");
        assertThatThrownBy(() -> flights.run("k", null)).hasMessage("body");
        assertThatThrownBy(() -> flights.forget(null)).hasMessage("key");
    }
}
