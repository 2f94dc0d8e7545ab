package io.gondola.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Dump;
import io.gondola.dsl.Go;
import io.gondola.dsl.GoRuntime;
import io.gondola.dsl.Unit;
import io.vavr.control.Option;
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
        return rt.run(Go.go("left", lockBoth(first, second))
                .then(Go.go("right", lockBoth(second, first)))
                .then(firstHeld.receive())
                .then(firstHeld.receive())
                .then(bothHeld.close())
                .then(awaitWaiters(rt, 2))
                .then(Go.call(rt::dump)));
    }

    private static Go<Unit> awaitWaiters(GoRuntime rt, int n) {
        return Go.forWhile(
                () -> rt.dump().goroutines().count(g -> g.waitReason().equals(Option.some("sync.Mutex.Lock"))) < n,
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
