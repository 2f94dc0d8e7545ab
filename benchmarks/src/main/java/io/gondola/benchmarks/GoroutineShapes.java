package io.gondola.benchmarks;

import static io.gondola.dsl.Go.*;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.Loop;
import io.gondola.dsl.SendChannel;
import io.gondola.dsl.Unit;
import io.gondola.sync.Mutex;
import io.gondola.sync.WaitGroup;
import io.vavr.collection.List;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/** The workloads on goroutines, locks, sleeping and yielding as other hands write them. */
final class GoroutineShapes {
    private static final int LOCKERS = 8;
    private static final int FAN_OUT = 10;

    private GoroutineShapes() {}

    static List<Shape> spawn() {
        return List.of(
                new Shape(
                        "WaitGroup.go in forRange",
                        n -> spawn((ended, count) ->
                                forRange(0, n, i -> ended.go(run(() -> count.incrementAndGet()))))),
                new Shape(
                        "add, go, done",
                        n -> spawn((ended, count) -> forRange(
                                0,
                                n,
                                i -> ended.add(1)
                                        .then(go(run(() -> count.incrementAndGet())
                                                .then(ended.done())))))),
                new Shape(
                        "deferred done",
                        n -> spawn((ended, count) -> ended.add(n)
                                .then(forRange(
                                        0,
                                        n,
                                        i -> go(run(() -> count.incrementAndGet())
                                                .defer(ended.done())))))));
    }

    private interface Spawner {
        Go<Unit> of(WaitGroup ended, AtomicLong count);
    }

    private static Go<Long> spawn(Spawner spawner) {
        WaitGroup ended = new WaitGroup();
        AtomicLong count = new AtomicLong();
        return spawner.of(ended, count).then(ended.await()).then(call(count::get));
    }

    static List<Shape> skynet() {
        return List.of(
                new Shape("named methods", n -> {
                    Channel<Long> root = Channel.unbuffered();
                    return go(named(root, 0, n)).then(root.receive());
                }),
                new Shape("loop with state", n -> {
                    Channel<Long> root = Channel.unbuffered();
                    return go(byLoop(root, 0, n)).then(root.receive());
                }),
                new Shape("programs that yield", n -> yielding(0, n)));
    }

    private static Go<Unit> named(SendChannel<Long> out, long number, int leaves) {
        if (leaves == 1) {
            return out.send(number);
        }
        return suspend(() -> {
            Channel<Long> children = Channel.unbuffered();
            Sum sum = new Sum();
            return forRange(
                            0,
                            FAN_OUT,
                            i -> go(named(children, number + (long) i * (leaves / FAN_OUT), leaves / FAN_OUT)))
                    .then(forRange(0, FAN_OUT, i -> children.receive().peek(v -> sum.add(v))))
                    .then(suspend(() -> out.send(sum.value())));
        });
    }

    private static Go<Unit> byLoop(SendChannel<Long> out, long number, int leaves) {
        if (leaves == 1) {
            return out.send(number);
        }
        return suspend(() -> {
            Channel<Long> children = Channel.unbuffered();
            int each = leaves / FAN_OUT;
            return forRange(0, FAN_OUT, i -> go(byLoop(children, number + (long) i * each, each)))
                    .then(loop(
                            new long[] {FAN_OUT, 0},
                            s -> s[0] == 0
                                    ? pure(Loop.<long[], Long>done(s[1]))
                                    : children.receive()
                                            .map(v -> Loop.<long[], Long>next(new long[] {s[0] - 1, s[1] + v}))))
                    .flatMap(sum -> out.send(sum));
        });
    }

    private static Go<Long> yielding(long number, int leaves) {
        if (leaves == 1) {
            return pure(number);
        }
        return suspend(() -> {
            Channel<Long> children = Channel.unbuffered();
            int each = leaves / FAN_OUT;
            AtomicLong sum = new AtomicLong();
            return forRange(
                            0,
                            FAN_OUT,
                            i -> go(yielding(number + (long) i * each, each).flatMap(children::send)))
                    .then(forRange(0, FAN_OUT, i -> children.receive().peek(sum::addAndGet)))
                    .then(call(sum::get));
        });
    }

    static List<Shape> mutex() {
        return List.of(
                new Shape(
                        "withLock, built once",
                        n -> mutex((lock, count) ->
                                lock.withLock(run(() -> count.add(1))).repeat(n / LOCKERS))),
                new Shape(
                        "withLock in forRange",
                        n -> mutex((lock, count) ->
                                forRange(0, n / LOCKERS, i -> lock.withLock(run(() -> count.add(1)))))),
                new Shape(
                        "lock, run, unlock in forRange",
                        n -> mutex((lock, count) -> forRange(
                                0,
                                n / LOCKERS,
                                i -> lock.lock().then(run(() -> count.add(1))).then(lock.unlock())))),
                new Shape(
                        "flatMap",
                        n -> mutex((lock, count) -> lock.lock()
                                .flatMap(u -> {
                                    count.add(1);
                                    return lock.unlock();
                                })
                                .repeat(n / LOCKERS))));
    }

    private interface Locker {
        Go<Unit> of(Mutex lock, Sum count);
    }

    private static Go<Long> mutex(Locker locker) {
        Mutex lock = new Mutex();
        WaitGroup ended = new WaitGroup();
        Sum count = new Sum();
        return forRange(0, LOCKERS, g -> ended.go(locker.of(lock, count)))
                .then(ended.await())
                .then(call(count::value));
    }

    static List<Shape> sleepers() {
        Duration second = Duration.ofSeconds(1);
        return List.of(
                new Shape(
                        "WaitGroup.go in forRange",
                        n -> spawn((ended, woken) ->
                                forRange(0, n, i -> ended.go(sleep(second).then(run(() -> woken.incrementAndGet())))))),
                new Shape(
                        "flatMap",
                        n -> spawn((ended, woken) -> forRange(
                                0, n, i -> ended.go(sleep(second).flatMap(u -> call(woken::incrementAndGet)))))),
                new Shape(
                        "deferred done",
                        n -> spawn((ended, woken) -> ended.add(n)
                                .then(forRange(
                                        0,
                                        n,
                                        i -> go(sleep(second)
                                                .then(run(() -> woken.incrementAndGet()))
                                                .defer(ended.done())))))));
    }

    static List<Shape> yields() {
        return List.of(
                new Shape(
                        "repeat",
                        n -> yields(
                                count -> run(() -> count.add(1)).then(gosched()).repeat(n / 2))),
                new Shape(
                        "forRange, then",
                        n -> yields(count -> forRange(0, n / 2, i -> gosched().then(run(() -> count.add(1)))))),
                new Shape(
                        "loop with state",
                        n -> yields(count -> loop(0, i -> {
                            if (i == n / 2) {
                                return pure(Loop.<Integer, Unit>done(Unit.UNIT));
                            }
                            count.add(1);
                            return gosched().as(Loop.<Integer, Unit>next(i + 1));
                        }))));
    }

    private static Go<Long> yields(Function<Sum, Go<Unit>> yielder) {
        WaitGroup ended = new WaitGroup();
        Sum one = new Sum();
        Sum two = new Sum();
        return ended.go(yielder.apply(one))
                .then(ended.go(yielder.apply(two)))
                .then(ended.await())
                .then(call(() -> one.value() + two.value()));
    }
}
