package io.gondola.context;

import static io.gondola.dsl.Go.go;
import static io.gondola.dsl.Go.goexit;
import static io.gondola.dsl.Go.sleep;
import static io.gondola.sync.TestRuntime.waiting;
import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.Panic;
import io.gondola.dsl.Unit;
import io.gondola.sync.Log;
import io.gondola.sync.OnAllRuntimes;
import io.gondola.sync.TestRuntime;
import io.gondola.sync.WaitGroup;
import io.vavr.control.Option;
import io.vavr.control.Try;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

class RunTest {
    private static final Context BACKGROUND = Context.background();
    private static final Duration SHORT = Duration.ofMillis(2);

    private final Channel<Integer> ch = Channel.unbuffered();
    private final Log log = new Log();

    @OnAllRuntimes
    void itYieldsTheValueOfTheBody(TestRuntime t) {
        t.assertRun(BACKGROUND.withCancel().flatMap(ctx -> ctx.run(Go.pure(42))))
                .isEqualTo(Try.success(42));
        assertThat(t.run(BACKGROUND.run(Go.pure(42)))).isEqualTo(Try.success(42));
    }

    @OnAllRuntimes
    void itYieldsTheErrorWhenTheContextEnds(TestRuntime t) {
        Try<Object> got = t.run(BACKGROUND.withTimeout(SHORT).flatMap(ctx -> ctx.run(Go.never())));

        assertThat(got.getCause()).isSameAs(Context.DEADLINE_EXCEEDED);
    }

    @OnAllRuntimes
    void withAnEndedContextTheBodyDoesNotRun(TestRuntime t) {
        Try<Unit> got =
                t.run(BACKGROUND.withCancel().flatMap(ctx -> ctx.cancel().then(ctx.run(log.add("ran")))));

        assertThat(got.getCause()).isSameAs(Context.CANCELED);
        assertThat(log.entries()).isEmpty();
    }

    @OnAllRuntimes
    void aPanicOfTheBodyIsAFailure(TestRuntime t) {
        Try<Object> got = t.run(BACKGROUND.withCancel().flatMap(ctx -> ctx.run(Go.panic("boom"))));

        assertThat(got.getCause()).isInstanceOf(Panic.class).hasMessage("boom");
        assertThat(t.run(BACKGROUND.run(Go.panic("boom"))).getCause()).hasMessage("boom");
    }

    @OnAllRuntimes
    void aGoexitOfTheBodyEndsTheCaller(TestRuntime t) {
        WaitGroup wg = new WaitGroup();

        t.run(wg.go(BACKGROUND.withCancel().flatMap(ctx -> ctx.run(goexit())).then(log.add("after")))
                .then(wg.await()));

        assertThat(log.entries()).isEmpty();
    }

    @OnAllRuntimes
    void aReceiveThatIsGivenUpTakesNoElement(TestRuntime t) {
        List<Object> got = t.run(BACKGROUND
                .withTimeout(SHORT)
                .flatMap(ctx -> ctx.run(ch.receive())
                        .flatMap(first ->
                                go(ch.send(7)).then(ch.receive()).map(second -> List.of(first.isFailure(), second)))));

        assertThat(got).isEqualTo(List.of(true, 7));
    }

    @OnAllRuntimes
    void aReceiveOptionThatIsGivenUpTakesNoElement(TestRuntime t) {
        List<Object> got = t.run(BACKGROUND
                .withTimeout(SHORT)
                .flatMap(ctx -> ctx.run(ch.receiveOption())
                        .flatMap(first ->
                                go(ch.send(7)).then(ch.receive()).map(second -> List.of(first.isFailure(), second)))));

        assertThat(got).isEqualTo(List.of(true, 7));
    }

    @OnAllRuntimes
    void aReceiveYieldsItsElement(TestRuntime t) {
        t.assertRun(BACKGROUND.withCancel().flatMap(ctx -> go(ch.send(7)).then(ctx.run(ch.receive()))))
                .isEqualTo(Try.success(7));
        t.assertRun(BACKGROUND.withCancel().flatMap(ctx -> go(ch.send(7)).then(ctx.run(ch.receiveOption()))))
                .isEqualTo(Try.success(Option.some(7)));
    }

    /** A receive and the end of its context race: each element is received, or its sender still waits. */
    @OnAllRuntimes
    void noElementIsLost(TestRuntime t) {
        AtomicInteger received = new AtomicInteger();
        AtomicInteger sent = new AtomicInteger();
        WaitGroup wg = new WaitGroup();
        Go<Unit> send = ch.send(1).then(Go.run(sent::incrementAndGet));
        Go<Unit> take = ch.receive().then(Go.run(received::incrementAndGet));
        Go<Unit> round = BACKGROUND
                .withCancel()
                .flatMap(ctx -> wg.go(send)
                        .then(wg.go(ctx.cancel()))
                        .then(ctx.run(ch.receive()))
                        .flatMap(r -> r.isSuccess() ? Go.run(received::incrementAndGet) : take)
                        .then(wg.await()));

        t.run(round.repeat(100));

        assertThat(received).hasValue(100);
        assertThat(sent).hasValue(100);
    }

    @OnAllRuntimes
    void aBodyThatIsGivenUpRunsOn(TestRuntime t) {
        Channel<Unit> goOn = Channel.unbuffered();
        Channel<Unit> ended = Channel.unbuffered();

        Try<Unit> got = t.run(rt -> BACKGROUND
                .withCancel()
                .flatMap(ctx -> go(waiting(rt, 1, "chan receive").then(ctx.cancel()))
                        .then(ctx.run(goOn.receive().then(ended.close())))
                        .flatMap(r -> goOn.close().then(ended.receive()).as(r))));

        assertThat(got.getCause()).isSameAs(Context.CANCELED);
    }

    @OnAllRuntimes
    void aValueThatIsThereWhenTheContextEndsIsASuccess(TestRuntime t) {
        Go<Try<Integer>> program =
                BACKGROUND.withCancel().flatMap(ctx -> ctx.run(ctx.cancel().as(1)));

        // The body ends the context itself; whether its value is there in time is a matter of the schedule.
        Try<Integer> got = t.run(program);

        assertThat(got.isSuccess() || got.getCause() == Context.CANCELED).isTrue();
    }

    @OnAllRuntimes
    void aSlowBodyIsGivenUp(TestRuntime t) {
        Try<Unit> got = t.run(BACKGROUND.withTimeout(SHORT).flatMap(ctx -> ctx.run(sleep(Duration.ofHours(1)))));

        assertThat(got.getCause()).isSameAs(Context.DEADLINE_EXCEEDED);
    }
}
