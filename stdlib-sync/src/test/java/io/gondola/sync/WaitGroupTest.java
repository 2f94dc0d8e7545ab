package io.gondola.sync;

import static io.gondola.dsl.Go.forRange;
import static io.gondola.dsl.Go.go;
import static io.gondola.dsl.Go.goexit;
import static io.gondola.dsl.Go.gosched;
import static io.gondola.sync.TestRuntime.waiting;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import java.util.List;
import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway") // nulls are what is refused
class WaitGroupTest {
    private final WaitGroup wg = new WaitGroup();

    @OnAllRuntimes
    void awaitWaitsForAll(TestRuntime t) {
        AtomicInt count = new AtomicInt();

        int seen = t.run(wg.add(100)
                .then(forRange(0, 100, i -> go(gosched().then(count.add(1)).then(wg.done()))))
                .then(wg.await())
                .then(count.load()));

        assertThat(seen).isEqualTo(100);
    }

    @OnAllRuntimes
    void awaitAtZeroDoesNotWait(TestRuntime t) {
        t.run(wg.await().then(wg.add(1)).then(wg.done()).then(wg.await()));
    }

    @OnAllRuntimes
    void aNegativeCounterPanics(TestRuntime t) {
        assertThat(t.panic(wg.done())).hasMessage("sync: negative WaitGroup counter");
        assertThat(t.panic(new WaitGroup().named("workers").add(-2)))
                .hasMessage("sync: negative WaitGroup counter: group=workers");
    }

    @OnAllRuntimes
    void theNegativeCounterCanBeRecovered(TestRuntime t) {
        assertThat(t.run(wg.done().as("done").recover(p -> Go.pure(p.getMessage()))))
                .isEqualTo("sync: negative WaitGroup counter");
    }

    @OnAllRuntimes
    void aMissingDoneIsADeadlock(TestRuntime t) {
        assertThat(t.deadlock(wg.add(1).then(wg.await())))
                .contains("goroutine 1 [sync.WaitGroup.Wait]:", "on=waitgroup");
    }

    @OnAllRuntimes
    void itCanBeUsedAgain(TestRuntime t) {
        AtomicInt count = new AtomicInt();
        Go<Unit> round = forRange(0, 5, i -> wg.go(count.add(1))).then(wg.await());

        assertThat(t.run(round.repeat(20).then(count.load()))).isEqualTo(100);
    }

    @OnAllRuntimes
    void goIsDoneAfterAGoexit(TestRuntime t) {
        t.run(wg.go(goexit()).then(wg.await()));
    }

    @OnAllRuntimes
    void aPanicInGoEndsTheProgramBeforeAwaitReturns(TestRuntime t) {
        Log log = new Log();

        assertThat(t.panic(
                        wg.go(gosched().then(Go.panic("boom"))).then(wg.await()).then(log.add("returned"))))
                .hasMessage("boom");

        assertThat(log.entries()).isEmpty();
    }

    @OnAllRuntimes
    void allWhoWaitGoOn(TestRuntime t) {
        WaitGroup waiters = new WaitGroup();

        t.run(rt -> wg.add(1)
                .then(forRange(0, 10, i -> waiters.go(wg.await())))
                .then(waiting(rt, 10, "sync.WaitGroup.Wait"))
                .then(wg.done())
                .then(waiters.await()));
    }

    @Test
    void reuseBeforeAwaitHasReturnedPanics() {
        WaitGroup waiter = new WaitGroup();

        // With one processor the woken goroutine runs only after main has added again.
        assertThatThrownBy(() -> TestRuntime.runUndisturbed(rt -> wg.add(1)
                        .then(waiter.go(wg.await()))
                        .then(gosched())
                        .then(wg.done())
                        .then(wg.add(1))
                        .then(waiter.await())))
                .hasMessage("sync: WaitGroup is reused before previous Wait has returned");
    }

    @Test
    void waitersRunInTheOrderOfGo() {
        Log log = new Log();

        TestRuntime.runUndisturbed(rt -> wg.add(1)
                .then(forRange(0, 5, i -> go(wg.await().then(log.add(i)))))
                .then(gosched().repeat(10))
                .then(wg.done())
                .then(gosched().repeat(10)));

        // They came in the order 4 0 1 2 3, and the last one readied runs first.
        assertThat(log.entries()).isEqualTo(List.of(3, 4, 0, 1, 2));
    }

    @Test
    void aNullBodyIsRefused() {
        assertThatThrownBy(() -> wg.go(null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("body");
    }
}
