package io.gondola.conformance.rows;

import static io.gondola.dsl.Go.go;
import static io.gondola.dsl.Go.gosched;
import static io.gondola.dsl.Go.unit;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.sync.AtomicInt;
import io.gondola.sync.Cond;
import io.gondola.sync.Mutex;
import io.gondola.sync.Once;
import io.gondola.sync.OnceValue;
import io.gondola.sync.WaitGroup;
import io.vavr.collection.List;

/** WaitGroup, Once, OnceValue and Cond. */
@Row(
        id = "3.4-1",
        rule = "The state of a WaitGroup",
        go = "64 bits: the counter and the number of waiters",
        ours = "the same numbers, and a queue, under a spin lock",
        why = "the queue is its own",
        tests = "WaitGroupTest.allWhoWaitGoOn")
@Row(
        id = "3.6-2",
        rule = "One P: Broadcast, or five Signals, with five waiters",
        go = "4 0 1 2 3: readied in their order, the last one runs first",
        tests = {
            "CondTest.broadcastReadiesInOrderAndTheLastOneRunsFirst",
            "CondTest.signalsReadyInOrderAndTheLastOneRunsFirst"
        },
        only = "it is the order of one processor")
class WaitGroupRowsTest {
    @Row(id = "3.4-2", rule = "Wait at zero", go = "returns at once")
    @Row(
            id = "3.4-3",
            rule = "Reuse",
            go = "allowed once all Waits have returned; a positive Add from zero must come before Wait")
    @OnEveryRuntime
    void awaitAtZeroReturnsAndAGroupCanBeUsedAgain(World w) {
        w.yields(4, () -> {
            WaitGroup wg = new WaitGroup();
            AtomicInt n = new AtomicInt();
            Go<Unit> round =
                    wg.await().then(wg.go(n.add(1))).then(wg.go(n.add(1))).then(wg.await());
            return round.then(round).then(n.load());
        });
    }

    @Row(
            id = "3.4-4",
            rule = "`Go(f)`",
            go = "adds one, runs f in a new goroutine; Done when it returns or exits by Goexit")
    @OnEveryRuntime
    void goIsDoneAfterAReturnAndAGoexit(World w) {
        w.yields(1, () -> {
            WaitGroup wg = new WaitGroup();
            AtomicInt n = new AtomicInt();
            return wg.go(n.add(1)).then(wg.go(Go.goexit())).then(wg.await()).then(n.load());
        });
    }

    @Row(
            id = "3.4-5",
            rule = "`Go(f)` when f panics",
            go = "since 1.27: no Done, so that Wait cannot return before the process dies; 1.25.0 still called it")
    @OnEveryRuntime
    void aPanicInGoEndsTheProgramBeforeAwaitReturns(World w) {
        w.panics("boom", () -> {
            WaitGroup wg = new WaitGroup();
            return wg.go(gosched().then(Go.panic("boom"))).then(wg.await()).then(Go.panic("await returned"));
        });
    }

    @Row(
            id = "3.4-6",
            rule = "What Wait is shown to wait for",
            go = "`semacquire`; since 1.25 `sync.WaitGroup.Wait`",
            ours = "`sync.WaitGroup.Wait`",
            why = "it follows the newer one")
    @OnEveryRuntime
    void awaitIsShownAsSuch(World w) {
        w.deadlocks("sync.WaitGroup.Wait", () -> {
            WaitGroup wg = new WaitGroup();
            return wg.add(1).then(wg.await());
        });
    }

    @Row(
            id = "3.5-1",
            rule = "`Once.Do(f)`",
            go = "runs f once, even if it panics; later calls do nothing and do not panic")
    @OnEveryRuntime
    void onceRunsItsBodyOnceEvenIfItPanics(World w) {
        w.yields(List.of("boom", 1), () -> {
            Once once = new Once();
            AtomicInt runs = new AtomicInt();
            return once.doOnce(runs.add(1).then(Go.panic("boom")))
                    .as("returned")
                    .recover(p -> Go.pure(p.getMessage()))
                    .flatMap(first -> once.doOnce(runs.add(1)).then(runs.load()).map(n -> List.of(first, n)));
        });
    }

    @Row(id = "3.5-2", rule = "`Once.Do(f)` of several at once", go = "all but the first wait until it has ended")
    @OnEveryRuntime
    void onceMakesTheOthersWait(World w) {
        w.yields(List.of("ran", "after"), () -> {
            Once once = new Once();
            Channel<Unit> begin = Channel.unbuffered();
            Channel<Unit> end = Channel.unbuffered();
            Channel<String> log = Channel.buffered(2);
            return go(once.doOnce(begin.send(Unit.UNIT).then(end.receive()).then(log.send("ran"))))
                    .then(begin.receive())
                    .then(go(once.doOnce(unit()).then(log.send("after"))))
                    .then(w.waiting(1, "sync.Mutex.Lock"))
                    .then(end.send(Unit.UNIT))
                    .then(ChannelSendRowsTest.receiveAll(log, 2));
        });
    }

