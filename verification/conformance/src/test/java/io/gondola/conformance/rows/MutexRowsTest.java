package io.gondola.conformance.rows;

import static io.gondola.dsl.Go.go;
import static io.gondola.dsl.Go.unit;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.Shared;
import io.gondola.dsl.Unit;
import io.gondola.sync.Mutex;
import io.gondola.sync.RWMutex;
import io.gondola.sync.WaitGroup;
import io.vavr.collection.List;

/** Mutex and RWMutex. */
@Row(
        id = "3.2-1",
        rule = "The state of a mutex",
        go = "a word with the bits locked, woken, starving and the number of waiters, and a semaphore",
        ours = "the holder, starving, woken and a queue, under a spin lock",
        why = "the queue is the mutex's own, and dumps show who holds it",
        tests = "LockCyclesTest.crosswiseLocksAreFoundWhileOthersRun",
        only = "it is a dump beside running goroutines")
@Row(
        id = "3.2-3",
        rule = "Spinning",
        go = "a goroutine spins up to four times if the mutex is locked but not starving, and other Ps run",
        ours = "no spinning: it tries a second time under the lock of the state",
        why = "a goroutine that spins holds its thread, and hand-over costs less than it would",
        tests = "SyncStressTest.contendedLocks",
        only = "it is about threads under load")
@Row(
        id = "3.2-5",
        rule = "When a waiter begins to starve",
        go = "after 1 ms",
        tests = "MutexTest.aStarvingWaiterIsHandedTheMutex")
@Row(
        id = "3.2-6",
        rule = "A starving mutex",
        go = "is handed to the first waiter, which runs at once; newcomers queue at the end; TryLock is false",
        tests = {
            "MutexTest.aStarvingWaiterIsHandedTheMutex",
            "SyncProgramsTest.aStarvingWaiterGetsTheMutexAndGivesItBack"
        })
@Row(
        id = "3.2-7",
        rule = "The end of starving",
        go = "with a waiter that is the last one, or has waited for less than 1 ms",
        ours = "the same, decided by who unlocks",
        why = "state and queue are under one lock",
        tests = {"MutexTest.aStarvingWaiterIsHandedTheMutex", "MutexTest.manyWaitersAllGetIt"})
@Row(
        id = "3.2-9",
        rule = "Fairness beside a goroutine that holds it for 100 us in a loop",
        go = "another one gets it ten times within 10 s",
        tests = "MutexTest.aHogDoesNotStarveOthers")
@Row(
        id = "3.3-1",
        rule = "The state of an RWMutex",
        go = "the number of readers, less 2^30 while a writer is there; at most 2^30 readers; writers share a mutex",
        ours = "counters and queues under one spin lock; writers queue as at a mutex",
        why = "the queues are its own",
        tests = "RWMutexTest.aSecondWriterWaitsForTheMutexOfTheWriters")
class MutexRowsTest {
    @Row(id = "3.2-2", rule = "Ownership", go = "none: another goroutine may unlock; who locks twice waits for ever")
    @OnEveryRuntime
    void anotherGoroutineMayUnlockAndALockIsNotReentrant(World w) {
        w.yields(Unit.UNIT, () -> {
            Mutex mu = new Mutex();
            return mu.lock().then(go(mu.unlock())).then(mu.lock());
        });
        w.deadlocks("sync.Mutex.Lock", () -> {
            Mutex mu = new Mutex();
            return mu.lock().then(mu.lock());
        });
    }

    @Row(
            id = "3.2-4",
            rule = "The usual mode",
            go = "waiters queue; the first is woken, competes with newcomers, and if it loses goes back to the front")
    @OnEveryRuntime
    void aMutexExcludesWhoeverComesFirst(World w) {
        w.yields(6, () -> {
            Mutex mu = new Mutex();
            Shared<Integer> n = Shared.of(0);
            WaitGroup wg = new WaitGroup();
            Go<?> twice = mu.withLock(n.update(v -> v + 1)).repeat(2);
            return wg.go(twice).then(wg.go(twice)).then(twice).then(wg.await()).then(n.get());
        });
        w.yieldsOneOf(List.of("waiter", "newcomer").asJava(), () -> {
            Mutex mu = new Mutex();
            Channel<String> order = Channel.buffered(2);
            return mu.lock()
                    .then(World.waiter(mu.withLock(order.send("waiter"))))
                    .then(w.waiting(1, "sync.Mutex.Lock"))
                    .then(mu.unlock())
                    .then(mu.withLock(order.send("newcomer")))
                    .then(order.receive());
        });
    }

    @Row(id = "3.2-8", rule = "TryLock", go = "fails if it is locked or starving; never waits")
    @OnEveryRuntime
    void tryLockNeverWaits(World w) {
        w.yields(List.of(true, false, true), () -> {
            Mutex mu = new Mutex();
            return Go.zip(mu.tryLock(), mu.tryLock(), mu.unlock().then(mu.tryLock()), List::of);
        });
    }

