package io.gondola.sync;

import static io.gondola.dsl.Go.forRange;
import static io.gondola.dsl.Go.go;
import static io.gondola.dsl.Go.goexit;
import static io.gondola.dsl.Go.gosched;
import static io.gondola.dsl.Go.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway") // nulls are what is refused
class MutexTest {
    private final Mutex mu = new Mutex();

    @OnAllRuntimes
    void onlyOneGoroutineHoldsIt(TestRuntime t) {
        int[] count = {0};
        WaitGroup wg = new WaitGroup();
        Go<Unit> increment =
                mu.withLock(Go.call(() -> count[0]).flatMap(n -> gosched().then(Go.run(() -> count[0] = n + 1))));

        t.run(forRange(0, 8, i -> wg.go(increment.repeat(50))).then(wg.await()));

        assertThat(count[0]).isEqualTo(400);
    }

    @OnAllRuntimes
    void unlockOfAnUnlockedOneIsFatal(TestRuntime t) {
        Log log = new Log();

        Go<Unit> program = mu.lock().then(mu.unlock()).then(mu.unlock());

        assertThat(t.fatal(program.recover(p -> log.add("recovered")).defer(log.add("deferred"))))
                .hasMessageStartingWith("sync: unlock of unlocked mutex\n");
        assertThat(log.entries()).isEmpty();
    }

    @OnAllRuntimes
    void theFatalErrorNamesTheMutex(TestRuntime t) {
        assertThat(t.fatal(new Mutex().named("accounts").unlock()))
                .hasMessageStartingWith("sync: unlock of unlocked mutex: mutex=accounts\n");
    }

    @OnAllRuntimes
    void itIsNotReentrant(TestRuntime t) {
        assertThat(t.deadlock(mu.lock().then(mu.lock()))).contains("goroutine 1 [sync.Mutex.Lock]:", "on=mutex");
    }

    @OnAllRuntimes
    void anotherGoroutineMayUnlockIt(TestRuntime t) {
        t.run(mu.lock().then(go(mu.unlock())).then(mu.lock()));
    }

    @OnAllRuntimes
    void tryLockFailsWhileItIsLocked(TestRuntime t) {
        assertThat(t.run(mu.tryLock())).isTrue();
        assertThat(t.run(mu.tryLock())).isFalse();
        assertThat(t.run(mu.unlock().then(mu.tryLock()))).isTrue();
    }

    @OnAllRuntimes
    void withLockUnlocksAfterAPanic(TestRuntime t) {
        Go<Unit> program = mu.withLock(Go.<Unit>panic("boom")).recover(p -> Go.unit());

        assertThat(t.run(program.then(mu.tryLock()))).isTrue();
    }

    @OnAllRuntimes
    void withLockUnlocksAfterAGoexit(TestRuntime t) {
        t.run(go(mu.withLock(goexit())).then(gosched()).then(mu.lock()));
    }

    @OnAllRuntimes
    void withLockYieldsTheValueOfItsBody(TestRuntime t) {
        int value = t.run(mu.withLock(Go.pure(42)));

        assertThat(value).isEqualTo(42);
    }

    /**
     * Go: sync/mutex_test.go, TestMutexFairness. A goroutine holds the mutex nearly all the time; another one gets it
     * all the same.
     */
    @OnAllRuntimes
    void aHogDoesNotStarveOthers(TestRuntime t) {
        Channel<Unit> stop = Channel.unbuffered();
        Duration held = Duration.ofNanos(100_000);
        Go<Unit> hog = Go.forever(b ->
                mu.withLock(sleep(held)).then(stop.tryReceive()).flatMap(r -> r.isClosed() ? b.exit() : Go.unit()));
        Go<Unit> other = sleep(held).then(mu.withLock(Go.unit())).repeat(10);

        t.run(go(hog).then(other).then(stop.close()));
    }

    @OnAllRuntimes
    void aStarvingWaiterIsHandedTheMutex(TestRuntime t) {
        Log log = new Log();
        Duration long1 = Duration.ofMillis(2);
        WaitGroup wg = new WaitGroup();
        // The hog unlocks and locks at once. The waiter is woken each time, and loses at most until its wait is long.
        Go<Unit> hog = mu.lock()
                .then(sleep(long1))
                .then(log.add("hog"))
                .then(mu.unlock())
                .repeat(6);
        Go<Unit> waiter = mu.withLock(log.add("waiter"));

        t.run(wg.go(hog)
                .then(wg.go(sleep(Duration.ofNanos(500_000)).then(waiter)))
                .then(wg.await()));

        assertThat(log.entries().indexOf("waiter")).isLessThanOrEqualTo(3);
    }

    @OnAllRuntimes
    void manyWaitersAllGetIt(TestRuntime t) {
        Log log = new Log();

        t.run(rt -> mu.lock()
                .then(forRange(0, 50, i -> go(mu.withLock(log.add(i)))))
                .then(TestRuntime.waiting(rt, 50, "sync.Mutex.Lock"))
                .then(mu.unlock())
                .then(Go.forWhile(() -> log.entries().size() < 50, gosched())));

        assertThat(log.entries()).doesNotHaveDuplicates().hasSize(50);
    }

    @Test
    void aNullNameOrBodyIsRefused() {
        assertThatThrownBy(() -> mu.named(null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("name");
        assertThatThrownBy(() -> mu.withLock(null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("body");
    }

    @Test
    void lockAndUnlockAreTheSameProgramsAtEachCall() {
        assertThat(mu.lock()).isSameAs(mu.lock());
        assertThat(mu.unlock()).isSameAs(mu.unlock());
    }
}