    @Row(
            id = "3.5-3",
            rule = "OnceFunc, OnceValue, OnceValues",
            go = "the result is kept; if f panicked every call panics with the same value",
            ours = "the same in `OnceValue`, which stands for all three",
            why = "a function of Java has one result",
            tests = "OnceTest.aValueThatPanicsDoesSoEachTimeWithTheSameValue")
    @OnEveryRuntime
    void aOnceValueIsComputedOnceAndPanicsEachTime(World w) {
        w.yields(List.of(1, 1, 1), () -> {
            AtomicInt runs = new AtomicInt();
            OnceValue<Integer> value = new OnceValue<>(runs.add(1));
            return Go.zip(value.get(), value.get(), runs.load(), List::of);
        });
        w.yields(true, () -> {
            Object thrown = new Object();
            AtomicInt runs = new AtomicInt();
            Go<Object> get = new OnceValue<Object>(runs.add(1).then(Go.panic(thrown)))
                    .get()
                    .recover(p -> Go.pure(p.value()));
            return Go.zip(get, get, runs.load(), (a, b, n) -> a == thrown && b == thrown && n == 1);
        });
    }

    @Row(
            id = "3.5-4",
            rule = "OnceValue whose function calls `panic(nil)`, or Goexit",
            go = "panics with `panic called with nil argument`; after a Goexit not specified, but f is not called"
                    + " twice",
            tests = "OnceTest.aValueWhoseBodyExitsPanicsLater")
    @OnEveryRuntime
    void aOnceValueWithoutValuePanics(World w) {
        w.panics("panic called with nil argument", () -> new OnceValue<Integer>(Go.panic(null)).get());
        w.yields(List.of("panic called with nil argument", 1), () -> {
            AtomicInt runs = new AtomicInt();
            OnceValue<String> value = new OnceValue<>(runs.add(1).then(Go.goexit()));
            WaitGroup wg = new WaitGroup();
            return wg.go(value.get())
                    .then(wg.await())
                    .then(value.get())
                    .recover(p -> Go.pure(p.getMessage()))
                    .flatMap(text -> runs.load().map(n -> List.of(text, n)));
        });
    }

    @Row(
            id = "3.6-1",
            rule = "Wait, Signal, Broadcast",
            go = "Wait takes a ticket, unlocks, waits, locks; Signal wakes who has waited longest, Broadcast all",
            tests = "CondTest.signalWakesWhoHasWaitedLongest")
    @OnEveryRuntime
    void signalWakesWhoHasWaitedLongestAndBroadcastAll(World w) {
        w.yields(List.of(0, 1, 2, 3), () -> {
            Mutex mu = new Mutex();
            Cond cond = new Cond(mu);
            Channel<Integer> log = Channel.buffered(4);
            return Go.forRange(
                            0,
                            4,
                            i -> go(mu.withLock(cond.await().then(log.send(i))))
                                    .then(w.waiting(i + 1, "sync.Cond.Wait")))
                    .then(cond.signal())
                    .then(log.receive())
                    .flatMap(first -> cond.signal()
                            .then(log.receive())
                            .flatMap(second -> cond.broadcast()
                                    .then(ChannelSendRowsTest.receiveAll(log, 2))
                                    .map(rest -> rest.sorted().prepend(second).prepend(first))));
        });
    }

    @Row(id = "3.6-3", rule = "Signal and Broadcast without the lock; with nobody waiting", go = "allowed; forgotten")
    @OnEveryRuntime
    void aSignalThatNobodyWaitsForIsForgotten(World w) {
        w.deadlocks("sync.Cond.Wait", () -> {
            Mutex mu = new Mutex();
            Cond cond = new Cond(mu);
            return cond.signal().then(cond.broadcast()).then(mu.lock()).then(cond.await());
        });
    }

    @Row(
            id = "3.6-4",
            rule = "Goroutines that each wait, and signal the next: the order in which they wake up",
            go = "strictly that of their Waits (TestCondSignalGenerations)")
    @OnEveryRuntime
    void generationsOfSignalsWakeInTheirOrder(World w) {
        w.yields(List.range(0, 6), () -> {
            Mutex mu = new Mutex();
            Cond cond = new Cond(mu);
            Channel<Boolean> running = Channel.buffered(6);
            Channel<Integer> awake = Channel.buffered(6);
            return Go.forRange(
                            0,
                            6,
                            i -> go(mu.withLock(running.send(true)
                                            .then(cond.await())
                                            .then(awake.send(i))
                                            .then(unit())))
                                    .then(
                                            i == 0
                                                    ? unit()
                                                    : awake.receive()
                                                            .flatMap(woken -> woken == i - 1
                                                                    ? unit()
                                                                    : Go.panic("woke " + woken)))
                                    .then(running.receive())
                                    .then(mu.withLock(cond.signal())))
                    .then(awake.receive())
                    .map(last -> List.range(0, last + 1));
        });
    }

    @Row(
            id = "3.6-5",
            rule = "A goroutine that waits and that nobody wakes",
            go = "goes on waiting; loop around Wait all the same")
    @OnEveryRuntime
    void oneSignalWakesOne(World w) {
        w.yields(1, () -> {
            Mutex mu = new Mutex();
            Cond cond = new Cond(mu);
            Channel<Unit> awake = Channel.buffered(2);
            return World.waiter(mu.withLock(cond.await().then(awake.send(Unit.UNIT))))
                    .repeat(2)
                    .then(w.waiting(2, "sync.Cond.Wait"))
                    .then(cond.signal())
                    .then(w.waiting(1, "sync.Cond.Wait"))
                    .then(awake.receive())
                    .then(w.settled())
                    .then(awake.length())
                    .map(more -> 1 + more);
        });
    }
}
