package io.gondola.dsl;

import static io.gondola.dsl.Go.go;
import static io.gondola.dsl.Go.pure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vavr.control.Try;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway") // nulls are what is refused
class ActorTest {
    private static final Duration SHORT = Duration.ofMillis(2);

    private sealed interface Op permits Add, Get, Fail, Hold, Leave {}

    private record Add(int n) implements Op {}

    private record Get(SendChannel<Integer> reply) implements Op {}

    private record Fail(SendChannel<Integer> reply) implements Op {}

    /** Holds the actor up until the channel is closed. */
    private record Hold(Channel<Unit> until) implements Op {}

    private record Leave() implements Op {}

    private final List<Object> log = Collections.synchronizedList(new ArrayList<>());
    private final Channel<Unit> goOn = Channel.unbuffered();

    private static Go<Integer> behave(int sum, Op op) {
        if (op instanceof Add add) {
            return pure(sum + add.n());
        }
        if (op instanceof Get get) {
            return get.reply().send(sum).as(sum);
        }
        if (op instanceof Hold hold) {
            return hold.until().receive().as(sum);
        }
        return op instanceof Leave ? Go.goexit() : Go.panic("failed");
    }

    private static Actor.Builder<Integer, Op> adder() {
        return Actor.of(Op.class, 0).onMessage(ActorTest::behave).named("adder");
    }

    private static Go<Integer> sum(Actor<Op> actor) {
        return actor.ask(Get::new);
    }

    @OnEveryRuntime
    void messagesAreHandledOneByOne(TestRuntime t) {
        int sum = t.run(Actor.spawn(0, ActorTest::behave)
                .flatMap(a -> Go.parallel(
                                Collections.nCopies(8, a.tell(new Add(1)).repeat(50)))
                        .then(sum(a))));

        assertThat(sum).isEqualTo(400);
    }

    @OnEveryRuntime
    void messagesOfOneGoroutineKeepTheirOrder(TestRuntime t) {
        Go<Unit> program = Actor.of(Integer.class, 0)
                .onMessage((last, n) -> Go.run(() -> log.add(n)).as(n))
                .mailbox(3)
                .spawn()
                .flatMap(a -> Go.forRange(0, 20, a::tell).then(a.stop()).then(a.await()));

        t.run(program);

        assertThat(log)
                .isEqualTo(new ArrayList<>(
                        java.util.stream.IntStream.range(0, 20).boxed().toList()));
    }

    @OnEveryRuntime
    void aStoppedActorHandlesWhatItHasAccepted(TestRuntime t) {
        Channel<Integer> answer = Channel.buffered(1);
        int sum = t.run(adder().spawn()
                .flatMap(a -> a.tell(new Hold(goOn))
                        .then(a.tell(new Add(1)).repeat(3))
                        .then(go(goOn.close()))
                        .then(a.tell(new Get(answer)))
                        .then(a.stop())
                        .then(a.stop())
                        .then(a.await())
                        .then(answer.receive())));

        assertThat(sum).isEqualTo(3);
    }

    @OnEveryRuntime
    void tellAfterStopPanics(TestRuntime t) {
        assertThatThrownBy(() -> t.run(adder().spawn().flatMap(a -> a.stop().then(a.tell(new Add(1))))))
                .isInstanceOf(Panic.class)
                .hasMessage("tell: actor has stopped: actor=adder");
        t.assertRun(adder().spawn().flatMap(a -> a.stop().then(a.tryTell(new Add(1)))))
                .isEqualTo(false);
    }

    @OnEveryRuntime
    void thoseThatWaitForRoomPanicWhenItIsStopped(TestRuntime t) {
        Channel<Try<Unit>> outcome = Channel.unbuffered();
        Try<Unit> got = t.run(adder().mailbox(0)
                .spawn()
                .flatMap(a -> a.tell(new Hold(goOn))
                        .then(go(a.tell(new Add(1)).attempt().flatMap(outcome::send)))
                        .then(go(Go.gosched().repeat(20).then(a.stop())))
                        .then(outcome.receive())));

        assertThat(got.getCause()).hasMessage("tell: actor has stopped: actor=adder");
    }

    @OnEveryRuntime
    void aPanicWithoutRestartEndsTheProgram(TestRuntime t) {
        assertThatThrownBy(() -> t.run(adder().spawn().flatMap(a -> a.<Integer>ask(Fail::new))))
                .isInstanceOf(Panic.class)
                .hasMessage("failed");
    }

    @OnEveryRuntime
    void afterAPanicTheRestartFunctionSaysHowToGoOn(TestRuntime t) {
        Go<List<Object>> program = Actor.<Integer, Op>spawn(0, ActorTest::behave, (sum, panic) -> sum + 100)
                .flatMap(a -> a.tell(new Add(1))
                        .then(a.<Integer>ask(Fail::new).attempt())
                        .flatMap(failed ->
                                sum(a).map(sum -> List.of(failed.getCause().getMessage(), sum))));

        assertThat(t.run(program)).isEqualTo(List.of("failed", 101));
    }

    @OnEveryRuntime
    void anExceptionOfTheRestartFunctionEndsTheProgram(TestRuntime t) {
        Go<Unit> program = Actor.<Integer, Op>spawn(0, ActorTest::behave, (sum, panic) -> {
                    throw new IllegalStateException("no restart");
                })
                .flatMap(a -> a.tell(new Fail(null)).then(Go.never()));

        assertThatThrownBy(() -> t.run(program)).hasMessageContaining("no restart");
    }

