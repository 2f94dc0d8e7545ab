package io.gondola.context;

import static io.gondola.dsl.Go.forRange;
import static io.gondola.dsl.Go.go;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.Panic;
import io.gondola.dsl.Unit;
import io.gondola.sync.Log;
import io.gondola.sync.OnAllRuntimes;
import io.gondola.sync.TestRuntime;
import io.gondola.sync.WaitGroup;
import io.gondola.time.Time;
import io.vavr.control.Option;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway") // nulls are what is refused
class ContextTest {
    private static final Context BACKGROUND = Context.background();
    private static final Duration SHORT = Duration.ofMillis(2);
    private static final Duration LONG = Duration.ofHours(1);

    @OnAllRuntimes
    void backgroundAndTodoNeverEnd(TestRuntime t) {
        for (Context ctx : new Context[] {BACKGROUND, Context.todo()}) {
            assertThat(ctx.done()).isSameAs(Channel.nil());
            assertThat(t.run(ctx.err())).isEqualTo(Option.none());
            assertThat(t.run(ctx.cause())).isEqualTo(Option.none());
            assertThat(ctx.deadline()).isEqualTo(Option.none());
        }
    }

    @OnAllRuntimes
    void cancelClosesDone(TestRuntime t) {
        Option<Throwable> err = t.run(BACKGROUND
                .withCancel()
                .flatMap(ctx -> go(ctx.cancel())
                        .then(ctx.done().receiveOption())
                        .then(ctx.done().receiveOption())
                        .then(ctx.err())));

        assertThat(err).isEqualTo(Option.some(Context.CANCELED));
        assertThat(err.get()).hasMessage("context canceled");
    }

    @OnAllRuntimes
    void cancelEndsAllBelowBeforeItYields(TestRuntime t) {
        Go<Integer> program = BACKGROUND
                .withCancel()
                .flatMap(top -> chain(top, 50)
                        .flatMap(bottom -> chain(top, 3)
                                .flatMap(other -> top.cancel()
                                        .then(Go.zip(
                                                bottom.err(),
                                                other.err(),
                                                (a, b) -> (a.isDefined() ? 1 : 0) + (b.isDefined() ? 1 : 0))))));

        assertThat(t.run(program)).isEqualTo(2);
    }

    private static Go<CancelContext> chain(CancelContext ctx, int n) {
        return n == 0 ? Go.pure(ctx) : ctx.withValue("k", n).withCancel().flatMap(below -> chain(below, n - 1));
    }

    @OnAllRuntimes
    void aDeepTreeEndsWithoutRecursion(TestRuntime t) {
        Context[] deepest = new Context[1];
        Go<CancelContext> top = BACKGROUND.withCancel().peek(ctx -> deepest[0] = ctx);
        Go<CancelContext> deeper = Go.suspend(() -> deepest[0].withCancel()).peek(ctx -> deepest[0] = ctx);

        boolean ended = t.run(top.flatMap(ctx -> deeper.repeat(20_000)
                .then(ctx.cancel())
                .then(Go.suspend(() -> deepest[0].err()))
                .map(Option::isDefined)));

        assertThat(ended).isTrue();
    }

    @OnAllRuntimes
    void aChildDoesNotEndItsParent(TestRuntime t) {
        Go<Boolean> program = BACKGROUND
                .withCancel()
                .flatMap(parent -> parent.withCancel()
                        .flatMap(child -> child.cancel().then(parent.err()).map(Option::isEmpty)));

        assertThat(t.run(program)).isTrue();
    }

    @OnAllRuntimes
    void aChildOfAnEndedContextHasEnded(TestRuntime t) {
        IllegalStateException reason = new IllegalStateException("reason");
        Go<Option<Throwable>> program = BACKGROUND
                .withCancel()
                .flatMap(parent -> parent.cancel(reason)
                        .then(parent.withTimeout(LONG))
                        .flatMap(child -> child.done().receiveOption().then(child.cause())));

        assertThat(t.run(program)).isEqualTo(Option.some(reason));
    }

