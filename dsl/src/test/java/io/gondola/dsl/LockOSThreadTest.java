package io.gondola.dsl;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Go: {@code runtime.LockOSThread}. */
class LockOSThreadTest {
    private static Go<Thread> thread() {
        return Go.call(Thread::currentThread);
    }

    /** Everything that may move a goroutine to another thread. */
    private static Go<Unit> moves(Channel<Integer> in, Channel<Integer> out) {
        return Go.gosched()
                .then(Go.sleep(Duration.ofNanos(100_000)))
                .then(Go.blocking(() -> 1))
                .then(out.send(1))
                .then(in.receive())
                .then(Go.forRange(0, 1_000, i -> Go.unit()));
    }

    @OnEveryRuntime
    void aLockedGoroutineStaysOnItsThreadWhateverItDoes(TestRuntime rt) {
        Channel<Integer> ping = Channel.unbuffered();
        Channel<Integer> pong = Channel.buffered(1);
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        int n = 50;
        Go<Unit> partner = Go.forRange(0, n, i -> pong.receive().then(ping.send(i)));
        Go<Unit> busy = Go.forever(Go.gosched());

        rt.run(Go.go(busy)
                .then(Go.go(partner))
                .then(Go.locked(
                        Go.forRange(0, n, i -> moves(ping, pong).then(thread()).peek(threads::add)))));

        assertThat(threads).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void nothingElseRunsOnTheThreadOfALockedGoroutine(int procs) {
        Channel<Unit> hold = Channel.unbuffered();
        Set<Thread> others = ConcurrentHashMap.newKeySet();
        Thread[] mine = new Thread[1];
        Go<Unit> note = thread().peek(others::add).then(Go.gosched());

        TestRuntime.processors(procs)
                .run(Go.go(Go.forRange(0, 200, i -> Go.go(note).then(note)).then(hold.close()))
                        .then(Go.locked(thread().peek(t -> mine[0] = t).then(hold.receive())))
                        .then(Go.unit()));

        assertThat(others).isNotEmpty().doesNotContain(mine[0]);
    }

    /** What it is for: a lock that only its owner may release. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void aLockWithAnOwnerCanBeHeldAcrossWaits(int procs) {
        ReentrantLock lock = new ReentrantLock();
        int[] count = new int[1];
        int n = 20;
        Go<Unit> worker = Go.locked(Go.forRange(
                0,
                20,
                i -> Go.blocking(() -> {
                            lock.lock();
                            return count[0];
                        })
                        .flatMap(c -> Go.gosched().then(Go.run(() -> {
                            count[0] = c + 1;
                            lock.unlock();
                        })))));

        TestRuntime.processors(procs).run(Go.parallel(io.vavr.collection.List.fill(n, worker)));

        assertThat(count[0]).isEqualTo(20 * n);
    }

    @OnEveryRuntime
    void locksNest(TestRuntime rt) {
        Queue<Boolean> locked = new ConcurrentLinkedQueue<>();
        rt.with(open -> {
            Go<Unit> look =
                    Go.run(() -> locked.add(open.dump().goroutines().head().lockedToThread()));
            return Go.lockOSThread()
                    .then(Go.lockOSThread())
                    .then(Go.unlockOSThread())
                    .then(look)
                    .then(Go.unlockOSThread())
                    .then(look)
                    .then(Go.unlockOSThread()) // one too many does nothing
                    .then(Go.lockOSThread())
                    .then(look)
                    .then(Go.gosched())
                    .then(look)
                    .then(Go.unlockOSThread())
                    .then(look);
        });

        assertThat(locked).containsExactly(true, false, true, true, false);
    }

    /** Hunts: a Java stack, or a list, that grows with each lock. */
    @OnEveryRuntime
    void aGoroutineMayLockItselfAnyNumberOfTimes(TestRuntime rt) {
        Go<Unit> once = Go.locked(Go.unit());

        rt.run(Go.forRange(0, 20_000, i -> i % 1_000 == 0 ? once.then(Go.gosched()) : once));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    @SuppressWarnings("gondola:shared") // read when the program has ended
    void aGoroutineThatEndsLockedEndsItsThread(int procs) throws Exception {
        Thread[] mine = new Thread[2];
        try (GoRuntime rt = TestRuntime.processors(procs).open()) {
            Go<Unit> ends =
                    Go.lockOSThread().then(thread()).peek(t -> mine[0] = t).then(Go.gosched());
            rt.run(Go.go(ends).then(Go.sleep(Duration.ofMillis(20))));
            mine[0].join(5_000);
            assertThat(mine[0].isAlive()).isFalse();

            rt.run(thread().peek(t -> mine[1] = t));
        }
        assertThat(mine[1]).isNotSameAs(mine[0]);
    }

    @OnEveryRuntime
    void aLockedGoroutineThatWaitsForEverIsADeadlock(TestRuntime rt) {
        Channel<Integer> ch = Channel.unbuffered();

        String report = rt.deadlock(Go.locked(ch.receive()));

        assertThat(report)
                .startsWith("fatal error: all goroutines are asleep - deadlock!\n\n"
                        + "goroutine 1 [chan receive, locked to thread]:");
    }

    @OnEveryRuntime
    void aPanicOfALockedGoroutineIsReportedAsGoDoes(TestRuntime rt) {
        assertThat(rt.panic(Go.lockOSThread().then(Go.panic("boom"))).report())
                .startsWith("panic: boom\n\ngoroutine 1 [running, locked to thread]:");
    }

    @OnEveryRuntime
    void lockedUnlocksWhenTheBodyPanics(TestRuntime rt) {
        rt.with(open -> Go.locked(Go.panic("boom"))
                .recover(p -> Go.unit())
                .then(Go.run(() -> assertThat(open.dump().goroutines().head().lockedToThread())
                        .isFalse())));
    }

    @Test
    void childrenOfALockedGoroutineAreNotLocked() {
        Channel<Thread> child = Channel.unbuffered();
        Go<Unit> program = Go.locked(Go.go(thread().flatMap(child::send))
                .then(thread())
                .flatMap(mine -> child.receive().peek(t -> assertThat(t).isNotSameAs(mine)))
                .then(Go.unit()));

        TestRuntime.processors(1).run(program);
        TestRuntime.processors(2).run(program);
    }

    /** Hunts: threads that wait for goroutines whose program is over. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void theThreadsOfAnEndedProgramEnd(int procs) throws Exception {
        Queue<Thread> threads = new ConcurrentLinkedQueue<>();
        Channel<Unit> never = Channel.unbuffered();
        try (GoRuntime rt = TestRuntime.processors(procs).open()) {
            Go<Unit> waits = Go.locked(thread().peek(threads::add).then(never.receive()));
            rt.run(Go.forRange(0, 20, i -> Go.go(waits)).then(Go.forWhile(() -> threads.size() < 20, Go.gosched())));
            for (Thread t : threads) {
                t.join(5_000);
                assertThat(t.isAlive()).isFalse();
            }
        }
    }

    @Test
    void closingEndsTheThreadsOfLockedGoroutines() {
        CountDownLatch locked = new CountDownLatch(1);
        Thread[] mine = new Thread[1];
        GoRuntime rt = TestRuntime.processors(2).open();
        CompletableFuture<Unit> run = rt.start(Go.locked(thread().peek(t -> {
                    mine[0] = t;
                    locked.countDown();
                })
                .then(Go.sleep(Duration.ofHours(1)))));
        await(locked);

        rt.close();

        assertThat(mine[0].isAlive()).isFalse();
        assertThat(run.handle((u, thrown) -> thrown).join()).hasMessage("runtime was closed");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /**
     * Hunts: a processor lost on its way from one machine to another, by locks, blocking code and setMaxProcs at once.
     */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 8})
    void manyLockedGoroutinesAndOthersLoseNothing(int procs) {
        int n = 40;
        int rounds = 30;
        Channel<Integer> ch = Channel.buffered(3);
        Go<Unit> sender =
                Go.forRange(0, rounds, i -> Go.locked(ch.send(1).then(i % 5 == 0 ? Go.blocking(() -> 1) : Go.pure(1))));
        Go<Unit> receiver = Go.locked(Go.forRange(0, rounds, i -> ch.receive().then(Go.gosched())));

        try (GoRuntime rt = TestRuntime.processors(procs).open()) {
            CompletableFuture<Integer> run = rt.start(Go.parallel(
                            io.vavr.collection.Stream.range(0, 2 * n).map(i -> i % 2 == 0 ? sender : receiver))
                    .map(s -> s.size()));
            for (int i = 0; !run.isDone(); i++) {
                rt.setMaxProcs(1 + i % procs);
                Thread.onSpinWait();
            }
            assertThat(run.join()).isEqualTo(2 * n);
        }
    }
}
