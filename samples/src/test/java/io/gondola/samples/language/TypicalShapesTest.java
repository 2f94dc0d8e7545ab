package io.gondola.samples.language;

import static io.gondola.dsl.Go.*;
import static io.gondola.select.Select.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.context.CancelContext;
import io.gondola.context.Context;
import io.gondola.dsl.Actor;
import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.GoRuntime;
import io.gondola.dsl.Loop;
import io.gondola.dsl.ReceiveChannel;
import io.gondola.dsl.SendChannel;
import io.gondola.dsl.Shared;
import io.gondola.dsl.Unit;
import io.gondola.dsl.interop.LogContext;
import io.gondola.sync.AtomicLong;
import io.gondola.sync.ErrGroup;
import io.gondola.sync.Mutex;
import io.gondola.sync.OnceValue;
import io.gondola.sync.Pool;
import io.gondola.sync.RWMutex;
import io.gondola.sync.Semaphore;
import io.gondola.sync.SingleFlight;
import io.gondola.sync.SyncMap;
import io.gondola.sync.WaitGroup;
import io.gondola.time.RateLimiter;
import io.gondola.time.Ticker;
import io.gondola.time.Time;
import io.gondola.time.Timer;
import io.vavr.Tuple;
import io.vavr.Tuple2;
import io.vavr.collection.List;
import io.vavr.collection.Seq;
import io.vavr.control.Option;
import io.vavr.control.Try;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * What users write must compile as it stands here: without type arguments at a call, casts, or variables that only help
 * the inference. A type argument is needed where nothing tells the type, which is where a channel is made.
 */
class TypicalShapesTest {
    private final Channel<Integer> ints = Channel.buffered(4);
    private final Channel<String> strings = Channel.unbuffered();
    private final Channel<Unit> done = Channel.unbuffered();

    private record Request(int n, SendChannel<Integer> reply) {}

    // channels and loops

    private static Go<ReceiveChannel<Integer>> generator(int n) {
        return suspend(() -> {
            Channel<Integer> out = Channel.unbuffered();
            return go(forRange(0, n, i -> out.send(i)).then(out.close())).as(out);
        });
    }

    private static Go<Integer> sum(ReceiveChannel<Integer> in) {
        return loop(0, acc -> in.receiveOption().map(v -> v.isEmpty() ? Loop.done(acc) : Loop.next(acc + v.get())));
    }

    private static <T, R> Go<ReceiveChannel<R>> mapped(ReceiveChannel<T> in, java.util.function.Function<T, R> f) {
        return suspend(() -> {
            Channel<R> out = Channel.buffered(1);
            return go(in.range(v -> out.send(f.apply(v))).then(out.close())).as(out);
        });
    }

    private static <T> Go<ReceiveChannel<T>> fanIn(Seq<ReceiveChannel<T>> ins) {
        return suspend(() -> {
            Channel<T> out = Channel.unbuffered();
            WaitGroup wg = new WaitGroup();
            return forEach(ins, in -> wg.go(in.range(v -> out.send(v))))
                    .then(go(wg.await().then(out.close())))
                    .as(out);
        });
    }

    private static Go<Unit> server(ReceiveChannel<Request> requests) {
        return requests.range(r -> go(r.reply.send(r.n * 2)));
    }

    private static Go<Option<Integer>> find(Seq<Integer> xs, int wanted) {
        return breakable(b -> forEach(xs, x -> when(x == wanted, b.exit(Option.some(x)), unit()))
                .as(Option.none()));
    }

    private static Go<Long> fib(int n) {
        return n < 2 ? pure((long) n) : zip(suspend(() -> fib(n - 1)), suspend(() -> fib(n - 2)), Long::sum);
    }

    private static Go<Integer> collatz(int from) {
        return loop(
                Tuple.of(from, 0),
                s -> s._1 == 1
                        ? pure(Loop.done(s._2))
                        : pure(Loop.next(Tuple.of(s._1 % 2 == 0 ? s._1 / 2 : 3 * s._1 + 1, s._2 + 1))));
    }

