package io.gondola.sync;

import static io.gondola.dsl.Go.forRange;
import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.dsl.Go;

@SuppressWarnings("NullAway") // a reference may be null
class AtomicTest {
    @OnAllRuntimes
    void additionsAreNotLost(TestRuntime t) {
        AtomicInt n = new AtomicInt();
        WaitGroup wg = new WaitGroup();

        int total = t.run(forRange(0, 8, i -> wg.go(n.add(1).repeat(100)))
                .then(wg.await())
                .then(n.load()));

        assertThat(total).isEqualTo(800);
    }

    @OnAllRuntimes
    void anIntHasGosOperations(TestRuntime t) {
        AtomicInt n = new AtomicInt(12);

        assertThat(t.run(n.add(3))).isEqualTo(15);
        assertThat(t.run(n.and(6))).as("and yields the old value").isEqualTo(15);
        assertThat(t.run(n.or(9))).as("or yields the old value").isEqualTo(6);
        assertThat(t.run(n.swap(1))).isEqualTo(15);
        assertThat(t.run(n.compareAndSwap(2, 3))).isFalse();
        assertThat(t.run(n.compareAndSwap(1, 3))).isTrue();
        assertThat(t.run(n.store(5).then(n.load()))).isEqualTo(5);
        assertThat(t.run(new AtomicInt(Integer.MAX_VALUE).add(1))).isEqualTo(Integer.MIN_VALUE);
    }

    @OnAllRuntimes
    void aLongHasGosOperations(TestRuntime t) {
        AtomicLong n = new AtomicLong(12);

        assertThat(t.run(n.add(3))).isEqualTo(15);
        assertThat(t.run(n.and(6))).isEqualTo(15);
        assertThat(t.run(n.or(9))).isEqualTo(6);
        assertThat(t.run(n.swap(1))).isEqualTo(15);
        assertThat(t.run(n.compareAndSwap(2, 3))).isFalse();
        assertThat(t.run(n.compareAndSwap(1, 3))).isTrue();
        assertThat(t.run(n.store(5).then(n.load()))).isEqualTo(5);
    }

    @OnAllRuntimes
    void aBoolHasGosOperations(TestRuntime t) {
        AtomicBool b = new AtomicBool();

        assertThat(t.run(b.swap(true))).isFalse();
        assertThat(t.run(b.compareAndSwap(false, true))).isFalse();
        assertThat(t.run(b.compareAndSwap(true, false))).isTrue();
        assertThat(t.run(b.store(true).then(b.load()))).isTrue();
    }

    @OnAllRuntimes
    void aReferenceComparesIdentity(TestRuntime t) {
        String one = new String("a");
        String other = new String("a");
        AtomicRef<String> ref = new AtomicRef<>(one);

        assertThat(t.run(ref.compareAndSwap(other, "b"))).isFalse();
        assertThat(t.run(ref.compareAndSwap(one, null))).isTrue();
        assertThat(t.run(ref.swap("c"))).isNull();
        assertThat(t.run(ref.store("d").then(ref.load()))).isEqualTo("d");
    }

    @OnAllRuntimes
    void plainIsTheSameLocation(TestRuntime t) {
        AtomicInt n = new AtomicInt(1);
        AtomicLong l = new AtomicLong(1);
        AtomicBool b = new AtomicBool();
        AtomicRef<String> ref = new AtomicRef<>("a");

        assertThat(t.run(n.plain().update(v -> v + 1).then(n.load()))).isEqualTo(2);
        assertThat(t.run(l.plain().update(v -> v + 1).then(l.load()))).isEqualTo(2);
        assertThat(t.run(b.plain().set(true).then(b.load()))).isTrue();
        assertThat(t.run(ref.plain().set("b").then(ref.plain().get()))).isEqualTo("b");
        assertThat(n.plain().named("n")).hasToString("n");
    }

    /** The plain update is a read and a write, so that another goroutine may come between. */
    @OnAllRuntimes
    void aPlainUpdateMayLoseOthers(TestRuntime t) {
        AtomicInt n = new AtomicInt();
        WaitGroup wg = new WaitGroup();
        Go<?> increment = n.plain().update(v -> v + 1);

        int total = t.run(forRange(0, 4, i -> wg.go(increment.repeat(25)))
                .then(wg.await())
                .then(n.load()));

        assertThat(total).isBetween(1, 100);
    }
}