    @OnAllRuntimes
    void aTimeoutEndsIt(TestRuntime t) {
        Option<Throwable> err = t.run(BACKGROUND
                .withTimeout(SHORT)
                .flatMap(ctx -> ctx.done().receiveOption().then(ctx.err())));

        assertThat(err).isEqualTo(Option.some(Context.DEADLINE_EXCEEDED));
        assertThat(err.get()).hasMessage("context deadline exceeded");
    }

    @OnAllRuntimes
    void aTimeThatHasPassedEndsItAtOnce(TestRuntime t) {
        assertThat(t.run(BACKGROUND.withTimeout(Duration.ZERO).flatMap(Context::err)))
                .isEqualTo(Option.some(Context.DEADLINE_EXCEEDED));
        assertThat(t.run(BACKGROUND.withTimeout(LONG.negated()).flatMap(Context::err)))
                .isEqualTo(Option.some(Context.DEADLINE_EXCEEDED));
        assertThat(t.run(BACKGROUND.withDeadline(Instant.EPOCH).flatMap(Context::err)))
                .isEqualTo(Option.some(Context.DEADLINE_EXCEEDED));
    }

    @OnAllRuntimes
    void theEarlierDeadlineOfAParentWins(TestRuntime t) {
        Go<Boolean> program = BACKGROUND
                .withTimeout(SHORT)
                .flatMap(parent -> parent.withValue("k", "v")
                        .withTimeout(LONG)
                        .flatMap(child ->
                                child.done().receiveOption().as(child.deadline().equals(parent.deadline()))));

        assertThat(t.run(program)).isTrue();
    }

    @OnAllRuntimes
    void theEarlierDeadlineOfAChildWins(TestRuntime t) {
        Go<Boolean> program = BACKGROUND
                .withTimeout(LONG)
                .flatMap(parent -> parent.withTimeout(SHORT)
                        .flatMap(child ->
                                child.done().receiveOption().then(parent.err()).map(Option::isEmpty)));

        assertThat(t.run(program)).isTrue();
    }

    @OnAllRuntimes
    void theDeadlineIsKnown(TestRuntime t) {
        Go<Boolean> program = Time.now()
                .flatMap(now -> BACKGROUND
                        .withTimeout(LONG)
                        .map(ctx -> !ctx.deadline().get().isBefore(now.plus(LONG))));

        assertThat(t.run(program)).isTrue();
        assertThat(t.run(BACKGROUND.withDeadline(Instant.MAX)).deadline()).isEqualTo(Option.some(Instant.MAX));
        assertThat(t.run(BACKGROUND.withTimeout(Duration.ofSeconds(Long.MAX_VALUE)))
                        .deadline())
                .isEqualTo(Option.some(Instant.MAX));
    }

    @OnAllRuntimes
    void aCancelledTimeoutHoldsOffNoDeadlock(TestRuntime t) {
        t.deadlock(BACKGROUND.withTimeout(LONG).flatMap(CancelContext::cancel).then(Go.never()));
    }

    @OnAllRuntimes
    void valuesAreFoundFromTheInside(TestRuntime t) {
        Context ctx =
                BACKGROUND.withValue("a", 1).withValue("b", 2).withValue("a", 3).withValue("n", null);

        assertThat(ctx.value("a")).isEqualTo(Option.some(3));
        assertThat(ctx.value("b")).isEqualTo(Option.some(2));
        assertThat(ctx.value("n")).isEqualTo(Option.some(null));
        assertThat(ctx.value("c")).isEqualTo(Option.none());
        assertThat(t.run(ctx.withCancel()).value("b")).isEqualTo(Option.some(2));
        assertThat(ctx.withoutCancel().value("b")).isEqualTo(Option.some(2));
    }

    @OnAllRuntimes
    void withoutCancelGoesOn(TestRuntime t) {
        Go<Boolean> program = BACKGROUND.withTimeout(SHORT).flatMap(parent -> {
            Context ctx = parent.withoutCancel();
            assertThat(ctx.deadline()).isEqualTo(Option.none());
            assertThat(ctx.done()).isSameAs(Channel.nil());
            return parent.cancel().then(Go.zip(ctx.err(), ctx.cause(), (e, c) -> e.isEmpty() && c.isEmpty()));
        });

        assertThat(t.run(program)).isTrue();
    }

