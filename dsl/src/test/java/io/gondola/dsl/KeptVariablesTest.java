package io.gondola.dsl;

import static io.gondola.dsl.Go.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.dsl.interop.Futures;
import io.gondola.dsl.interop.LogContext;
import io.vavr.collection.List;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;

/**
 * A goroutine that waits keeps what it will use, and nothing else: for each combinator that is given a function or a
 * program, a variable which these captured is garbage once they have done their work. Hunts frames, instructions and
 * lists that still refer to what is behind the goroutine.
 */
@SuppressWarnings("CheckReturnValue") // what is called in order to fail
class KeptVariablesTest {
    private static final Map<String, Held.Shape> SHAPES = new LinkedHashMap<>();

    /** What a test keeps, as a program's user would. */
    private static final java.util.List<Object> KEPT = new ArrayList<>();

    static {
        SHAPES.put("call", (a, park) -> call(a::size).then(park));
        SHAPES.put("run", (a, park) -> run(a::use).then(park));
        SHAPES.put("blocking", (a, park) -> blocking(a::size).then(park));
        SHAPES.put(
                "suspend",
                (a, park) -> suspend(() -> {
                    a.use();
                    return park;
                }));
        SHAPES.put("pure", (a, park) -> pure(a).then(park));
        SHAPES.put(
                "flatMap's function",
                (a, park) -> gosched().flatMap(u -> {
                    a.use();
                    return park;
                }));
        SHAPES.put(
                "flatMap's function, no wait before",
                (a, park) -> unit().flatMap(u -> {
                    a.use();
                    return park;
                }));
        SHAPES.put("flatMap's argument", (a, park) -> pure(a).flatMap(x -> park));
        SHAPES.put(
                "flatMap's source", (a, park) -> run(a::use).flatMap(u -> park).map(u -> u));
        SHAPES.put("map", (a, park) -> gosched().map(u -> a.size()).then(park));
        SHAPES.put("map's argument", (a, park) -> pure(a).map(Held::size).then(park));
        SHAPES.put("map's source", (a, park) -> run(a::use).then(park).map(u -> 1));
        SHAPES.put("as", (a, park) -> pure(a).as(1).then(park));
        SHAPES.put("peek", (a, park) -> gosched().peek(u -> a.use()).then(park));
        SHAPES.put(
                "then, in the middle",
                (a, park) -> unit().then(run(a::use)).then(park).then(unit()));
        SHAPES.put(
                "then, a long chain",
                (a, park) -> chain(40, run(a::use)).then(park).then(chain(40, unit())));
        SHAPES.put(
                "then, nested to the right",
                (a, park) -> run(a::use).then(gosched().then(park.then(unit()))));
        SHAPES.put("sequence", (a, park) -> sequence(unit(), run(a::use), park, unit()));
        SHAPES.put("zip", (a, park) -> zip(call(a::size), park, unit(), (x, y, z) -> x));
        SHAPES.put(
                "when",
                (a, park) -> when(call(() -> a.size() > 0), park, run(a::use)).then(unit()));
        SHAPES.put("defer's body", (a, park) -> run(a::use).then(park).defer(unit()));
        SHAPES.put("defer's cleanup", (a, park) -> gosched().defer(run(a::use)).then(park));
        SHAPES.put("defer, parked in the cleanup", (a, park) -> run(a::use).defer(park));
        SHAPES.put("recover's body", (a, park) -> run(a::use).then(park).recover(p -> unit()));
        SHAPES.put(
                "recover, not needed",
                (a, park) -> gosched().recover(p -> run(a::use)).then(park));
        SHAPES.put(
                "recover, in the handler",
                (a, park) -> run(a::fail).recover(p -> {
                    a.use();
                    return park;
                }));
        SHAPES.put(
                "onPanic, in the handler",
                (a, park) -> run(a::fail).onPanic(p -> {
                    a.use();
                    return park;
                }));
        SHAPES.put("onPanic's body", (a, park) -> run(a::use).then(park).onPanic(p -> unit()));
        SHAPES.put("attempt", (a, park) -> run(a::use).then(park).attempt());
        SHAPES.put("attempt, failed", (a, park) -> run(a::fail).attempt().then(park));
        SHAPES.put("repeat", (a, park) -> run(a::use).repeat(3).then(park));
        SHAPES.put(
                "retry", (a, park) -> run(a::use).retry(3, Duration.ofNanos(1)).then(park));
        SHAPES.put(
                "retry, failed",
                (a, park) ->
                        run(a::fail).retry(2, Duration.ofNanos(1)).attempt().then(park));
        SHAPES.put(
                "scoped",
                (a, park) -> scoped(s -> {
                    a.use();
                    return park;
                }));
        SHAPES.put(
                "scoped's defers",
                (a, park) -> scoped(s -> s.defer(run(a::use))).then(park));
        SHAPES.put(
                "scoped, parked in a defer",
                (a, park) -> scoped(s -> {
                    a.use();
                    return s.defer(park).then(run(a::use));
                }));
        SHAPES.put(
                "scoped, the scope is kept",
                (a, park) -> Go.<Held>scoped(s -> {
                            KEPT.add(s);
                            return pure(a);
                        })
                        .then(park));
        SHAPES.put(
                "breakable",
                (a, park) -> breakable(b -> {
                    a.use();
                    return park;
                }));
        SHAPES.put(
                "breakable, left",
                (a, park) -> Go.<Held>breakable(b -> b.exit(a)).then(park));
        SHAPES.put(
                "breakable, the way out is kept",
                (a, park) -> breakable(b -> {
                            KEPT.add(b);
                            return unit();
                        })
                        .map(u -> a.size())
                        .then(park));
        SHAPES.put(
                "forever's body",
                (a, park) -> forever(b -> {
                    a.use();
                    return park;
                }));
        SHAPES.put(
                "forever, left",
                (a, park) -> forever(b -> run(a::use).then(b.exit())).then(park));
        SHAPES.put("forRange", (a, park) -> forRange(0, 3, i -> run(a::use)).then(park));
        SHAPES.put(
                "forWhile", (a, park) -> forWhile(() -> a.size() == 0, unit()).then(park));
        SHAPES.put(
                "forEach", (a, park) -> forEach(List.of(a, a), Held::useLater).then(park));
        SHAPES.put("forEach's element", (a, park) -> forEach(once(a), x -> park));
        SHAPES.put("loop's state", (a, park) -> loop(a, x -> park.as(Loop.done(1))));
        SHAPES.put(
                "loop's earlier state",
                (a, park) -> loop(
                        (Object) a,
                        x -> x instanceof Held ? pure(Loop.<Object, Integer>next("small")) : park.as(Loop.done(1))));
        SHAPES.put(
                "loop, done",
                (a, park) -> loop(0, x -> pure(Loop.<Integer, Held>done(a))).then(park));
        SHAPES.put("named", (a, park) -> run(a::use).then(park).named("label"));
        SHAPES.put("timed", (a, park) -> run(a::use).then(park).timed());
        SHAPES.put("parallel", (a, park) -> parallel(List.of(run(a::use).then(park), park)));
        SHAPES.put("parallel, one has ended", (a, park) -> parallel(List.of(run(a::use), park)));
        SHAPES.put(
                "panic",
                (a, park) -> gosched()
                        .flatMap(u -> {
                            a.use();
                            return panic("a panic");
                        })
                        .attempt()
                        .then(park));
        SHAPES.put(
                "a kept panic of a function",
                (a, park) -> pure(a).flatMap(x -> {
                            a.use();
                            return run(() -> {
                                if (a.size() > 0) {
                                    throw new IllegalStateException("thrown");
                                }
                            });
                        })
                        .map(u -> a.size())
                        .recover(p -> {
                            KEPT.add(p);
                            return pure(1);
                        })
                        .then(park));
        SHAPES.put(
                "a kept panic in a scope",
                (a, park) -> scoped(s -> {
                            a.use();
                            return panic("a panic");
                        })
                        .recover(p -> {
                            KEPT.add(p);
                            return unit();
                        })
                        .then(park));
        SHAPES.put("async, waiting", (a, park) -> go(park).then(async(callback -> a.use())));
        SHAPES.put(
                "async, over",
                (a, park) -> Go.<Integer>async(c -> c.succeed(a.size())).then(park));
        SHAPES.put(
                "fromFuture",
                (a, park) -> fromFuture(CompletableFuture.completedFuture(a)).then(park));
        SHAPES.put(
                "a future of a goroutine",
                (a, park) -> Futures.start(run(a::use).then(park)));
        SHAPES.put(
                "log context",
                (a, park) -> LogContext.with("k", "v", run(a::use).then(park)));

        SHAPES.put("go's body", (a, park) -> go(run(a::use).then(park)));
        SHAPES.put("go's body, named", (a, park) -> go("named", run(a::use).then(park)));
        SHAPES.put("go, ended", (a, park) -> go(run(a::use)).then(park));
        SHAPES.put(
                "go's starter, flatMap",
                (a, park) -> gosched().flatMap(u -> {
                    a.use();
                    return gosched().then(go(park)).map(v -> a.size());
                }));
        SHAPES.put("go's starter, peek", (a, park) -> gosched().then(go(park)).peek(u -> a.use()));
        SHAPES.put(
                "go's starter, forRange",
                (a, park) -> forRange(0, 2, i -> i > 0 ? run(a::use) : go(park).then(run(a::use))));
        SHAPES.put("go's starter, forEach", (a, park) -> forEach(List.of(a), x -> go(park)));
        SHAPES.put(
                "go's starter, forWhile",
                (a, park) -> Go.<Unit>breakable(b -> forWhile(() -> a.size() > 0, go(park).then(b.exit()))));
        SHAPES.put("go's starter, loop", (a, park) -> loop(0, x -> go(park).as(Loop.done(a.size()))));
        SHAPES.put(
                "go's starter, scoped",
                (a, park) -> scoped(s -> {
                    a.use();
                    return go(park);
                }));
        SHAPES.put(
                "go's starter, recover",
                (a, park) -> run(a::fail).recover(p -> {
                    a.use();
                    return go(park);
                }));
        SHAPES.put(
                "go's starter's starter",
                (a, park) -> scoped(s -> {
                    a.use();
                    return go(go(go(park)));
                }));
        SHAPES.put(
                "an actor's first state",
                (a, park) -> Actor.<Object, Integer>spawn(a, (s, m) -> pure(m))
                        .flatMap(actor -> {
                            KEPT.add(actor);
                            return actor.tell(1);
                        })
                        .then(gosched().repeat(50))
                        .then(park));
        SHAPES.put(
                "an actor's message",
                (a, park) -> Actor.<Integer, Held>spawn(0, (s, m) -> pure(m.size()))
                        .flatMap(actor -> {
                            KEPT.add(actor);
                            return actor.tell(a);
                        })
                        .then(gosched().repeat(50))
                        .then(park));
        SHAPES.put(
                "send, received",
                (a, park) -> suspend(() -> {
                    Channel<Held> ch = Channel.unbuffered();
                    KEPT.add(ch);
                    return go(ch.receive()).then(ch.send(a)).then(park);
                }));
        SHAPES.put(
                "send, to one who waits",
                (a, park) -> suspend(() -> {
                    Channel<Held> ch = Channel.unbuffered();
                    KEPT.add(ch);
                    return go(gosched().then(ch.send(a)))
                            .then(ch.receive())
                            .map(Held::size)
                            .then(park);
                }));
        SHAPES.put(
                "send, through a buffer",
                (a, park) -> suspend(() -> {
                    Channel<Held> ch = Channel.buffered(2);
                    KEPT.add(ch);
                    return ch.send(a).then(ch.receive()).map(Held::size).then(park);
                }));
        SHAPES.put(
                "range's element",
                (a, park) -> suspend(() -> {
                    Channel<Held> ch = Channel.buffered(1);
                    return ch.send(a).then(ch.range(x -> run(x::use).then(park)));
                }));
    }

    private static Go<?> chain(int n, Go<?> step) {
        return n == 0 ? unit() : chain(n - 1, step).then(step);
    }

    private static Iterable<Held> once(Held a) {
        Held[] rest = {a};
        return () -> new Iterator<>() {
            @Override
            public boolean hasNext() {
                return rest[0] != null;
            }

            @Override
            public Held next() {
                Held next = rest[0];
                rest[0] = null;
                return next;
            }
        };
    }

    @AfterEach
    void forget() {
        KEPT.clear();
    }

    @OnSomeRuntimes
    void unusedVariablesAreGarbage(TestRuntime rt) {
        assertThat(Held.keptOnceParked(rt, SHAPES)).isEmpty();
    }

    @OnSomeRuntimes
    void usedVariablesAreKept(TestRuntime rt) {
        assertThat(Held.isGarbageOnceParked(rt, (a, park) -> park.map(u -> a.size())))
                .isFalse();
    }
}
