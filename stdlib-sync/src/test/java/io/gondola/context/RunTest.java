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
    void aBodyThatIsGivenUpIsLeft(TestRuntime t) {
        Try<Unit> got = t.run(rt -> BACKGROUND
                .withCancel()
                .flatMap(ctx -> go(waiting(rt, 1, "chan receive").then(ctx.cancel()))
                        .then(ctx.run(ch.receive().then(log.add("after")).defer(log.add("deferred")))))
                .flatMap(r -> log.add("left").as(r)));

        assertThat(got.getCause()).isSameAs(Context.CANCELED);
        assertThat(log.entries()).isEqualTo(List.of("deferred", "left"));
    }

    @OnAllRuntimes
    void aBodyThatWaitsNoMoreSucceeds(TestRuntime t) {
        t.assertRun(BACKGROUND.withCancel().flatMap(ctx -> ctx.run(ctx.cancel().as(1))))
                .isEqualTo(Try.success(1));
    }

    @OnAllRuntimes
    void theNextWaitIsGivenUpBeforeItWaits(TestRuntime t) {
        t.assertRun(BACKGROUND
                        .withCancel()
                        .flatMap(ctx -> ctx.run(ctx.cancel().then(log.add("on")).then(ch.receive()))))
                .isEqualTo(Try.failure(Context.CANCELED));
        assertThat(log.entries()).isEqualTo(List.of("on"));
    }

    @OnAllRuntimes
    void stepsWithoutAWaitAreDoneAfterTheEndToo(TestRuntime t) {
        Channel<Integer> full = Channel.buffered(1);

        t.assertRun(BACKGROUND
                        .withCancel()
                        .flatMap(ctx -> ctx.run(full.send(3).then(ctx.cancel()).then(full.receive()))))
                .isEqualTo(Try.success(3));
    }

    @OnAllRuntimes
    void aWaitInADeferIsNotGivenUp(TestRuntime t) {
        Channel<Unit> cleaned = Channel.unbuffered();
        Go<Integer> body = ch.receive().defer(cleaned.receive().then(log.add("cleaned")));
        Go<Integer> scoped = Go.scoped(
                s -> s.defer(cleaned.receive().then(log.add("cleaned"))).then(ch.receive()));

        for (Go<Integer> each : List.of(body, scoped)) {
            t.assertRun(rt -> BACKGROUND
                            .withCancel()
                            .flatMap(ctx -> go(waiting(rt, 1, "chan receive")
                                            .then(ctx.cancel())
                                            .then(Go.gosched().repeat(10))
                                            .then(cleaned.send(Unit.UNIT)))
                                    .then(ctx.run(each))))
                    .isEqualTo(Try.failure(Context.CANCELED));
        }
        assertThat(log.entries()).isEqualTo(List.of("cleaned", "cleaned"));
    }

    /** The context ends while the defer waits that runs because the body has returned. */
    @OnAllRuntimes
    void aBodyWhoseDeferWaitsSucceeds(TestRuntime t) {
        Go<Integer> body = Go.pure(5).defer(ch.receive());

        t.assertRun(rt -> BACKGROUND
                        .withCancel()
                        .flatMap(ctx -> go(waiting(rt, 1, "chan receive")
                                        .then(ctx.cancel())
                                        .then(ch.send(1)))
                                .then(ctx.run(body))))
                .isEqualTo(Try.success(5));
    }

    @OnAllRuntimes
    void theOuterContextEndsTheInnerWaitToo(TestRuntime t) {
        Try<Try<Integer>> got = t.run(rt -> BACKGROUND
                .withCancel()
                .flatMap(outer -> BACKGROUND
                        .withCancel()
                        .flatMap(inner -> go(waiting(rt, 1, "chan receive").then(outer.cancel()))
                                .then(outer.run(inner.run(ch.receive()).defer(log.add("left")))))));

        assertThat(got.getCause()).isSameAs(Context.CANCELED);
        assertThat(log.entries()).isEqualTo(List.of("left"));
    }

    @OnAllRuntimes
    void theInnerContextEndsTheInnerBodyOnly(TestRuntime t) {
        Go<Try<Boolean>> program = BACKGROUND
                .withCancel()
                .flatMap(outer -> outer.withCancel()
                        .flatMap(inner -> go(inner.cancel())
                                .then(outer.run(inner.run(ch.receive()).map(Try::isFailure)))));

        t.assertRun(program).isEqualTo(Try.success(true));
    }

    @OnAllRuntimes
    void aWaitAfterTheRunIsNotGivenUp(TestRuntime t) {
        t.assertRun(BACKGROUND
                        .withCancel()
                        .flatMap(ctx -> ctx.run(Go.unit())
                                .then(go(ctx.cancel()
                                        .then(Go.gosched().repeat(10))
                                        .then(ch.send(1))))
                                .then(ch.receive())))
                .isEqualTo(1);
    }

    @OnAllRuntimes
    void aPanicInADeferReplacesTheEnd(TestRuntime t) {
        Try<Integer> got = t.run(rt -> BACKGROUND
                .withCancel()
                .flatMap(ctx -> go(waiting(rt, 1, "chan receive").then(ctx.cancel()))
                        .then(ctx.run(ch.receive().defer(Go.panic("in defer"))))));

        assertThat(got.getCause()).hasMessage("in defer");
    }

    @OnAllRuntimes
    void theEndIsNoPanicThatTheBodyCouldRecover(TestRuntime t) {
        t.assertRun(BACKGROUND
                        .withCancel()
                        .flatMap(ctx ->
                                go(ctx.cancel()).then(ctx.run(ch.receive().recover(p -> Go.pure(0))))))
                .isEqualTo(Try.failure(Context.CANCELED));
    }

    @OnAllRuntimes
    void aBodyMayLeaveTheBlockAroundTheRun(TestRuntime t) {
        t.assertRun(BACKGROUND
                        .withCancel()
                        .flatMap(ctx ->
                                Go.<Integer>breakable(b -> ctx.run(b.exit(9)).then(Go.pure(1)))))
                .isEqualTo(9);
    }

    @OnAllRuntimes
    void theBodyRunsInTheCallersGoroutine(TestRuntime t) {
        t.run(Go.scoped(s -> BACKGROUND.withCancel().flatMap(ctx -> ctx.run(s.defer(log.add("deferred"))))));

        assertThat(log.entries()).isEqualTo(List.of("deferred"));
    }

    @OnAllRuntimes
    void theReportOfADeadlockShowsTheWait(TestRuntime t) {
        String report = t.deadlock(
                BACKGROUND.withCancel().flatMap(ctx -> ctx.run(ch.named("jobs").receive())));

        assertThat(report).contains("[chan receive]:", "on=jobs");
    }

    @OnAllRuntimes
    void aSlowBodyIsGivenUp(TestRuntime t) {
        Try<Unit> got = t.run(BACKGROUND.withTimeout(SHORT).flatMap(ctx -> ctx.run(sleep(Duration.ofHours(1)))));

        assertThat(got.getCause()).isSameAs(Context.DEADLINE_EXCEEDED);
    }
}
