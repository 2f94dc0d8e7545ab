package io.gondola.conformance.rows;

import static io.gondola.conformance.rows.World.waiter;
import static io.gondola.dsl.Go.go;
import static io.gondola.dsl.Go.pure;
import static io.gondola.dsl.Go.unit;

import io.gondola.context.Context;
import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.Panic;
import io.gondola.dsl.Unit;
import io.gondola.sync.AtomicInt;
import io.gondola.sync.ErrGroup;
import io.gondola.sync.Semaphore;
import io.gondola.sync.SingleFlight;
import io.gondola.sync.WaitGroup;
import io.vavr.collection.List;
import io.vavr.control.Option;
import io.vavr.control.Try;

/** What golang.org/x/sync has: errgroup, semaphore, singleflight. */
class GroupRowsTest {
    private static final Context BACKGROUND = Context.background();
    private final IllegalStateException first = new IllegalStateException("first");
    private final IllegalStateException second = new IllegalStateException("second");

    private static Throwable error(Try<Unit> ended) {
        return ended.isFailure() ? ended.getCause() : null;
    }

    @Row(id = "5.3-1", rule = "The zero group", go = "is valid, and cancels nothing")
    @OnEveryRuntime
    void aNewGroupIsValidAndCancelsNothing(World w) {
        w.yields(List.of(null, first), () -> {
            ErrGroup empty = new ErrGroup();
            ErrGroup one = new ErrGroup();
            return Go.zip(
                    empty.await().map(GroupRowsTest::error),
                    one.go(pure(Try.failure(first))).then(one.await()).map(GroupRowsTest::error),
                    (a, b) -> List.<Object>of(a, b));
        });
    }

    @Row(
            id = "5.3-2",
            rule = "WithContext",
            go = "its context ends with the first error, which is the cause, or when Wait returns: then the cause"
                    + " is Canceled")
    @OnEveryRuntime
    void theContextEndsWithTheFirstErrorOrWithAwait(World w) {
        w.yields(
                Option.some(first),
                () -> ErrGroup.withContext(BACKGROUND)
                        .flatMap(g -> g.go(g.context().done().receiveOption())
                                .then(g.go(pure(Try.failure(first))))
                                .then(g.await())
                                .then(g.context().cause())));
        w.yields(
                Option.some(Context.CANCELED),
                () -> ErrGroup.withContext(BACKGROUND)
                        .flatMap(g ->
                                g.go(unit()).then(g.await()).then(g.context().cause())));
    }

    @Row(id = "5.3-3", rule = "Go and TryGo at the limit", go = "Go waits, TryGo is false")
    @OnEveryRuntime
    void goWaitsAtTheLimitAndTryGoDoesNot(World w) {
        w.yields(List.of(true, false, 2), () -> {
            ErrGroup g = new ErrGroup();
            AtomicInt ran = new AtomicInt();
            Channel<Unit> end = Channel.unbuffered();
            return g.setLimit(1)
                    .then(Go.zip(g.tryGo(end.receive().then(ran.add(1))), g.tryGo(Go.panic("ran")), List::of))
                    .flatMap(two -> go(w.waiting(1, "chan send").then(end.send(Unit.UNIT)))
                            .then(g.go(ran.add(1)))
                            .then(g.await())
                            .then(ran.load())
                            .map(n -> List.<Object>ofAll(two).append(n)));
        });
    }

    @Row(id = "5.3-4", rule = "Wait", go = "waits for all, and returns the first error")
    @OnEveryRuntime
    void awaitWaitsForAllAndYieldsTheFirstError(World w) {
        w.yields(
                List.of(first, 2),
                () -> ErrGroup.withContext(BACKGROUND).flatMap(g -> {
                    AtomicInt ran = new AtomicInt();
                    return g.go(ran.add(1).as(Try.failure(first)))
                            .then(g.go(g.context()
                                    .done()
                                    .receive()
                                    .then(ran.add(1))
                                    .as(Try.failure(second))))
                            .then(g.await())
                            .flatMap(e -> ran.load().map(n -> List.<Object>of(error(e), n)));
                }));
    }

    @Row(
            id = "5.3-5",
            rule = "SetLimit",
            go = "below zero: none; 0: Go waits for ever, TryGo is false; while members run it panics: `errgroup:"
                    + " modify limit while 3 goroutines in the group are still active`")
    @OnEveryRuntime
    void theLimitHasItsRules(World w) {
        w.deadlocks("chan send", () -> {
            ErrGroup g = new ErrGroup();
            return g.setLimit(0).then(g.go(unit()));
        });
        w.yields(List.of(false, true), () -> {
            ErrGroup g = new ErrGroup();
            return Go.zip(g.setLimit(0).then(g.tryGo(unit())), g.setLimit(-1).then(g.tryGo(unit())), List::of)
                    .flatMap(two -> g.await().as(two));
        });
        w.yields("errgroup: modify limit while 3 goroutines in the group are still active", () -> {
            ErrGroup g = new ErrGroup();
            Channel<Unit> end = Channel.unbuffered();
            return g.setLimit(5)
                    .then(g.go(end.receive()).repeat(3))
                    .then(g.setLimit(7))
                    .as("changed")
                    .recover(p -> pure(p.getMessage()))
                    .flatMap(text ->
                            end.send(Unit.UNIT).repeat(3).then(g.await()).as(text));
        });
    }