    @OnAllRuntimes
    void manyGoroutinesAreWokenByOneCancel(TestRuntime t) {
        WaitGroup wg = new WaitGroup();
        Log log = new Log();

        t.run(BACKGROUND
                .withCancel()
                .flatMap(ctx -> forRange(
                                0,
                                20,
                                i -> wg.go(ctx.withCancel()
                                        .flatMap(own ->
                                                own.done().receiveOption().then(log.add(i)))))
                        .then(ctx.cancel())
                        .then(wg.await())));

        assertThat(log.entries()).hasSize(20);
    }

    /** Cancels of parent and child, and the child's making, race. */
    @OnAllRuntimes
    void concurrentCancelsEndEachContextOnce(TestRuntime t) {
        WaitGroup wg = new WaitGroup();
        Go<Unit> round = BACKGROUND
                .withCancel()
                .flatMap(top -> forRange(
                                0,
                                4,
                                i -> wg.go(top.withCancel()
                                        .flatMap(mid -> mid.withTimeout(LONG)
                                                .flatMap(leaf -> wg.go(mid.cancel())
                                                        .then(wg.go(leaf.cancel()))
                                                        .then(leaf.done().receiveOption())))))
                        .then(wg.go(top.cancel()))
                        .then(wg.await()));

        t.run(round.repeat(50));
    }

    @Test
    void stringsAreThoseOfGo() {
        TestRuntime t = TestRuntime.deterministic().findFirst().orElseThrow();

        assertThat(BACKGROUND).hasToString("context.Background");
        assertThat(Context.todo()).hasToString("context.TODO");
        assertThat(t.run(BACKGROUND.withCancel())).hasToString("context.Background.WithCancel");
        assertThat(BACKGROUND.withValue("k", "v")).hasToString("context.Background.WithValue(k, v)");
        assertThat(BACKGROUND.withValue("k", 7)).hasToString("context.Background.WithValue(k, Integer)");
        assertThat(BACKGROUND.withValue("k", null)).hasToString("context.Background.WithValue(k, <nil>)");
        assertThat(BACKGROUND.withoutCancel()).hasToString("context.Background.WithoutCancel");
        assertThat(t.run(BACKGROUND.withTimeout(LONG)))
                .hasToString("context.Background.WithDeadline(2000-01-01 01:00:00 +0000 UTC [1h0m0s])");
        assertThat(t.run(BACKGROUND.withTimeout(Duration.ofMillis(1_500)).flatMap(CancelContext::withCancel)))
                .hasToString("context.Background.WithDeadline(2000-01-01 00:00:01.5 +0000 UTC [1.5s]).WithCancel");
        assertThat(t.run(BACKGROUND.withDeadline(Instant.parse("1999-12-31T23:59:59Z"))))
                .hasToString("context.Background.WithDeadline(1999-12-31 23:59:59 +0000 UTC [-1s])");
        assertThat(t.run(BACKGROUND.withDeadline(Instant.MAX)).toString())
                .isEqualTo("context.Background.WithDeadline(+1000000000-12-31 23:59:59.999999999 +0000 UTC"
                        + " [2562047h47m16.854775807s])");
        assertThat(t.run(BACKGROUND.withDeadline(Instant.MIN)).toString()).endsWith(" [-2562047h47m16.854775808s])");
    }

    @Test
    void badArgumentsAreRefused() {
        assertThatThrownBy(() -> BACKGROUND.withValue(null, 1))
                .isInstanceOf(Panic.class)
                .hasMessage("nil key");
        assertThatThrownBy(() -> BACKGROUND.withTimeout(null)).hasMessage("d");
        assertThatThrownBy(() -> BACKGROUND.withTimeout(LONG, null)).hasMessage("cause");
        assertThatThrownBy(() -> BACKGROUND.withDeadline(null)).hasMessage("at");
        assertThatThrownBy(() -> BACKGROUND.afterFunc(null)).hasMessage("body");
        assertThatThrownBy(() -> BACKGROUND.run(null)).hasMessage("body");
    }
}