    @Row(
            id = "3.3-2",
            rule = "A reader that comes while a writer waits",
            go = "waits behind it; TryRLock is false; a second RLock of the same goroutine is a deadlock")
    @OnEveryRuntime
    void aWaitingWriterKeepsNewReadersOut(World w) {
        w.yields(List.of(false, "W", "R"), () -> {
            RWMutex rw = new RWMutex();
            Channel<Object> log = Channel.buffered(3);
            WaitGroup wg = new WaitGroup();
            return rw.rLock()
                    .then(wg.go(rw.withLock(log.send("W"))))
                    .then(w.waiting(1, "sync.RWMutex.Lock"))
                    .then(rw.tryRLock().flatMap(log::send))
                    .then(wg.go(rw.withRLock(log.send("R"))))
                    .then(w.waiting(1, "sync.RWMutex.RLock"))
                    .then(rw.rUnlock())
                    .then(wg.await())
                    .then(ChannelSendRowsTest.receiveAll(log, 3));
        });
        w.deadlocks("sync.RWMutex.RLock", () -> {
            RWMutex rw = new RWMutex();
            return rw.rLock()
                    .then(go(rw.lock()))
                    .then(w.waiting(1, "sync.RWMutex.Lock"))
                    .then(rw.rLock());
        });
    }

    @Row(
            id = "3.3-3",
            rule = "Unlock with readers and a writer waiting: r0 r1 r2 W r3 r4",
            go = "lets in all readers, then the writer: r0 r1 r2 r3 r4 W",
            tests = "RWMutexTest.unlockLetsAllWaitingReadersInBeforeTheNextWriter")
    @OnEveryRuntime
    void unlockLetsInAllReadersBeforeTheNextWriter(World w) {
        w.yields("rrrrrW", () -> {
            RWMutex rw = new RWMutex();
            Channel<String> log = Channel.buffered(6);
            WaitGroup wg = new WaitGroup();
            Go<Unit> read = wg.go(rw.withRLock(log.send("r")));
            return rw.lock()
                    .then(read.repeat(3))
                    .then(w.waiting(3, "sync.RWMutex.RLock"))
                    .then(wg.go(rw.withLock(log.send("W"))))
                    .then(w.waiting(1, "sync.Mutex.Lock"))
                    .then(read.repeat(2))
                    .then(w.waiting(5, "sync.RWMutex.RLock"))
                    .then(rw.unlock())
                    .then(wg.await())
                    .then(ChannelSendRowsTest.receiveAll(log, 6))
                    .map(List::mkString);
        });
    }

    @Row(
            id = "3.3-4",
            rule = "TryLock of an RWMutex",
            go = "is true only if no reader and no writer is there",
            tests = "RWMutexTest.tryLockNeedsNobodyElse")
    @OnEveryRuntime
    void tryLockOfAnRWMutexNeedsNobodyElse(World w) {
        w.yields(List.of(false, true, false), () -> {
            RWMutex rw = new RWMutex();
            return rw.rLock().then(Go.zip(rw.tryLock(), rw.rUnlock().then(rw.tryLock()), rw.tryLock(), List::of));
        });
    }

    @Row(id = "3.3-5", rule = "RLocker", go = "a Locker over RLock and RUnlock")
    @OnEveryRuntime
    void rLockerLocksForReading(World w) {
        w.yields(List.of(true, false, true), () -> {
            RWMutex rw = new RWMutex();
            return rw.rLocker()
                    .lock()
                    .then(Go.zip(
                            rw.tryRLock(),
                            rw.tryLock(),
                            rw.rLocker().unlock().then(rw.rUnlock()).then(rw.tryLock()),
                            List::of));
        });
    }

    @Row(
            id = "3.3-6",
            rule = "A writer that waits for several readers",
            go = "gets in when the last of them leaves",
            tests = "RWMutexTest.theLastReaderLetsTheWriterIn")
    @OnEveryRuntime
    void theLastReaderLetsTheWriterIn(World w) {
        w.yields(List.of("one left", "W"), () -> {
            RWMutex rw = new RWMutex();
            Channel<String> log = Channel.buffered(2);
            WaitGroup wg = new WaitGroup();
            return rw.rLock()
                    .then(rw.rLock())
                    .then(wg.go(rw.withLock(log.send("W"))))
                    .then(w.waiting(1, "sync.RWMutex.Lock"))
                    .then(rw.rUnlock())
                    .then(log.send("one left"))
                    .then(rw.rUnlock())
                    .then(wg.await())
                    .then(unit())
                    .then(ChannelSendRowsTest.receiveAll(log, 2));
        });
    }
}