    @Row(
            id = "5.3-6",
            rule = "A member that panics",
            go = "ends the process",
            ours = "its panic is the group's error",
            why = "errors are exceptions in Java: a member fails by what it throws")
    @OnEveryRuntime
    void aPanicIsTheGroupsError(World w) {
        w.yields(first, () -> {
            ErrGroup g = new ErrGroup();
            return g.go(Go.run(() -> {
                        throw first;
                    }))
                    .then(g.await())
                    .map(GroupRowsTest::error);
        });
    }

    @Row(id = "5.3-7", rule = "A group after Wait", go = "may be used again, but keeps its first error")
    @OnEveryRuntime
    void aGroupKeepsItsFirstError(World w) {
        w.yields(first, () -> {
            ErrGroup g = new ErrGroup();
            return g.go(pure(Try.failure(first)))
                    .then(g.await())
                    .then(g.go(pure(Try.failure(second))))
                    .then(g.await())
                    .map(GroupRowsTest::error);
        });
    }

    @Row(
            id = "5.4-1",
            rule = "The order of waiters",
            go = "first come, first served; one that wants much at the head holds up those behind it, and TryAcquire",
            tests = "SemaphoreTest.anAcquireOfManyMakesThoseBehindWait")
    @OnEveryRuntime
    void anAcquireOfMuchHoldsUpThoseBehind(World w) {
        w.yields(List.of(false, "three", "one"), () -> {
            Semaphore s = new Semaphore(3);
            Channel<Object> log = Channel.buffered(3);
            return s.acquire(1)
                    .then(go(s.acquire(3).then(log.send("three")).then(s.release(3))))
                    .then(w.waiting(1, "semacquire"))
                    .then(s.tryAcquire(1).flatMap(log::send))
                    .then(go(s.acquire(1).then(log.send("one"))))
                    .then(w.waiting(2, "semacquire"))
                    .then(s.release(1))
                    .then(ChannelSendRowsTest.receiveAll(log, 3));
        });
    }

    @Row(id = "5.4-2", rule = "Acquire with a context that has ended", go = "its error, even if there is room")
    @OnEveryRuntime
    void anEndedContextWinsOverRoom(World w) {
        w.yields(List.of(Context.CANCELED, true), () -> {
            Semaphore s = new Semaphore(1);
            return BACKGROUND
                    .withCancel()
                    .flatMap(ctx -> ctx.cancel()
                            .then(Go.zip(
                                    s.acquire(ctx, 1).map(GroupRowsTest::error),
                                    s.tryAcquire(1),
                                    (e, t) -> List.<Object>of(e, t))));
        });
    }

    @Row(id = "5.4-3", rule = "Acquire of more than there is", go = "waits for the context's end, in nobody's way")
    @OnEveryRuntime
    void anAcquireOfTooMuchIsInNobodysWay(World w) {
        w.yields(Context.CANCELED, () -> {
            Semaphore s = new Semaphore(2);
            Channel<Throwable> got = Channel.unbuffered();
            return BACKGROUND
                    .withCancel()
                    .flatMap(ctx -> go(s.acquire(ctx, 3)
                                    .map(GroupRowsTest::error)
                                    .flatMap(got::send))
                            .then(w.settled())
                            .then(s.acquire(2))
                            .then(ctx.cancel())
                            .then(got.receive()));
        });
    }

    @Row(
            id = "5.4-4",
            rule = "Room and the end of the context at the same time",
            go = "the end wins, and what was acquired is released",
            tests = {"SemaphoreTest.noPermitIsLostWhenBothHappenAtOnce", "RunRaceTest.noPermitIsLostUnderManySeeds"})
    @OnEveryRuntime
    void noPermitIsLostWhenBothHappenAtOnce(World w) {
        w.yields(true, () -> {
            Semaphore s = new Semaphore(2);
            WaitGroup wg = new WaitGroup();
            return BACKGROUND
                    .withCancel()
                    .flatMap(ctx -> s.acquire(2)
                            .then(wg.go(s.acquire(ctx, 1).flatMap(r -> r.isSuccess() ? s.release(1) : unit())))
                            .then(wg.go(ctx.cancel()))
                            .then(wg.go(s.release(2)))
                            .then(wg.await())
                            .then(s.tryAcquire(2)));
        });
    }

    @Row(
            id = "5.4-5",
            rule = "The waiter at the head gives up",
            go = "the next one is served if it can be",
            tests = "SemaphoreTest.aWaiterThatGivesUpAtTheHeadLetsTheNextOneIn")
    @OnEveryRuntime
    void aWaiterThatGivesUpAtTheHeadLetsTheNextOneIn(World w) {
        w.yields("next", () -> {
            Semaphore s = new Semaphore(3);
            Channel<String> got = Channel.unbuffered();
            return BACKGROUND
                    .withCancel()
                    .flatMap(ctx -> s.acquire(1)
                            .then(go(s.acquire(ctx, 3)))
                            .then(w.waiting(1, "select"))
                            .then(go(s.acquire(2).then(got.send("next"))))
                            .then(w.waiting(1, "semacquire"))
                            .then(ctx.cancel())
                            .then(got.receive()));
        });
    }

