package io.gondola.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Dump;
import io.gondola.dsl.Go;
import io.gondola.dsl.GoRuntime;
import io.gondola.dsl.Unit;
import io.vavr.collection.HashSet;
import org.junit.jupiter.api.Test;

/** Deadlocks of some goroutines while others run on. */
class LockCyclesTest {
    private final Mutex a = new Mutex().named("a");
    private final Mutex b = new Mutex().named("b");
    private final Channel<Unit> firstHeld = Channel.buffered(2);
    private final Channel<Unit> bothHeld = Channel.unbuffered();

    private Go<Unit> lockBoth(Locker first, Locker second) {
        return first.lock()
                .then(firstHeld.send(Unit.UNIT))
                .then(bothHeld.receive())
                .then(second.lock());
    }

    /** Two goroutines lock crosswise; the dump is taken by the main one, which runs on. */
    private Dump dumpOfCross(GoRuntime rt, Locker first, Locker second) {
        return rt.run(cross(rt, lockBoth(first, second), lockBoth(second, first)));
    }

    private Go<Dump> cross(GoRuntime rt, Go<Unit> left, Go<Unit> right) {
        return Go.go("left", left)
                .then(Go.go("right", right))
                .then(firstHeld.receive())
                .then(firstHeld.receive())
                .then(bothHeld.close())
                .then(awaitWaiters(rt, 2))
                .then(Go.call(rt::dump));
    }

    private static Go<Unit> awaitWaiters(GoRuntime rt, int n) {
        return Go.forWhile(
                () -> rt.dump()
                                .goroutines()
                                .count(g -> g.waitReason()
                                        .map(r -> r.startsWith("sync."))
                                        .getOrElse(false))
                        < n,
                Go.gosched());
    }

    @Test
    void crosswiseLocksAreFoundWhileOthersRun() {
        try (GoRuntime rt = GoRuntime.builder().maxProcs(2).build()) {
            Dump dump = dumpOfCross(rt, a, b);

            assertThat(dump.lockCycles()).hasSize(1);
            assertThat(dump.lockCycles().head().map(g -> g.name().get())).containsExactlyInAnyOrder("left", "right");
            assertThat(dump.toString())
                    .contains("\n\ngoroutines that wait for each other's locks:\n\tgoroutine ")
                    .containsPattern("goroutine \\d+ waits for a, locked by goroutine \\d+")
                    .containsPattern("goroutine \\d+ waits for b, locked by goroutine \\d+");
        }
    }

    @Test
    void writersOfAnRWMutexAreFound() {
        try (GoRuntime rt = GoRuntime.builder().maxProcs(2).build()) {
            assertThat(dumpOfCross(rt, a, new RWMutex().named("rw")).toString())
                    .containsPattern("goroutine \\d+ waits for rw, locked by goroutine \\d+");
        }
    }

    /** A reader waits for a writer that waits for a mutex of the reader's. */
    @Test
    void readersThatWaitForAWriterAreFound() {
        try (GoRuntime rt = GoRuntime.builder().maxProcs(2).build()) {
            RWMutex rw = new RWMutex().named("rw");
            Dump dump = rt.run(cross(rt, lockBoth(a, rw.rLocker()), lockBoth(rw, a)));

            assertThat(dump.lockCycles()).hasSize(1);
            assertThat(dump.toString()).containsPattern("goroutine \\d+ waits for rw, locked by goroutine \\d+");
        }
    }

    /** A writer waits for a reader that waits for a mutex of the writer's. */
    @Test
    void theOnlyReaderIsKnown() {
        try (GoRuntime rt = GoRuntime.builder().maxProcs(2).build()) {
            RWMutex rw = new RWMutex().named("rw");
            Dump dump = rt.run(cross(rt, lockBoth(rw.rLocker(), a), lockBoth(a, rw)));

            assertThat(dump.lockCycles()).hasSize(1);
            assertThat(dump.lockCycles().head().map(g -> g.name().get())).containsExactlyInAnyOrder("left", "right");
        }
    }

    /** Hunts what the documentation warns of: a writer comes between two read locks of one goroutine. */
    @Test
    void aReaderThatLocksAgainBehindAWriterIsFound() {
        try (GoRuntime rt = GoRuntime.builder().maxProcs(2).build()) {
            RWMutex rw = new RWMutex().named("rw");
            Dump dump = rt.run(Go.go("reader", lockBoth(rw.rLocker(), rw.rLocker()))
                    .then(firstHeld.receive())
                    .then(Go.go("writer", rw.lock()))
                    .then(awaitWaiters(rt, 1))
                    .then(bothHeld.close())
                    .then(awaitWaiters(rt, 2))
                    .then(Go.call(rt::dump)));

            assertThat(dump.lockCycles().map(c -> c.map(g -> g.name().get()).toSet()))
                    .containsExactly(HashSet.of("reader", "writer"));
        }
    }

