package io.gondola.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.vavr.control.Option;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway") // nulls are what is refused
class PoolTest {
    private final AtomicInteger made = new AtomicInteger();

    @OnAllRuntimes
    void putThenGetYieldsTheSameObject(TestRuntime t) {
        Pool<String> pool = new Pool<>();

        assertThat(t.run(pool.put("a").then(pool.get()))).isEqualTo(Option.some("a"));
        assertThat(t.run(pool.get())).isEqualTo(Option.none());
    }

    @OnAllRuntimes
    void putOfNullIsIgnored(TestRuntime t) {
        Pool<String> pool = new Pool<>();

        assertThat(t.run(pool.put(null).then(pool.get()))).isEqualTo(Option.none());
    }

    @OnAllRuntimes
    void anEmptyPoolMakesAnObject(TestRuntime t) {
        Pool<Integer> pool = new Pool<>(made::incrementAndGet);

        t.assertRun(pool.get().flatMap(a -> pool.put(a.get()).then(pool.get()))).isEqualTo(Option.some(1));
        assertThat(made).hasValue(1);
    }

    @OnAllRuntimes
    void anExceptionOfTheFunctionIsAPanic(TestRuntime t) {
        Pool<Integer> pool = new Pool<>(() -> {
            throw new java.io.IOException("no memory");
        });

        assertThat(t.panic(pool.get()).value()).isInstanceOf(java.io.IOException.class);
    }

    /** Each object is held by one goroutine at a time, and no more are made than there are goroutines. */
    @OnAllRuntimes
    void anObjectIsNeverGivenTwice(TestRuntime t) {
        Pool<AtomicInteger> pool = new Pool<>(() -> {
            made.incrementAndGet();
            return new AtomicInteger();
        });
        ConcurrentHashMap<AtomicInteger, Boolean> held = new ConcurrentHashMap<>();
        WaitGroup wg = new WaitGroup();
        Go<Unit> use = pool.get()
                .map(Option::get)
                .flatMap(o -> Go.run(() -> assertThat(held.putIfAbsent(o, true)).isNull())
                        .then(Go.gosched())
                        .then(Go.run(() -> held.remove(o)))
                        .then(pool.put(o)));

        t.run(Go.forRange(0, 8, i -> wg.go(use.repeat(50))).then(wg.await()));

        assertThat(made.get()).isBetween(1, 8);
    }

    /** Go: one of the threads puts, another one takes: it must look at the other shelves. */
    @Test
    void objectsPutByOneThreadAreFoundByAnother() throws InterruptedException {
        Pool<String> pool = new Pool<>();
        for (int i = 0; i < 4; i++) {
            Thread other = new Thread(() -> TestRuntime.processors(1).run(pool.put("x")));
            other.start();
            other.join();
        }
        for (int i = 0; i < 4; i++) {
            assertThat(TestRuntime.processors(1).run(pool.get())).isEqualTo(Option.some("x"));
        }
    }

    @Test
    void noFunctionIsRefused() {
        assertThatThrownBy(() -> new Pool<>(null)).hasMessage("newValue");
    }
}