    @OnEveryRuntime
    void anActorThatExitsTellsThoseThatAsked(TestRuntime t) {
        Go<Try<Integer>> program = adder().spawn()
                .flatMap(a -> a.tell(new Hold(goOn))
                        .then(a.tell(new Leave()))
                        .then(go(goOn.close()))
                        .then(sum(a).attempt())
                        .flatMap(r -> a.await().as(r)));

        assertThat(t.run(program).getCause()).hasMessage("tell: actor has stopped: actor=adder");
    }

    @OnEveryRuntime
    void askWithATimeoutYieldsTheReply(TestRuntime t) {
        Try<Integer> got = t.run(adder().spawn().flatMap(a -> a.<Integer>ask(Get::new, Duration.ofHours(1))));

        assertThat(got).isEqualTo(Try.success(0));
    }

    @OnEveryRuntime
    void askGivesUpAfterTheTimeoutAndTheActorGoesOn(TestRuntime t) {
        Go<List<Object>> program = adder().spawn()
                .flatMap(a -> a.tell(new Hold(goOn))
                        .then(a.<Integer>ask(Get::new, SHORT))
                        .flatMap(late -> goOn.close()
                                .then(sum(a))
                                .map(sum -> List.of(
                                        late.getCause().getClass(),
                                        late.getCause().getMessage(),
                                        sum))));

        assertThat(t.run(program))
                .isEqualTo(List.of(TimeoutException.class, "ask: no reply in time: actor=adder, timeout=PT0.002S", 0));
    }

    @OnEveryRuntime
    void askGivesUpWaitingForRoomToo(TestRuntime t) {
        Go<Boolean> program = adder().mailbox(0)
                .spawn()
                .flatMap(a -> a.tell(new Hold(goOn))
                        .then(a.<Integer>ask(Get::new, SHORT))
                        .map(Try::isFailure));

        assertThat(t.run(program)).isTrue();
    }

    /** The actor is held up with an empty mailbox of two places, then told 1, 2, 4. */
    private static Go<Integer> toldThree(Actor.WhenFull whenFull, Channel<Unit> goOn) {
        Channel<Unit> holding = Channel.unbuffered();
        Actor.Builder<Integer, Op> builder = Actor.of(Op.class, 0)
                .onMessage((sum, op) -> op instanceof Hold ? holding.close().then(behave(sum, op)) : behave(sum, op))
                .mailbox(2, whenFull)
                .named("adder");
        return builder.spawn()
                .flatMap(a -> a.tell(new Hold(goOn))
                        .then(holding.receive())
                        .then(a.tell(new Add(1)))
                        .then(a.tell(new Add(2)))
                        .then(a.tell(new Add(4)))
                        .defer(goOn.close())
                        .then(Go.forWhile(sumIsZero(a), Go.gosched()))
                        .then(sum(a)));
    }

    private static Go<Boolean> sumIsZero(Actor<Op> a) {
        return a.<Integer>ask(Get::new).recover(p -> pure(0)).map(n -> n == 0);
    }

    @OnEveryRuntime
    void dropNewestKeepsTheFirst(TestRuntime t) {
        assertThat(t.run(toldThree(Actor.WhenFull.DROP_NEWEST, goOn))).isEqualTo(3);
    }

    @OnEveryRuntime
    void failPanicsInTheTeller(TestRuntime t) {
        assertThatThrownBy(() -> t.run(toldThree(Actor.WhenFull.FAIL, goOn)))
                .hasMessage("tell: mailbox is full: actor=adder");
    }

    @OnEveryRuntime
    void dropOldestKeepsTheLastAndTellsThoseThatAsked(TestRuntime t) {
        Channel<Unit> holding = Channel.unbuffered();
        Channel<Try<Integer>> outcome = Channel.buffered(1);
        Go<List<Object>> program = Actor.of(Op.class, 0)
                .onMessage((sum, op) -> op instanceof Hold ? holding.close().then(behave(sum, op)) : behave(sum, op))
                .mailbox(1, Actor.WhenFull.DROP_OLDEST)
                .named("adder")
                .spawn()
                .flatMap(a -> a.tell(new Hold(goOn))
                        .then(holding.receive())
                        .then(go(sum(a).attempt().flatMap(outcome::send)))
                        .then(Go.forWhile(
                                outcome.length().map(n -> n == 0),
                                a.tell(new Add(5)).then(Go.gosched())))
                        .then(outcome.receive())
                        .flatMap(dropped -> goOn.close()
                                .then(a.stop())
                                .then(a.await())
                                .as(List.of(
                                        dropped.isFailure() ? dropped.getCause().getMessage() : dropped))));

        assertThat(t.run(program)).isEqualTo(List.of("ask: message was dropped: actor=adder"));
    }

    @Test
    void badInputIsRefused() {
        assertThatThrownBy(() -> Actor.spawn(0, null)).hasMessage("behaviour");
        assertThatThrownBy(() -> Actor.of(null, 0)).hasMessage("messages");
        assertThatThrownBy(() -> Actor.of(Op.class, 0).spawn()).hasMessage("onMessage is missing");
        assertThatThrownBy(() -> adder().mailbox(-1)).hasMessage("capacity must not be negative: -1");
        assertThatThrownBy(() -> adder().mailbox(0, Actor.WhenFull.DROP_OLDEST))
                .hasMessage("capacity must be positive for DROP_OLDEST: 0");
    }
}
