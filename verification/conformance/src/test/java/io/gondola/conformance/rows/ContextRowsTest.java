package io.gondola.conformance.rows;

import static io.gondola.dsl.Go.go;
import static io.gondola.dsl.Go.pure;
import static io.gondola.dsl.Go.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gondola.context.CancelContext;
import io.gondola.context.Context;
import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.Panic;
import io.gondola.dsl.Unit;
import io.vavr.Tuple;
import io.vavr.Tuple2;
import io.vavr.collection.List;
import io.vavr.control.Option;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeoutException;

/** Contexts. */
class ContextRowsTest {
    private static final Context BACKGROUND = Context.background();
    private static final Duration SHORT = Duration.ofMillis(1);
    private static final Duration LONG = Duration.ofHours(1);
    private final Throwable fromParent = new IllegalStateException("parent's cause");
    private final Throwable fromChild = new IllegalStateException("child's cause");
    private final Throwable tooSlow = new IllegalStateException("too slow");

    /** The error and the cause; null if there is none. */
    private static Go<Tuple2<Throwable, Throwable>> ending(Context ctx) {
        return Go.zip(ctx.err(), ctx.cause(), (e, c) -> Tuple.of(e.getOrNull(), c.getOrNull()));
    }

    private static Tuple2<Throwable, Throwable> ending(Throwable err, Throwable cause) {
        return Tuple.of(err, cause);
    }

    @Row(
            id = "5.2-1",
            rule = "Background and TODO",
            go = "never end; Done is nil; print as `context.Background` and `context.TODO`")
    @OnEveryRuntime
    void backgroundAndTodoNeverEnd(World w) {
        assertThat(BACKGROUND).hasToString("context.Background");
        assertThat(Context.todo()).hasToString("context.TODO");
        for (Context ctx : List.of(BACKGROUND, Context.todo())) {
            assertThat(ctx.done()).isSameAs(Channel.nil());
            assertThat(ctx.deadline()).isEmpty();
            w.yields(ending(null, null), () -> ending(ctx));
        }
        w.deadlocks("chan receive (nil chan)", () -> BACKGROUND.done().receive());
    }

    @Row(
            id = "5.2-2",
            rule = "WithCancel, WithCancelCause",
            go = "cancel may be called again, the first one counts; `cancel(nil)` has the cause `context canceled`")
    @OnEveryRuntime
    void theFirstCancelCounts(World w) {
        w.yields(
                ending(Context.CANCELED, fromParent),
                () -> BACKGROUND
                        .withCancel()
                        .flatMap(ctx -> ctx.cancel(fromParent)
                                .then(ctx.cancel(fromChild))
                                .then(ctx.cancel())
                                .then(ending(ctx))));
        w.yields(
                ending(Context.CANCELED, Context.CANCELED),
                () -> BACKGROUND
                        .withCancel()
                        .flatMap(ctx ->
                                ctx.cancel(null).then(ctx.cancel(fromChild)).then(ending(ctx))));
        w.yieldsOneOf(
                List.of(ending(Context.CANCELED, fromParent), ending(Context.CANCELED, fromChild))
                        .asJava(),
                () -> BACKGROUND
                        .withCancel()
                        .flatMap(ctx -> go(ctx.cancel(fromParent))
                                .then(go(ctx.cancel(fromChild)))
                                .then(ctx.done().receive())
                                .then(ending(ctx))));
    }