    @Row(
            id = "5.4-6",
            rule = "Release of more than is held; Acquire(0)",
            go = "panics: `semaphore: released more than held`; succeeds",
            tests = "ProcessRowsTest.aPanicEndsTheProcessWithCodeTwo")
    @OnEveryRuntime
    void releaseOfTooMuchPanics(World w) {
        w.panics("semaphore: released more than held", () -> {
            Semaphore s = new Semaphore(3);
            return s.acquire(1).then(s.acquire(0)).then(s.release(2));
        });
    }

    @Row(
            id = "5.5-1",
            rule = "`Do(key, fn)` of several at once",
            go = "one runs fn, the others wait and share its result; shared is true for all of them",
            tests = "SingleFlightTest.thoseThatComeMeanwhileShareTheResult")
    @OnEveryRuntime
    void thoseThatComeMeanwhileShareTheResult(World w) {
        w.yields(List.of("1 true", "1 true"), () -> {
            SingleFlight<String, Integer> flights = new SingleFlight<>();
            Channel<Integer> answer = Channel.unbuffered();
            Channel<String> got = Channel.buffered(2);
            return go(flights.run("k", answer.receive())
                            .flatMap(r -> got.send(r.value().get() + " " + r.shared())))
                    .then(w.waiting(1, "chan receive"))
                    .then(go(flights.run("k", Go.panic("second"))
                            .flatMap(r -> got.send(r.value().get() + " " + r.shared()))))
                    .then(w.waiting(1, "sync.WaitGroup.Wait"))
                    .then(answer.send(1))
                    .then(ChannelSendRowsTest.receiveAll(got, 2));
        });
    }

    @Row(id = "5.5-2", rule = "`DoChan`", go = "yields a channel of capacity one, which is never closed")
    @OnEveryRuntime
    void runChannelYieldsAChannelOfOne(World w) {
        w.yields("7 1 not ready", () -> {
            SingleFlight<String, Integer> flights = new SingleFlight<>();
            return flights.runChannel("k", pure(7))
                    .flatMap(c -> c.receive()
                            .flatMap(r -> w.settled()
                                    .then(c.tryReceive())
                                    .map(next -> r.value().get() + " " + c.capacity() + " " + next)));
        });
    }

    @Row(
            id = "5.5-3",
            rule = "`Forget`",
            go = "lets the next call run, though one still runs",
            tests = "SingleFlightTest.forgetLetsTheNextCallRun")
    @OnEveryRuntime
    void forgetLetsTheNextCallRun(World w) {
        w.yields(2, () -> {
            SingleFlight<String, Integer> flights = new SingleFlight<>();
            Channel<Integer> answer = Channel.unbuffered();
            return waiter(flights.run("k", answer.receive()))
                    .then(w.waiting(1, "chan receive"))
                    .then(flights.forget("k"))
                    .then(flights.run("k", pure(2)))
                    .map(r -> r.value().get());
        });
    }

    @Row(
            id = "5.5-4",
            rule = "fn panics",
            go = "every Do panics with its value and stack; with DoChan the process dies",
            ours = "it is the failure of every result, which `value().get()` throws again",
            why = "a result that failed is a `Try`",
            tests = "SingleFlightTest.aPanicIsTheFailureOfAll")
    @OnEveryRuntime
    void aPanicIsTheFailureOfTheResult(World w) {
        w.yields(
                first,
                () -> new SingleFlight<String, Integer>()
                        .run("k", Go.panic(first))
                        .map(r -> ((Panic) r.value().getCause()).value()));
        w.panics(
                "boom",
                () -> new SingleFlight<String, Integer>()
                        .run("k", Go.panic("boom"))
                        .map(r -> r.value().get()));
    }

    @Row(
            id = "5.5-5",
            rule = "fn calls Goexit",
            go = "so do all that wait for it",
            tests = "SingleFlightTest.aGoexitIsThatOfAll")
    @OnEveryRuntime
    void aGoexitIsThatOfAll(World w) {
        w.yields(0, () -> {
            SingleFlight<String, Integer> flights = new SingleFlight<>();
            AtomicInt returned = new AtomicInt();
            Channel<Unit> end = Channel.unbuffered();
            WaitGroup wg = new WaitGroup();
            return wg.go(flights.run("k", end.receive().then(Go.goexit())).then(returned.add(1)))
                    .then(w.waiting(1, "chan receive"))
                    .then(wg.go(flights.run("k", pure(1)).then(returned.add(1))))
                    .then(w.waiting(1, "sync.WaitGroup.Wait"))
                    .then(end.send(Unit.UNIT))
                    .then(wg.await())
                    .then(returned.load());
        });
    }
}
