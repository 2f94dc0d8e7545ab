package io.gondola.lint;

import static org.assertj.core.api.Assertions.assertThat;

import javax.tools.Diagnostic;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Writes in goroutines, to what others can see and to what they cannot. */
class SharedTest {
    private static final String FIELDS = "int count; static int total; volatile boolean done; int[] cells = new int[4];"
            + " final List<Integer> seen = new ArrayList<>();"
            + " final List<Integer> safe = Collections.synchronizedList(new ArrayList<>());"
            + " final Map<Integer, Integer> map = new ConcurrentHashMap<>();";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Go<?> f() { return go(run(() -> count++)).then(call(() -> count)); }",
                "Go<?> f() { return go(run(() -> this.count = 1)).then(call(() -> count)); }",
                "Go<?> f() { return go(\"n\", run(() -> total += 2)).then(call(() -> User.total)); }",
                "Go<?> f() { return go(call(() -> --count)).then(call(() -> count)); }",
                "Go<?> f() { return forRange(0, 3, i -> go(run(() -> count++))); }",
                "Go<?> f() { return forRange(0, 3, i -> go(worker())); } Go<?> worker() { return run(() -> count++); }",
                "Go<?> f() { Go<?> w = ch.range(v -> run(() -> count += v)); return go(w).then(call(() -> count)); }",
                "Go<?> f() { int[] n = {0}; return go(run(() -> n[0]++)).then(call(() -> n[0])); }",
                "Go<?> f() { long[][] g = new long[2][2]; return go(run(() -> g[0][1]--)).then(call(() -> g[0][1])); }",
                "Go<?> f() { var held = new Object() { int n; }; return go(run(() -> held.n = 1)).then(call(() -> held.n)); }",
                "static class Box { int n; } Go<?> f() { Box b = new Box(); return go(run(() -> b.n++)).then(call(() -> b.n)); }",
                "Go<?> f() { List<Integer> l = new ArrayList<>(); return go(ch.range(v -> { l.add(v); return unit(); }))"
                        + ".then(call(() -> l.size())); }",
                "Go<?> f() { return go(ch.receive().map(v -> seen.add(v))).then(call(() -> seen)); }",
                "Go<?> f() { return go(ch.receive().peek(v -> count = v)).then(call(() -> count)); }",
                "Go<?> f() { Go<?> all = unit(); for (int i = 0; i < 2; i++) { all = all.then(go(run(() -> count++))); } return all; }",
            })
    void isAWarning(String members) {
        Compilation compilation = Compilation.of(FIELDS, members);

        assertThat(compilation.findings()).containsExactly("shared");
        assertThat(compilation.kinds()).containsExactly(Diagnostic.Kind.WARNING);
        assertThat(compilation.succeeded()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // one goroutine owns it
                "static class Box { int n; } Go<?> f() { return go(suspend(() -> { Box b = new Box(); b.n++; return println(b.n); })); }",
                "static class Box { int n; } Go<?> f(Box b) { return go(run(() -> b.n++)); }",
                "Go<?> f() { return go(ch.range(v -> run(() -> count += v)).then(call(() -> count))); }",
                "Go<?> f() { return run(() -> count++).then(call(() -> count)); }",
                // each has its own
                "Go<?> f() { return forRange(0, 3, i -> go(suspend(() -> { int[] n = {0}; return run(() -> n[0]++); }))); }",
                "Go<?> f() { return forRange(0, 4, i -> go(run(() -> cells[i] = i))).then(call(() -> cells[0])); }",
                "static class P { int x; } Go<?> f() { return go(call(() -> { P p = new P(); p.x = 1; return p; })); }",
                "Go<?> f() { return go(run(() -> { int n = 0; n++; })); }",
                // guarded
                "Go<?> f() { return go(mu.withLock(run(() -> count++))).then(mu.withLock(call(() -> count))); }",
                "Go<?> f() { return go(mu.lock().then(run(() -> count++)).then(mu.unlock())).then(call(() -> count)); }",
                "Go<?> f() { return go(run(() -> done = true)).then(call(() -> done)); }",
                "Go<?> f() { return go(run(() -> safe.add(1))).then(call(() -> safe.size())); }",
                "Go<?> f() { return go(run(() -> map.put(1, 2))).then(call(() -> map.size())); }",
                "Go<?> f(java.util.concurrent.atomic.AtomicInteger n) { return go(run(n::incrementAndGet)).then(call(n::get)); }",
                // not known to be shared
                "Go<?> f(List<Integer> l) { return go(run(() -> l.add(1))).then(call(() -> l)); }",
                "@SuppressWarnings(\"gondola:shared\") Go<?> f() { return go(run(() -> count++)).then(call(() -> count)); }",
                // as long as it is built
                "Go<?> f() { return go(built()).then(call(() -> count)); } Go<?> built() { count++; return unit(); }",
            })
    void isFine(String members) {
        Compilation compilation = Compilation.of(FIELDS, members);

        assertThat(compilation.findings()).isEmpty();
        assertThat(compilation.succeeded()).isTrue();
    }
}
