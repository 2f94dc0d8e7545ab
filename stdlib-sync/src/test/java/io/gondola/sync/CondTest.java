package io.gondola.sync;

import static io.gondola.dsl.Go.forRange;
import static io.gondola.dsl.Go.forWhile;
import static io.gondola.dsl.Go.go;
import static io.gondola.dsl.Go.gosched;
import static io.gondola.sync.TestRuntime.waiting;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gondola.dsl.Go;
import io.gondola.dsl.GoRuntime;
import io.gondola.dsl.Unit;
import java.util.List;
import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway") // nulls are what is refused
class CondTest {
    private static final int WAITERS = 5;

    private final Mutex mu = new Mutex();
    private final Cond cond = new Cond(mu);
    private final Log log = new Log();

    /** Starts goroutines that wait, one after another. */
    private Go<Unit> queued(GoRuntime rt) {
        return forRange(
                0,
                WAITERS,
                i -> go(mu.withLock(cond.await().then(log.add(i)))).then(waiting(rt, i + 1, "sync.Cond.Wait")));
    }

    private Go<Unit> logged(int n) {
        return forWhile(() -> log.entries().size() < n, gosched());
    }

    @OnAllRuntimes
    void signalWakesWhoHasWaitedLongest(TestRuntime t) {
        t.run(rt -> queued(rt).then(forRange(0, WAITERS, i -> cond.signal().then(logged(i + 1)))));

        assertThat(log.entries()).isEqualTo(List.of(0, 1, 2, 3, 4));
    }

    @OnAllRuntimes
    void broadcastWakesAll(TestRuntime t) {
        t.run(rt -> queued(rt).then(cond.broadcast()).then(logged(WAITERS)));

        assertThat(log.entries()).containsExactlyInAnyOrder(0, 1, 2, 3, 4);
    }

    @OnAllRuntimes
    void aSignalBeforeTheWaitIsLost(TestRuntime t) {
        assertThat(t.deadlock(
                        cond.signal().then(cond.broadcast()).then(mu.lock()).then(cond.await())))
                .contains("goroutine 1 [sync.Cond.Wait]:", "on=cond");
    }

    @OnAllRuntimes
    void noSignalIsLostBetweenUnlockAndWait(TestRuntime t) {
        int[] items = {0};
        WaitGroup wg = new WaitGroup();
        Go<Unit> take = mu.withLock(forWhile(() -> items[0] == 0, cond.await()).then(Go.run(() -> items[0]--)));
        Go<Unit> put = mu.withLock(Go.run(() -> items[0]++).then(cond.signal()));

        t.run(forRange(0, 4, i -> wg.go(take.repeat(50)).then(wg.go(put.repeat(50))))
                .then(wg.await()));

        assertThat(items[0]).isZero();
    }

    @OnAllRuntimes
    void awaitOfAnUnlockedLockIsFatal(TestRuntime t) {
        assertThat(t.fatal(cond.await())).hasMessageStartingWith("sync: unlock of unlocked mutex\n");
    }

    @OnAllRuntimes
    void itWorksWithTheReadingSideOfAnRWMutex(TestRuntime t) {
        RWMutex rw = new RWMutex();
        Cond readers = new Cond(rw.rLocker());
        WaitGroup wg = new WaitGroup();

        t.run(rt -> forRange(0, 3, i -> wg.go(rw.withRLock(readers.await())))
                .then(waiting(rt, 3, "sync.Cond.Wait"))
                .then(rw.withLock(readers.broadcast()))
                .then(wg.await()));
    }

    @Test
    void broadcastReadiesInOrderAndTheLastOneRunsFirst() {
        TestRuntime.runUndisturbed(rt -> Go.sequence(
                forRange(
                        0,
                        WAITERS,
                        i -> go(mu.lock().then(cond.await()).then(mu.unlock()).then(log.add(i)))
                                .then(gosched())),
                cond.broadcast(),
                gosched().repeat(20)));

        assertThat(log.entries()).isEqualTo(List.of(4, 0, 1, 2, 3));
    }

    @Test
    void signalsReadyInOrderAndTheLastOneRunsFirst() {
        TestRuntime.runUndisturbed(rt -> Go.sequence(
                forRange(
                        0,
                        WAITERS,
                        i -> go(mu.lock().then(cond.await()).then(mu.unlock()).then(log.add(i)))
                                .then(gosched())),
                cond.signal().repeat(WAITERS),
                gosched().repeat(20)));

        assertThat(log.entries()).isEqualTo(List.of(4, 0, 1, 2, 3));
    }

    @Test
    void aNullLockIsRefused() {
        assertThatThrownBy(() -> new Cond(null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("locker");
    }
}