    Seq<Go<?>> steps() {
        Go<String> chain = ints.receive()
                .map(i -> "n" + i)
                .flatMap(s -> strings.send(s).as(s))
                .peek(s -> {});
        Go<Integer> nested = ints.receive().flatMap(x -> ints.receive().map(y -> x + y));
        Go<Unit> print =
                zip(ints.receive(), strings.receive(), (i, s) -> println(i, s)).flatMap(p -> p);
        Go<Integer> recovered = ints.receive().map(x -> 1 / x).recover(p -> pure(0));
        Go<Integer> rethrown = ints.receive().recover(p -> panic(p.value()));
        Go<Object> wider = ints.receive().flatMap(x -> when(x > 0, pure(x), pure("none")));
        Go<Try<Integer>> tried = ints.receive().attempt();
        Go<Integer> orElse = ints.receive().attempt().map(t -> t.getOrElse(-1));
        Go<String> folded = ints.receive().attempt().flatMap(t -> t.fold(e -> pure(e.getMessage()), v -> pure("" + v)));
        Go<Integer> tries = call(() -> read("x")).retry(3, Duration.ofMillis(1));
        Go<Tuple2<Integer, Duration>> timed = ints.receive().timed();
        Go<Seq<Integer>> all = parallel(List.of(1, 2, 3).map(i -> pure(i)));
        Go<Integer> received = ints.tryReceive().map(r -> r.isValue() ? r.get() : 0);
        Go<Unit> scope = scoped(s -> forRange(0, 3, i -> s.defer(println(i))));
        Go<Unit> endless = forever(b -> ints.receiveOption().flatMap(v -> v.isEmpty() ? b.exit() : println(v.get())));
        Go<Unit> ranged = ints.range((v, b) -> v > 3 ? b.exit() : strings.send("v" + v));
        Go<Integer> blocked = blocking(() -> read("x"));
        Go<Unit> whiles = forWhile(ints.trySend(1), gosched()).then(forWhile(() -> true, unit()));
        Go<Integer> shared = suspend(() -> {
            Shared<Integer> n = Shared.of(0);
            return forRange(0, 3, i -> n.update(x -> x + i)).then(n.get());
        });
        return List.of(
                chain, nested, print, recovered, rethrown, wider, tried, orElse, folded, tries, timed, all, received,
                scope, endless, ranged, blocked, whiles, shared);
    }

    private static int read(String path) throws IOException {
        if (path.isEmpty()) {
            throw new IOException("no path");
        }
        return path.length();
    }

    // select

    Seq<Go<?>> selects() {
        Go<Unit> units =
                select(onReceive(ints, i -> println(i)), onReceive(strings, s -> println(s)), onReceive(done, unit()));
        Go<String> differentElements = select(
                onReceive(ints, i -> pure("int " + i)),
                onReceive(strings, s -> pure(s)),
                onReceiveOption(ints, o -> pure(o.map(i -> "some " + i).getOrElse("closed"))),
                onSend(ints, 7, () -> pure("sent")),
                onSend(strings, "x", pure("sent")),
                onTimeout(Duration.ofSeconds(1), () -> pure("late")),
                onDefault(pure("none")));
        Go<Number> differentResults = select(onReceive(ints, i -> pure(i)), onDefault(pure(2.5)));
        Go<Integer> orPanic = select(onReceive(ints, i -> pure(i)), onTimeout(Duration.ZERO, panic("late")));
        Go<Unit> loop = forever(b -> select(onReceive(ints, i -> println(i)), onReceive(done, b.exit())));
        Go<Tuple2<Integer, Integer>> state = loop(
                Tuple.of(0, 1),
                s -> select(
                        onSend(ints, s._1, pure(Loop.next(Tuple.of(s._2, s._1 + s._2)))),
                        onReceive(done, pure(Loop.done(s)))));
        Go<Integer> dynamic = select(List.of(ints, ints).map(c -> onReceive(c, i -> pure(i))));
        Go<Unit> ticking = Time.tick(Duration.ofMillis(1))
                .flatMap(tick -> select(onReceive(tick, t -> println(t)), onReceive(done, unit())));
        return List.of(units, differentElements, differentResults, orPanic, loop, state, dynamic, ticking);
    }

    // the standard library

