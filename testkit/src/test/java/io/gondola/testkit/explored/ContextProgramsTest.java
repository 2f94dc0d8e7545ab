package io.gondola.testkit.explored;

import static io.gondola.dsl.Go.go;
import static io.gondola.dsl.Go.sequence;
import static io.gondola.dsl.Go.sleep;
import static io.gondola.dsl.Go.unit;
import static io.gondola.select.Select.onReceive;
import static io.gondola.select.Select.select;
import static io.gondola.testkit.explored.Check.holds;
import static io.gondola.testkit.explored.Check.yields;

import io.gondola.context.Context;
import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.Shared;
import io.gondola.dsl.Unit;
import io.gondola.sync.AtomicInt;
import io.gondola.sync.WaitGroup;
import io.gondola.testkit.GoTest;
import io.gondola.testkit.Testing;
import io.vavr.control.Option;
import java.time.Duration;

/** Programs over contexts that hold under every schedule. */
class ContextProgramsTest {
    private static final Duration LIMIT = Duration.ofMillis(1);

    @GoTest
    Go<Unit> aCancelOrdersWhatWasDoneBefore() {
        Shared<Integer> x = Shared.of(0).named("x");
        return Context.background()
                .withCancel()
                .flatMap(ctx -> go(x.set(1).then(ctx.cancel()))
                        .then(ctx.done().receive())
                        .then(yields(x.get(), 1)));
    }

    @GoTest
    Go<Unit> theFirstEndingStays() {
        return Context.background()
                .withTimeout(LIMIT)
                .flatMap(ctx -> sequence(
                        go(sleep(LIMIT).then(ctx.cancel())),
                        ctx.done().receive(),
                        ctx.err()
                                .flatMap(first -> sequence(
                                        first.get() == Context.CANCELED
                                                ? Testing.sometimes("cancelled")
                                                : Testing.sometimes("expired"),
                                        ctx.cancel(),
                                        yields(ctx.err(), first)))));
    }

    @GoTest
    Go<Unit> aChildEndsWithItsParent() {
        return Context.background()
                .withCancel()
                .flatMap(parent -> sequence(
                        go(parent.cancel()),
                        parent.withCancel()
                                .flatMap(child -> child.done()
                                        .receive()
                                        .then(yields(child.err(), Option.some(Context.CANCELED))))));
    }

    @GoTest
    Go<Unit> aParentOutlivesItsChild() {
        return Context.background()
                .withCancel()
                .flatMap(parent -> parent.withCancel()
                        .flatMap(child -> sequence(
                                go(child.cancel()),
                                child.done().receive(),
                                yields(parent.err(), Option.none()),
                                parent.cancel())));
    }

    @GoTest
    Go<Unit> anAfterFuncRunsOrIsStopped() {
        AtomicInt ran = new AtomicInt();
        WaitGroup wg = new WaitGroup();
        return Context.background()
                .withCancel()
                .flatMap(ctx -> sequence(
                        wg.add(1),
                        ctx.afterFunc(ran.add(1).defer(wg.done()))
                                .flatMap(stop -> sequence(
                                        go(ctx.cancel()),
                                        stop.flatMap(stopped -> stopped
                                                ? Testing.sometimes("stopped").then(wg.done())
                                                : Testing.sometimes("ran")),
                                        wg.await())),
                        holds(ran.load().map(n -> n <= 1), "at most once"),
                        ctx.cancel()));
    }

    @GoTest
    Go<Unit> aWaitThatIsGivenUpTakesNoElement() {
        Channel<Integer> ch = Channel.<Integer>buffered(1).named("ch");
        return Context.background()
                .withCancel()
                .flatMap(ctx -> sequence(
                        go(ctx.cancel()),
                        go(ch.send(1)),
                        ctx.run(ch.receive())
                                .flatMap(got -> got.isSuccess()
                                        ? Testing.sometimes("taken")
                                        : Testing.sometimes("given up").then(yields(ch.receive(), 1)))));
    }

    @GoTest
    Go<Unit> aWorkerLeavesWhenItsContextEnds() {
        Channel<Integer> never = Channel.<Integer>unbuffered().named("never");
        WaitGroup wg = new WaitGroup();
        return Context.background()
                .withTimeout(LIMIT)
                .flatMap(ctx -> sequence(
                        wg.go(select(onReceive(never, unit()), onReceive(ctx.done(), unit()))),
                        wg.await(),
                        yields(ctx.err(), Option.some(Context.DEADLINE_EXCEEDED))));
    }
}