    @Row(
            id = "5.2-3",
            rule = "WithDeadline, WithTimeout, and those with a cause",
            go = "the parent's deadline counts if it is earlier; one that has passed ends the context at once; the"
                    + " cause is that of the expiry alone")
    @OnEveryRuntime
    void deadlinesEndContexts(World w) {
        w.yields(
                ending(Context.DEADLINE_EXCEEDED, tooSlow),
                () -> BACKGROUND
                        .withTimeout(SHORT, tooSlow)
                        .flatMap(ctx -> ctx.done().receive().then(ending(ctx))));
        w.yields(
                ending(Context.DEADLINE_EXCEEDED, tooSlow),
                () -> BACKGROUND.withDeadline(Instant.EPOCH, tooSlow).flatMap(ContextRowsTest::ending));
        w.yields(
                ending(Context.CANCELED, Context.CANCELED),
                () -> BACKGROUND
                        .withTimeout(LONG, tooSlow)
                        .flatMap(ctx -> ctx.cancel().then(ending(ctx))));
        w.yields(
                true,
                () -> BACKGROUND
                        .withTimeout(SHORT)
                        .flatMap(parent -> parent.withTimeout(LONG, tooSlow)
                                .flatMap(child -> child.done()
                                        .receive()
                                        .then(ending(child))
                                        .map(e -> child.deadline().equals(parent.deadline())
                                                && e.equals(ending(
                                                        Context.DEADLINE_EXCEEDED, Context.DEADLINE_EXCEEDED))))));
    }

    @Row(
            id = "5.2-4",
            rule = "A deadline that has passed, below a context that has ended",
            go = "the parent's error and cause")
    @OnEveryRuntime
    void aPassedDeadlineBelowAnEndedContextHasTheParentsError(World w) {
        w.yields(
                ending(Context.CANCELED, fromParent),
                () -> BACKGROUND
                        .withCancel()
                        .flatMap(parent -> parent.cancel(fromParent)
                                .then(parent.withTimeout(Duration.ZERO, tooSlow))
                                .flatMap(ContextRowsTest::ending)));
    }

    @Row(
            id = "5.2-5",
            rule = "WithValue",
            go = "the innermost key counts; an unknown one is nil; prints as `parent.WithValue(k, v)`, a value that"
                    + " has no String as its type",
            ours = "an unknown key has none; it prints a type by its simple name",
            why = "Java's names of types carry no package in common use",
            tests = "ContextTest.valuesAreFoundFromTheInside")
    @OnEveryRuntime
    void theInnermostValueCounts(World w) {
        assertThat(BACKGROUND.withValue("k", "v")).hasToString("context.Background.WithValue(k, v)");
        assertThat(BACKGROUND.withValue("a", 7)).hasToString("context.Background.WithValue(a, Integer)");
        w.yields(
                List.of(Option.some(2), Option.some(9), Option.none()),
                () -> BACKGROUND
                        .withValue("a", 1)
                        .withValue("b", 9)
                        .withValue("a", 2)
                        .withCancel()
                        .map(ctx -> List.of(ctx.value("a"), ctx.value("b"), ctx.value("c"))));
    }

    @Row(
            id = "5.2-6",
            rule = "WithoutCancel",
            go = "keeps the values; no Done, Err, deadline, cause, whatever becomes of the parent")
    @OnEveryRuntime
    void withoutCancelKeepsTheValuesOnly(World w) {
        w.yields(
                ending(null, null),
                () -> BACKGROUND.withValue("k", "v").withTimeout(SHORT).flatMap(parent -> {
                    Context ctx = parent.withoutCancel();
                    assertThat(ctx.done()).isSameAs(Channel.nil());
                    assertThat(ctx.deadline()).isEmpty();
                    assertThat(ctx.value("k")).isEqualTo(Option.some("v"));
                    return parent.cancel(fromParent).then(ending(ctx));
                }));
    }

    @Row(
            id = "5.2-7",
            rule = "AfterFunc",
            go = "runs f in a goroutine of its own when the context has ended, at once if it has; stop is true only"
                    + " if it prevented that, and the second time false; it does not wait for f",
            tests = {"AfterFuncTest.stopPreventsItOnce", "AfterFuncTest.itRunsInAGoroutineOfItsOwn"})
    @OnEveryRuntime
    void afterFuncRunsOnceTheContextHasEnded(World w) {
        w.yields(
                List.of(true, false),
                () -> BACKGROUND
                        .withCancel()
                        .flatMap(ctx -> ctx.afterFunc(Go.panic("ran"))
                                .flatMap(stop -> Go.zip(stop, ctx.cancel().then(stop), List::of))));
        for (boolean before : new boolean[] {false, true}) {
            w.yields(false, () -> {
                Channel<Unit> ran = Channel.unbuffered();
                return BACKGROUND
                        .withCancel()
                        .flatMap(ctx -> (before ? ctx.cancel() : Go.unit())
                                .then(ctx.afterFunc(ran.send(Unit.UNIT)))
                                .flatMap(stop -> ctx.cancel().then(stop))
                                .flatMap(stopped -> ran.receive().as(stopped)));
            });
        }
    }

