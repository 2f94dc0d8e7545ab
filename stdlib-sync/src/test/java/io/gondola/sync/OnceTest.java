package io.gondola.sync;

import static io.gondola.dsl.Go.forRange;
import static io.gondola.dsl.Go.go;
import static io.gondola.dsl.Go.goexit;
import static io.gondola.dsl.Go.gosched;
import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import java.util.List;

@SuppressWarnings("NullAway") // nulls are what is refused
class OnceTest {
    private final Once once = new Once();
    private final Log log = new Log();

    @OnAllRuntimes
    void onlyTheFirstBodyRuns(TestRuntime t) {
        t.run(once.doOnce(log.add(1)).then(once.doOnce(log.add(2))));

        assertThat(log.entries()).isEqualTo(List.of(1));
    }

    @OnAllRuntimes
    void theOthersWaitUntilItHasEnded(TestRuntime t) {
        WaitGroup wg = new WaitGroup();
        Go<Unit> first = gosched().repeat(5).then(log.add("first"));

        t.run(forRange(0, 10, i -> wg.go(once.doOnce(first).then(log.add(i)))).then(wg.await()));

        assertThat(log.entries()).hasSize(11).startsWith("first");
    }

    @OnAllRuntimes
    void aPanicCountsAsRun(TestRuntime t) {
        Go<Unit> program = once.doOnce(Go.panic("boom")).recover(p -> log.add(p.value()));

        t.run(program.then(once.doOnce(log.add("again"))));

        assertThat(log.entries()).isEqualTo(List.of("boom"));
    }

    @OnAllRuntimes
    void aGoexitCountsAsRun(TestRuntime t) {
        WaitGroup wg = new WaitGroup();

        t.run(wg.go(once.doOnce(goexit())).then(wg.await()).then(once.doOnce(log.add("again"))));

        assertThat(log.entries()).isEmpty();
    }

    @OnAllRuntimes
    void aBodyThatComesBackWaitsForItself(TestRuntime t) {
        assertThat(t.deadlock(once.doOnce(once.doOnce(Go.unit())))).contains("goroutine 1 [sync.Mutex.Lock]:");
    }

    @OnAllRuntimes
    void aValueIsComputedOnce(TestRuntime t) {
        OnceValue<String> value =
                new OnceValue<>(gosched().then(log.add("computed")).as("v"));
        WaitGroup wg = new WaitGroup();
        Log seen = new Log();

        t.run(forRange(0, 5, i -> wg.go(value.get().flatMap(seen::add))).then(wg.await()));

        assertThat(log.entries()).isEqualTo(List.of("computed"));
        assertThat(seen.entries()).isEqualTo(List.of("v", "v", "v", "v", "v"));
    }

    @OnAllRuntimes
    void aValueMayBeNull(TestRuntime t) {
        assertThat(t.<Object>run(new OnceValue<>(Go.pure(null)).get())).isNull();
    }

    @OnAllRuntimes
    void aValueThatPanicsDoesSoEachTimeWithTheSameValue(TestRuntime t) {
        Object thrown = new Object();
        OnceValue<String> value = new OnceValue<>(log.add("ran").then(Go.panic(thrown)));
        Go<Object> get = value.get().<Object>map(v -> v).recover(p -> Go.pure(p.value()));

        assertThat(t.<Object>run(get)).isSameAs(thrown);
        assertThat(t.<Object>run(get)).isSameAs(thrown);
        assertThat(log.entries()).isEqualTo(List.of("ran"));
    }

    @OnAllRuntimes
    void aValueWhoseBodyExitsPanicsLater(TestRuntime t) {
        OnceValue<String> value = new OnceValue<>(goexit());

        assertThat(t.panic(go(value.get())
                        .then(gosched().repeat(20))
                        .then(value.get())
                        .repeat(50)))
                .hasMessage("panic called with nil argument");
    }
}