    /** Which of two readers is the one that is stuck is not known; the other one may be the last to leave. */
    @Test
    void oneOfTwoReadersIsNotBlamed() {
        try (GoRuntime rt = GoRuntime.builder().maxProcs(2).build()) {
            RWMutex rw = new RWMutex().named("rw");
            Dump dump = rt.run(rw.rLock().then(cross(rt, lockBoth(rw.rLocker(), a), lockBoth(a, rw))));

            assertThat(dump.lockCycles()).isEmpty();
        }
    }

    /** Hunts: a reader named whose lock somebody else takes back. */
    @Test
    void readLockThatOthersUnlockIsLeftOut() {
        try (GoRuntime rt = GoRuntime.builder().maxProcs(2).build()) {
            RWMutex rw = new RWMutex().named("rw");
            Channel<Unit> unlocked = Channel.unbuffered();
            rt.run(rw.rLock().then(Go.go(rw.rUnlock().then(unlocked.close()))).then(unlocked.receive()));

            Dump dump = rt.run(cross(rt, lockBoth(rw.rLocker(), a), lockBoth(a, rw)));

            assertThat(dump.lockCycles()).isEmpty();
        }
    }

    @Test
    void goroutineThatLocksTwiceIsACycleOfItsOwn() {
        try (GoRuntime rt = GoRuntime.builder().maxProcs(2).build()) {
            Dump dump = rt.run(Go.go("again", a.lock().then(a.lock()))
                    .then(awaitWaiters(rt, 1))
                    .then(Go.call(rt::dump)));

            assertThat(dump.lockCycles()).hasSize(1);
            assertThat(dump.lockCycles().head()).hasSize(1);
        }
    }

    /** Waiting for who makes progress is no cycle, and is not shown. */
    @Test
    void chainWithoutCycleIsNotReported() {
        try (GoRuntime rt = GoRuntime.builder().maxProcs(2).build()) {
            Dump dump = rt.run(
                    a.lock().then(Go.go(a.lock())).then(awaitWaiters(rt, 1)).then(Go.call(rt::dump)));

            assertThat(dump.lockCycles()).isEmpty();
            assertThat(dump.toString()).doesNotContain("each other's locks");
        }
    }

    /** Another goroutine may unlock it again, so that nobody is stuck. */
    @Test
    void mutexThatIsUnlockedByOthersIsLeftOut() {
        try (GoRuntime rt = GoRuntime.builder().maxProcs(2).build()) {
            Channel<Unit> unlocked = Channel.unbuffered();
            rt.run(a.lock().then(Go.go(a.unlock().then(unlocked.close()))).then(unlocked.receive()));

            assertThat(dumpOfCross(rt, a, b).lockCycles()).isEmpty();
        }
    }

    /** Hunts: edges of waits and holds that readers and writers had at different moments. */
    @Test
    void dumpsOfReadersAndWritersThatGetOnShowNoCycle() {
        try (GoRuntime rt = GoRuntime.builder().maxProcs(2).build()) {
            RWMutex rw = new RWMutex().named("rw");
            Go<Unit> reader = Go.forRange(0, 10_000, i -> a.withLock(rw.withRLock(Go.gosched())));
            Go<Unit> writer = Go.forRange(0, 10_000, i -> a.withLock(rw.withLock(Go.gosched())));
            Go<Unit> free = Go.forRange(0, 10_000, i -> rw.withRLock(Go.gosched()));
            WaitGroup all = new WaitGroup();
            var result = rt.start(all.go(reader)
                    .then(all.go(reader))
                    .then(all.go(writer))
                    .then(all.go(free))
                    .then(all.await()));

            while (!result.isDone()) {
                assertThat(rt.dump().lockCycles()).isEmpty();
            }
            result.join();
        }
    }

    /** The hunted interleaving: edges read at different moments that together look like a cycle. */
    @Test
    void dumpsOfContendedLocksThatAreTakenInOrderShowNoCycle() {
        try (GoRuntime rt = GoRuntime.builder().maxProcs(2).build()) {
            Go<Unit> worker = Go.forRange(0, 20_000, i -> a.withLock(b.withLock(Go.gosched())));
            WaitGroup all = new WaitGroup();
            var result = rt.start(
                    all.go(worker).then(all.go(worker)).then(all.go(worker)).then(all.await()));

            while (!result.isDone()) {
                assertThat(rt.dump().lockCycles()).isEmpty();
            }
            result.join();
        }
    }
}
