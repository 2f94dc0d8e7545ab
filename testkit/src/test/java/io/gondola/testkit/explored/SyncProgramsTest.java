package io.gondola.testkit.explored;

import static io.gondola.dsl.Go.forRange;
import static io.gondola.dsl.Go.forWhile;
import static io.gondola.dsl.Go.go;
import static io.gondola.dsl.Go.panic;
import static io.gondola.dsl.Go.pure;
import static io.gondola.dsl.Go.sequence;
import static io.gondola.dsl.Go.sleep;
import static io.gondola.dsl.Go.unit;
import static io.gondola.dsl.Go.when;
import static io.gondola.testkit.explored.Check.holds;
import static io.gondola.testkit.explored.Check.yields;

import io.gondola.context.Context;
import io.gondola.dsl.Go;
import io.gondola.dsl.Shared;
import io.gondola.dsl.Unit;
import io.gondola.sync.AtomicInt;
import io.gondola.sync.Cond;
import io.gondola.sync.ErrGroup;
import io.gondola.sync.Mutex;
import io.gondola.sync.Once;
import io.gondola.sync.OnceValue;
import io.gondola.sync.RWMutex;
import io.gondola.sync.Semaphore;
import io.gondola.sync.SingleFlight;
import io.gondola.sync.SyncMap;
import io.gondola.sync.WaitGroup;
import io.gondola.testkit.Clock;
import io.gondola.testkit.GoTest;
import io.gondola.testkit.Testing;
import io.vavr.control.Try;
import java.time.Duration;

/** Programs over locks and their like that hold under every schedule. */
class SyncProgramsTest {
    @GoTest
    Go<Unit> aMutexExcludes() {
        Mutex mu = new Mutex().named("mu");
        Shared<Integer> x = Shared.of(0).named("x");
        WaitGroup wg = new WaitGroup();
        return sequence(forRange(0, 3, i -> wg.go(mu.withLock(x.update(n -> n + 1)))), wg.await(), yields(x.get(), 3));
    }

    @GoTest
    Go<Unit> aTryLockThatSucceedsExcludes() {
        Mutex mu = new Mutex().named("mu");
        Shared<Integer> x = Shared.of(0).named("x");
        WaitGroup wg = new WaitGroup();
        Go<Unit> attempt = when(mu.tryLock(), x.update(n -> n + 1).then(mu.unlock()), unit());
        return sequence(wg.go(attempt), wg.go(attempt), wg.go(mu.withLock(x.update(n -> n + 1))), wg.await());
    }

    @GoTest(clock = Clock.ADVERSARIAL)
    Go<Unit> aStarvingWaiterGetsTheMutexAndGivesItBack() {
        Mutex mu = new Mutex().named("mu");
        Shared<Integer> x = Shared.of(0).named("x");
        WaitGroup wg = new WaitGroup();
        Go<Unit> hold = mu.withLock(x.update(n -> n + 1).then(sleep(Duration.ofMillis(2))));
        return sequence(forRange(0, 3, i -> wg.go(hold)), wg.await(), yields(x.get(), 3));
    }

    @GoTest
    Go<Unit> readersShareAndWritersExclude() {
        RWMutex mu = new RWMutex().named("mu");
        Shared<Integer> x = Shared.of(0).named("x");
        AtomicInt readers = new AtomicInt();
        WaitGroup wg = new WaitGroup();
        Go<Unit> read =
                mu.withRLock(readers.add(1).then(x.get()).then(readers.add(-1))).then(unit());
        Go<Unit> write = mu.withLock(holds(readers.load().map(n -> n == 0), "no reader beside a writer")
                        .then(x.update(n -> n + 1)))
                .then(unit());
        return sequence(wg.go(read), wg.go(read), wg.go(write), wg.go(write), wg.await(), yields(x.get(), 2));
    }

    @GoTest
    Go<Unit> aWaitGroupCanBeUsedAgain() {
        WaitGroup wg = new WaitGroup().named("wg");
        Shared<Integer> x = Shared.of(0).named("x");
        Go<Unit> round = sequence(wg.go(x.update(n -> n + 1)), wg.await(), x.update(n -> n + 1));
        return sequence(round, round, yields(x.get(), 4));
    }

    @GoTest
    Go<Unit> severalCanAwaitAWaitGroup() {
        WaitGroup wg = new WaitGroup().named("wg");
        WaitGroup waiters = new WaitGroup().named("waiters");
        Shared<Integer> x = Shared.of(0).named("x");
        return sequence(
                wg.add(1),
                waiters.go(wg.await().then(yields(x.get(), 1))),
                waiters.go(wg.await().then(yields(x.get(), 1))),
                go(x.set(1).then(wg.done())),
                waiters.await());
    }

    @GoTest
    Go<Unit> onceRunsOnceAndAllSeeWhatItDid() {
        Once once = new Once();
        Shared<Integer> x = Shared.of(0).named("x");
        WaitGroup wg = new WaitGroup();
        Go<Unit> use = once.doOnce(x.update(n -> n + 1)).then(yields(x.get(), 1));
        return sequence(wg.go(use), wg.go(use), wg.go(use), wg.await());
    }

    @GoTest
    Go<Unit> aOnceThatPanickedIsDone() {
        Once once = new Once();
        WaitGroup wg = new WaitGroup();
        AtomicInt panics = new AtomicInt();
        Go<Unit> use = once.doOnce(panic("boom")).recover(p -> panics.add(1).then(unit()));
        return sequence(wg.go(use), wg.go(use), wg.await(), yields(panics.load(), 1));
    }

