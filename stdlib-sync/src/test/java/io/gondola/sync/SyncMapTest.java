package io.gondola.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gondola.dsl.Go;
import io.vavr.Tuple;
import io.vavr.control.Option;
import java.util.List;
import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway") // nulls are what is refused
class SyncMapTest {
    private final SyncMap<String, Integer> map = new SyncMap<>();
    private final Log log = new Log();

    @OnAllRuntimes
    void mapResultsSeen(TestRuntime t) {
        t.run(map.loadOrStore("k", 1)
                .flatMap(log::add)
                .then(map.loadOrStore("k", 2))
                .flatMap(log::add)
                .then(map.swap("k", 3))
                .flatMap(log::add)
                .then(map.swap("other", 3))
                .flatMap(log::add)
                .then(map.compareAndSwap("k", 3, 4))
                .flatMap(log::add)
                .then(map.compareAndSwap("k", 3, 5))
                .flatMap(log::add)
                .then(map.compareAndDelete("k", 9))
                .flatMap(log::add)
                .then(map.loadAndDelete("k"))
                .flatMap(log::add)
                .then(map.load("k"))
                .flatMap(log::add)
                .then(map.compareAndDelete("other", 3))
                .flatMap(log::add)
                .then(map.load("other"))
                .flatMap(log::add));

        assertThat(log.entries())
                .isEqualTo(List.of(
                        Tuple.of(1, false),
                        Tuple.of(1, true),
                        Option.some(1),
                        Option.none(),
                        true,
                        false,
                        false,
                        Option.some(4),
                        Option.none(),
                        true,
                        Option.none()));
    }

    @OnAllRuntimes
    void numbersThatAreEqualButNotTheSameObjectAreSwapped(TestRuntime t) {
        assertThat(t.run(map.store("k", 100_000).then(map.compareAndSwap("k", Integer.valueOf("100000"), 1))))
                .isTrue();
    }

    @OnAllRuntimes
    void deleteAndClear(TestRuntime t) {
        t.run(map.store("a", 1)
                .then(map.store("b", 2))
                .then(map.store("c", 3))
                .then(map.delete("a"))
                .then(map.delete("nothing"))
                .then(map.load("a"))
                .flatMap(log::add)
                .then(map.clear())
                .then(map.load("b"))
                .flatMap(log::add)
                .then(map.range((k, v) -> log.add(k).as(true))));

        assertThat(log.entries()).isEqualTo(List.of(Option.none(), Option.none()));
    }

    @OnAllRuntimes
    void rangeVisitsEachKeyOnceAndStopsOnFalse(TestRuntime t) {
        t.run(Go.forRange(0, 10, i -> map.store("k" + i, i))
                .then(map.range((k, v) -> log.add(v).as(true))));

        assertThat(log.entries()).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);

        Log some = new Log();
        t.run(map.range((k, v) -> some.add(v).as(v.equals(-1))));

        assertThat(some.entries()).hasSize(1);
    }

    /** No lock is held while the body runs, and what it deletes does not come any more. */
    @OnAllRuntimes
    void theBodyOfRangeMayUseTheMap(TestRuntime t) {
        t.run(Go.forRange(0, 10, i -> map.store("k" + i, i))
                .then(map.range((k, v) -> map.clear().then(log.add(v)).as(true))));

        assertThat(log.entries()).hasSize(1);
    }

    @OnAllRuntimes
    void oneOfManyStoresFirst(TestRuntime t) {
        WaitGroup wg = new WaitGroup();

        t.run(Go.forRange(0, 20, i -> wg.go(map.loadOrStore("k", i).flatMap(r -> log.add(r._2))))
                .then(wg.await()));

        assertThat(log.entries()).hasSize(20).containsOnlyOnce(false);
    }

    @OnAllRuntimes
    void noCompareAndSwapIsLost(TestRuntime t) {
        WaitGroup wg = new WaitGroup();
        Go<Boolean> tryAdd = map.load("n").map(Option::get).flatMap(n -> map.compareAndSwap("n", n, n + 1));
        Go<?> add = Go.forWhile(tryAdd.map(done -> !done), Go.gosched());

        Option<Integer> n = t.run(map.store("n", 0)
                .then(Go.forRange(0, 10, i -> wg.go(add.repeat(20))))
                .then(wg.await())
                .then(map.load("n")));

        assertThat(n).isEqualTo(Option.some(200));
    }

    @Test
    void nullIsRefusedWhenTheProgramIsBuilt() {
        assertThatThrownBy(() -> map.load(null)).hasMessage("key");
        assertThatThrownBy(() -> map.store("k", null)).hasMessage("value");
        assertThatThrownBy(() -> map.compareAndSwap("k", null, 1)).hasMessage("expected");
        assertThatThrownBy(() -> map.range(null)).hasMessage("body");
    }
}