    @Row(id = "5.2-8", rule = "Cause", go = "nil while the context lives; then the cause, or else the error")
    @OnEveryRuntime
    void aLiveContextHasNoCause(World w) {
        w.yields(
                List.of(ending(null, null), ending(Context.CANCELED, Context.CANCELED)),
                () -> BACKGROUND
                        .withCancel()
                        .flatMap(ctx -> Go.zip(ending(ctx), ctx.cancel().then(ending(ctx)), List::of)));
    }

    @Row(
            id = "5.2-9",
            rule = "The errors",
            go = "`context canceled`; `context deadline exceeded`, for which Timeout and Temporary are true",
            ours = "the same texts; `CANCELED` and `DEADLINE_EXCEEDED`, the latter a `TimeoutException`",
            why = "the type says what Timeout does; Java knows no Temporary")
    @OnEveryRuntime
    void theErrorsHaveGosTexts(World w) {
        assertThat(Context.CANCELED).hasMessage("context canceled");
        assertThat(Context.DEADLINE_EXCEEDED)
                .isInstanceOf(TimeoutException.class)
                .hasMessage("context deadline exceeded");
        w.yields(
                "context canceled",
                () -> BACKGROUND
                        .withCancel()
                        .flatMap(ctx ->
                                ctx.cancel().then(ctx.err()).map(e -> e.get().getMessage())));
    }

    @Row(
            id = "5.2-10",
            rule = "Bad arguments",
            go = "panics: `cannot create context from nil parent`, `nil key`, `key is not comparable`",
            ours = "`nil key`; the other two cannot happen",
            why = "contexts make their children, and all Java objects can be compared")
    @OnEveryRuntime
    void aNullKeyPanics(World w) {
        assertThatThrownBy(() -> BACKGROUND.withValue(null, 1))
                .isInstanceOf(Panic.class)
                .hasMessage("nil key");
        w.panics("nil key", () -> Go.suspend(() -> pure(BACKGROUND.withValue(null, 1))));
    }

    @Row(
            id = "5.2-11",
            rule = "What contexts print",
            go = "`context.Background.WithCancel`, `….WithDeadline(2030-01-01 00:00:00 +0000 UTC [27281h...])`,"
                    + " `….WithoutCancel`",
            tests = "ContextTest.stringsAreThoseOfGo")
    @OnEveryRuntime
    void contextsPrintTheirAncestors(World w) {
        assertThat(BACKGROUND.withoutCancel()).hasToString("context.Background.WithoutCancel");
        w.yields(
                "context.Background.WithCancel.WithValue(k, v).WithCancel",
                () -> BACKGROUND
                        .withCancel()
                        .flatMap(ctx -> ctx.withValue("k", "v").withCancel())
                        .map(Object::toString));
        w.ends(
                () -> BACKGROUND.withTimeout(LONG).flatMap(ctx -> ctx.cancel().as(ctx.toString())),
                text -> assertThat(text.toString())
                        .startsWith("context.Background.WithDeadline(")
                        .contains("["));
    }