    @GoTest
    Go<Unit> allGetTheSameOnceValue() {
        AtomicInt made = new AtomicInt();
        OnceValue<Integer> value = new OnceValue<>(made.add(1));
        WaitGroup wg = new WaitGroup();
        return sequence(
                wg.go(yields(value.get(), 1)), wg.go(yields(value.get(), 1)), wg.await(), yields(made.load(), 1));
    }

    @GoTest
    Go<Unit> aConditionIsNotMissed() {
        Mutex mu = new Mutex().named("mu");
        Cond changed = new Cond(mu);
        Shared<Integer> items = Shared.of(0).named("items");
        WaitGroup wg = new WaitGroup();
        Go<Unit> take = mu.withLock(
                        forWhile(items.get().map(n -> n == 0), changed.await()).then(items.update(n -> n - 1)))
                .then(unit());
        Go<Unit> put = mu.withLock(items.update(n -> n + 1).then(changed.signal()));
        return sequence(wg.go(take), wg.go(take), put, put, wg.await(), yields(items.get(), 0));
    }

    @GoTest
    Go<Unit> aBroadcastWakesAll() {
        Mutex mu = new Mutex().named("mu");
        Cond changed = new Cond(mu);
        Shared<Boolean> open = Shared.of(false).named("open");
        WaitGroup wg = new WaitGroup();
        Go<Unit> pass = mu.withLock(forWhile(open.get().map(o -> !o), changed.await()));
        return sequence(wg.go(pass), wg.go(pass), mu.withLock(open.set(true).then(changed.broadcast())), wg.await());
    }

    @GoTest
    Go<Unit> aSemaphoreIsNeverOverdrawn() {
        Semaphore sem = new Semaphore(2);
        AtomicInt used = new AtomicInt();
        WaitGroup wg = new WaitGroup();
        Go<Unit> one = use(sem, used, 1);
        return sequence(
                wg.go(one), wg.go(one), wg.go(use(sem, used, 2)), wg.await(), holds(sem.tryAcquire(2), "all is back"));
    }

    private static Go<Unit> use(Semaphore sem, AtomicInt used, int n) {
        return sequence(
                sem.acquire(n), holds(used.add(n).map(sum -> sum <= 2), "2 at most"), used.add(-n), sem.release(n));
    }

    @GoTest
    Go<Unit> anAcquireThatIsCancelledTakesNothing() {
        Semaphore sem = new Semaphore(1);
        WaitGroup wg = new WaitGroup();
        return Context.background().withCancel().flatMap(ctx -> {
            Go<Unit> attempt = sem.acquire(ctx, 1).flatMap(got -> got.isSuccess() ? sem.release(1) : unit());
            return sequence(
                    sem.acquire(1),
                    wg.go(attempt),
                    go(ctx.cancel()),
                    sem.release(1),
                    wg.await(),
                    holds(sem.tryAcquire(1), "the permit is back"));
        });
    }

    @GoTest
    Go<Unit> aGroupsFirstErrorEndsItsContext() {
        return ErrGroup.withContext(Context.background())
                .flatMap(group -> sequence(
                        group.go(panic("boom")),
                        group.go(group.context().done().receive()),
                        holds(group.await().map(Try::isFailure), "an error")));
    }

    @GoTest
    Go<Unit> aGroupKeepsItsLimit() {
        ErrGroup group = new ErrGroup();
        AtomicInt running = new AtomicInt();
        Go<Unit> body = holds(running.add(1).map(n -> n <= 1), "one at a time")
                .then(running.add(-1))
                .then(unit());
        return sequence(
                group.setLimit(1),
                group.go(body),
                group.go(body),
                holds(group.await().map(Try::isSuccess), "no error"));
    }

    @GoTest
    Go<Unit> aFlightIsSharedByThoseWhoComeDuringIt() {
        SingleFlight<String, Integer> flights = new SingleFlight<>();
        AtomicInt made = new AtomicInt();
        WaitGroup wg = new WaitGroup();
        Go<Unit> fetch =
                flights.run("key", made.add(1)).flatMap(r -> r.shared() ? Testing.sometimes("shared") : unit());
        return sequence(
                wg.go(fetch), wg.go(fetch), wg.await(), holds(made.load().map(n -> n == 1 || n == 2), "1 or 2"));
    }

    @GoTest
    Go<Unit> oneOfTwoStoresTheFirstValue() {
        SyncMap<String, Integer> map = new SyncMap<>();
        WaitGroup wg = new WaitGroup();
        AtomicInt stored = new AtomicInt();
        Go<Unit> store = map.loadOrStore("key", 1)
                .flatMap(r -> r._2 ? unit() : stored.add(1).then(unit()));
        return sequence(wg.go(store), wg.go(store), wg.await(), yields(stored.load(), 1));
    }

    @GoTest
    Go<Unit> compareAndSwapLosesNoIncrement() {
        AtomicInt n = new AtomicInt();
        WaitGroup wg = new WaitGroup();
        Go<Unit> increment =
                Go.forever(b -> n.load().flatMap(old -> when(n.compareAndSwap(old, old + 1), b.<Unit>exit(), unit())));
        return sequence(wg.go(increment), wg.go(increment), wg.await(), yields(n.load(), 2), pure(Unit.UNIT));
    }
}
