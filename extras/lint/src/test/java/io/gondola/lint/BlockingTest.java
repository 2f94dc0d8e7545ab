package io.gondola.lint;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls that block, in a step and where they may. */
class BlockingTest {
    private static final String FIELDS =
            "final java.util.concurrent.locks.ReentrantLock lock = new java.util.concurrent.locks.ReentrantLock();"
                    + " java.util.concurrent.locks.Condition cond; CountDownLatch latch; BlockingQueue<Integer> queue; Future<Integer> future;"
                    + " CompletableFuture<Integer> stage; java.io.InputStream in; java.io.BufferedReader reader; java.nio.file.Path path;"
                    + " java.net.ServerSocket server; ExecutorService pool; Map<Integer, Integer> map; Optional<Integer> some;";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Go<?> f() { return run(() -> Thread.sleep(1)); }",
                "Go<?> f() { return call(() -> { TimeUnit.SECONDS.sleep(1); return 1; }); }",
                "Go<?> f() { return ch.receive().map(v -> { lock.lock(); return v; }); }",
                "Go<?> f() { return ch.receive().flatMap(v -> { lock.lock(); return out.send(v); }); }",
                "Go<?> f() { return run(lock::lock); }",
                "Go<?> f() { return run(() -> { synchronized (this) { this.wait(); } }); }",
                "Go<?> f() { return run(() -> { synchronized (this) { wait(10); } }); }",
                "Go<?> f() { return run(cond::await); }",
                "Go<?> f() { return run(() -> latch.await()); }",
                "Go<?> f() { return call(queue::take); }",
                "Go<?> f() { return call(() -> queue.poll(1, TimeUnit.SECONDS)); }",
                "Go<?> f() { return ch.receive().peek(queue::put); }",
                "Go<?> f() { return call(future::get); }",
                "Go<?> f() { return call(() -> stage.join() + 1); }",
                "Go<?> f() { return call(() -> in.read()); }",
                "Go<?> f() { return call(reader::readLine); }",
                "Go<?> f() { return call(() -> System.in.read()); }",
                "Go<?> f() { return call(() -> java.nio.file.Files.readString(path)); }",
                "Go<?> f() { return call(() -> new java.io.FileInputStream(\"x\")); }",
                "Go<?> f() { return call(() -> new java.net.Socket(\"localhost\", 1)); }",
                "Go<?> f() { return call(server::accept); }",
                "Go<?> f() { return suspend(() -> { Thread.sleep(1); return unit(); }); }",
                "Go<?> f() { return forRange(0, 3, i -> { Thread.sleep(i); return unit(); }); }",
                "Go<?> f() { return select(onReceive(ch, v -> { Thread.sleep(v); return unit(); })); }",
                // in a function that the step calls itself
                "Go<?> f() { return call(() -> map.computeIfAbsent(1, k -> stage.join())); }",
                "Go<?> f(List<Path> l) { return run(() -> l.forEach(p -> p.load())); }"
                        + " static class Path { void load() {} }"
                        + " Go<?> g() { return call(() -> some.map(x -> stage.join())); }",
                "Go<?> f(boolean b) { return call(b ? () -> stage.join() : () -> 1); }",
            })
    void isAnErrorInAStep(String members) {
        Compilation compilation = Compilation.of(FIELDS, members);

        assertThat(compilation.findings()).containsExactly("blocking");
        assertThat(compilation.succeeded()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Go<?> f() { return blocking(() -> { Thread.sleep(1); return 1; }); }",
                "Go<?> f() { return blocking(queue::take); }",
                "Go<?> f() { return ch.receive().flatMap(v -> blocking(() -> { queue.put(v); return v; })); }",
                "void f() throws Exception { Thread.sleep(1); latch.await(); rt.run(unit()); }",
                "Go<?> f() throws Exception { Thread.sleep(1); return unit(); }",
                "Go<?> f() { return run(() -> new Thread(() -> { try { Thread.sleep(1); } catch (Exception e) { } }).start()); }",
                "Go<?> f() { return call(() -> pool.submit(() -> { latch.await(); return 1; })); }",
                "Go<?> f() { return call(() -> CompletableFuture.supplyAsync(() -> stage.join())); }",
                "Go<?> f() { return call(() -> queue.poll()); }",
                "Go<?> f() { return call(() -> queue.offer(1)); }",
                "Go<?> f() { return call(() -> stage.getNow(1)); }",
                "Go<?> f() { return call(() -> lock.tryLock()); }",
                "Go<?> f() { return run(lock::unlock); }",
                "Go<?> f() { return run(latch::countDown); }",
                "Go<?> f() { return call(() -> map.get(1) + some.get()); }",
                "Go<?> f(byte[] b) { return call(() -> new java.io.ByteArrayInputStream(b).read()); }",
                "Go<?> f(String s) { return call(() -> new java.io.StringReader(s).read()); }",
                "static class Nap { void sleep(int n) {} int read() { return 1; } }"
                        + " Go<?> f(Nap nap) { return run(() -> nap.sleep(nap.read())); }",
                "Go<?> f() { return mu.lock(); }",
                "void take(Runnable r) {} Go<?> f() { return run(() -> take(() -> stage.join())); }",
                // a test's helpers, of one of our packages, that call their function themselves
                "void f() { Fixture.inThread(() -> { latch.await(); rt.run(unit()); }); }",
                "Throwable f() { return Fixture.refused(() -> rt.run(unit())); }",
                "int f() { return Fixture.withProperty(\"a\", \"b\", () -> future.get()); }",
                "@SuppressWarnings(\"gondola:blocking\") Go<?> f() { return run(() -> Thread.sleep(1)); }",
            })
    void isFineElsewhere(String members) {
        Compilation compilation = Compilation.of(FIELDS, members);

        assertThat(compilation.findings()).isEmpty();
        assertThat(compilation.succeeded()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Go<?> f() { return call(() -> rt.run(ch.receive())); }",
                "Go<?> f() { return ch.range(v -> { rt.run(out.send(v)); return unit(); }); }",
                "Go<?> f() { return run(() -> main(unit())); }",
                "Go<?> f() { return ch.receive().map(v -> rt.run(out.send(v))); }",
            })
    void runningARuntimeInAStepIsAnError(String members) {
        assertThat(Compilation.of(members).findings()).containsExactly("run");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "void f() { rt.run(unit()); }",
                "Go<?> f() { return blocking(() -> rt.run(unit())); }",
                "Go<?> f() { return run(() -> new Thread(() -> rt.run(unit())).start()); }",
            })
    void runningARuntimeIsFineElsewhere(String members) {
        assertThat(Compilation.of(members).findings()).isEmpty();
    }
}