    @Row(
            id = "5.2-12",
            rule = "Propagation",
            go = "a cancel ends all below before it returns; a child leaves its parent when it is cancelled, and"
                    + " never ends it; a context of the user's own costs a goroutine",
            ours = "the same, without contexts of the user's own",
            why = "`Context` is sealed",
            tests = "ContextTest.concurrentCancelsEndEachContextOnce")
    @OnEveryRuntime
    void aCancelEndsAllBelowBeforeItReturnsAndNobodyAbove(World w) {
        w.yields(
                List.of(true, true, true, false),
                () -> BACKGROUND
                        .withCancel()
                        .flatMap(top -> top.withCancel()
                                .flatMap(middle -> Go.zip(
                                                middle.withCancel(),
                                                middle.withValue("k", 1).withTimeout(LONG),
                                                List::of)
                                        .flatMap(below -> middle.cancel()
                                                .then(Go.zip(
                                                        ended(middle),
                                                        ended(below.get(0)),
                                                        ended(below.get(1)),
                                                        ended(top),
                                                        List::of))))));
    }

    private static Go<Boolean> ended(Context ctx) {
        return ctx.err().map(Option::isDefined);
    }

    @Row(
            id = "5.2-13",
            rule = "Causes of a parent and its child (TestCause)",
            go = "the parent's, if it was cancelled first; the child's own, if that was first; none below"
                    + " WithoutCancel but its own",
            tests = {
                "CauseTest.theParentsCauseIsTheChildsIfItComesFirst",
                "CauseTest.theChildsCauseStaysIfItComesFirst",
                "CauseTest.withoutCancelHasNone"
            })
    @OnEveryRuntime
    void theCauseThatComesFirstStays(World w) {
        w.yields(
                ending(Context.CANCELED, fromParent),
                () -> family((p, c) -> p.cancel(fromParent).then(c.cancel(fromChild))));
        w.yields(
                ending(Context.CANCELED, fromChild),
                () -> family((p, c) -> c.cancel(fromChild).then(p.cancel(fromParent))));
        w.yields(
                ending(Context.CANCELED, fromChild),
                () -> family((p, c) -> c.cancel(fromChild).then(p.cancel(null))));
        w.yields(
                ending(Context.CANCELED, Context.CANCELED),
                () -> family((p, c) -> p.cancel(null).then(c.cancel(fromChild))));
        w.yieldsOneOf(
                List.of(ending(Context.CANCELED, fromParent), ending(Context.CANCELED, fromChild))
                        .asJava(),
                () -> family((p, c) -> go(p.cancel(fromParent))
                        .then(go(c.cancel(fromChild)))
                        .then(c.done().receive())));
    }

    private interface Cancels {
        Go<?> apply(CancelContext parent, CancelContext child);
    }

    private static Go<Tuple2<Throwable, Throwable>> family(Cancels cancels) {
        return BACKGROUND
                .withCancel()
                .flatMap(parent -> parent.withCancel()
                        .flatMap(child -> cancels.apply(parent, child).then(ending(child))));
    }

    @Row(
            id = "5.2-14",
            rule = "Stacked causes (TestCause)",
            go = "WithTimeoutCause expired: DeadlineExceeded and the cause; a cancel with a cause below it:"
                    + " Canceled and that cause",
            tests = {
                "CauseTest.anExpiredTimeoutHasItsCause",
                "CauseTest.aTimeoutBelowACancelledContextHasTheParentsCause"
            })
    @OnEveryRuntime
    void aCancelAndATimeoutEachHaveTheirCause(World w) {
        w.yields(
                ending(Context.CANCELED, fromChild),
                () -> BACKGROUND
                        .withCancel()
                        .flatMap(outer -> outer.withTimeout(LONG, tooSlow)
                                .flatMap(inner -> outer.cancel(fromChild)
                                        .then(inner.cancel())
                                        .then(ending(inner)))));
        w.yields(
                ending(Context.DEADLINE_EXCEEDED, tooSlow),
                () -> BACKGROUND
                        .withTimeout(SHORT, tooSlow)
                        .flatMap(outer -> outer.withCancel()
                                .flatMap(inner -> sleep(SHORT.multipliedBy(5))
                                        .then(inner.done().receive())
                                        .then(ending(inner)))));
    }
}