    Seq<Go<?>> library() {
        Mutex mu = new Mutex();
        RWMutex rw = new RWMutex();
        AtomicLong n = new AtomicLong();
        OnceValue<String> config = new OnceValue<>(blocking(() -> "config"));
        Pool<StringBuilder> pool = new Pool<>(StringBuilder::new);
        SyncMap<String, Integer> map = new SyncMap<>();
        SingleFlight<String, Integer> flights = new SingleFlight<>();
        Semaphore sem = new Semaphore(3);

        Go<Integer> locked = mu.withLock(ints.receive().map(x -> x + 1));
        Go<Unit> byHand = mu.lock().then(println("in")).defer(mu.unlock());
        Go<String> reading = rw.withRLock(config.get());
        Go<Try<Unit>> group = ErrGroup.withContext(Context.background())
                .flatMap(g -> g.setLimit(2)
                        .then(forEach(List.of("a", "b"), path -> g.go(blocking(() -> read(path)))))
                        .then(g.await()));
        Go<Try<Integer>> limited = Context.background()
                .withTimeout(Duration.ofSeconds(1))
                .flatMap(ctx -> ctx.run(ints.receive()).defer(ctx.cancel()));
        Go<Integer> orZero = Context.background()
                .withCancel()
                .flatMap(ctx -> ctx.run(ints.receive()).map(t -> t.getOrElse(0)));
        Go<Unit> watching = Context.background()
                .withCancel()
                .flatMap(
                        ctx -> go(worker(ctx)).then(sleep(Duration.ofMillis(1))).then(ctx.cancel()));
        Go<String> acquired = Context.background()
                .withTimeout(Duration.ofMillis(1))
                .flatMap(ctx -> sem.acquire(ctx, 2))
                .flatMap(t -> t.isSuccess() ? sem.release(2).as("done") : pure("late"));
        Go<Boolean> stopped = Timer.start(Duration.ofSeconds(1)).flatMap(t -> t.stop());
        Go<Unit> ticks = Ticker.start(Duration.ofMillis(1))
                .flatMap(t -> t.channel().receive().then(t.stop()));
        Go<String> pooled = pool.get().flatMap(b -> pool.put(b.get()).as(b.get().toString()));
        Go<Option<Integer>> loaded = map.loadOrStore("a", 1).flatMap(r -> map.load("a"));
        Go<Integer> flight = flights.run("a", pure(1)).map(r -> r.value().get());
        Go<Long> counted = n.add(1).then(n.load());
        Go<Unit> limiter = suspend(() -> {
            RateLimiter limit = new RateLimiter(10, 1);
            return forRange(0, 3, i -> limit.await().then(println(i)));
        });
        Go<Integer> actor = Actor.of(Request.class, 0)
                .onMessage((count, r) -> r.reply.send(count + r.n).as(count + r.n))
                .spawn()
                .flatMap(a -> a.ask(reply -> new Request(1, reply)));
        Go<Integer> logged = LogContext.with("request", "7", ints.receive());
        return List.of(
                locked, byHand, reading, group, limited, orZero, watching, acquired, stopped, ticks, pooled, loaded,
                flight, counted, limiter, actor, logged);
    }

    private static Go<Unit> worker(CancelContext ctx) {
        return forever(b -> select(
                onReceive(ctx.done(), ctx.err().flatMap(e -> println(e)).then(b.exit())),
                onTimeout(Duration.ofMillis(1), println("working"))));
    }

    @Test
    void typicalShapesCompileAndAreDescriptions() {
        assertThat(steps().appendAll(selects()).appendAll(library()).map(Go::explain))
                .hasSize(44)
                .noneMatch(String::isBlank);
    }

    @Test
    void pipelinesOfThemRun() {
        Go<Integer> program = generator(4)
                .flatMap(g -> mapped(g, i -> "x".repeat(i)))
                .flatMap(m -> fanIn(List.of(m)))
                .flatMap(out -> mapped(out, String::length))
                .flatMap(TypicalShapesTest::sum);
        Go<Integer> answered = suspend(() -> {
            Channel<Request> requests = Channel.unbuffered();
            Channel<Integer> reply = Channel.unbuffered();
            return sequence(go(server(requests)), requests.send(new Request(21, reply)))
                    .then(reply.receive());
        });
        try (GoRuntime rt = GoRuntime.deterministic(1)) {
            int sum = rt.run(program);
            int answer = rt.run(answered);
            long fibonacci = rt.run(fib(10));
            int steps = rt.run(collatz(6));
            Option<Integer> found = rt.run(find(List.of(1, 2, 3), 2));

            assertThat(sum).isEqualTo(6);
            assertThat(answer).isEqualTo(42);
            assertThat(fibonacci).isEqualTo(55);
            assertThat(steps).isEqualTo(8);
            assertThat(found).containsExactly(2);
        }
    }
}
