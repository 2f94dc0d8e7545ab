package io.gondola.sync;

import static io.gondola.dsl.Go.call;
import static io.gondola.dsl.Go.forEach;
import static io.gondola.dsl.Go.forWhile;
import static io.gondola.dsl.Go.go;
import static io.gondola.dsl.Go.gosched;
import static io.gondola.dsl.Go.run;
import static io.gondola.dsl.Go.suspend;
import static io.gondola.select.Select.onReceive;
import static io.gondola.select.Select.onSend;
import static io.gondola.select.Select.onTimeout;
import static io.gondola.select.Select.select;
import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.context.Context;
import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.time.RateLimiter;
import io.gondola.time.Ticker;
import io.gondola.time.Timer;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;

/**
 * What is given to locks, groups, selects, contexts and timers is kept until it has done its work, and no longer,
 * though the goroutine and the object live on. Hunts bodies that stay in an object which has run them, and functions of
 * cases that were not taken.
 */
@SuppressWarnings("CheckReturnValue") // what is kept
class KeptFunctionsTest {
    private static final Duration LONG = Duration.ofDays(1);
    private static final Map<String, Shape> SHAPES = new LinkedHashMap<>();

    /** What a program keeps. */
    private static final List<Object> KEPT = new ArrayList<>();

    /** A program that is done with what {@code use} captured when it parks in {@code park}. */
    private interface Shape {
        Go<?> of(Go<Unit> use, Go<Unit> park);
    }

    static {
        SHAPES.put("withLock", (use, park) -> kept(new Mutex()).withLock(use).then(park));
        SHAPES.put(
                "withLock, parked in the lock", (use, park) -> kept(new Mutex()).withLock(use.then(park)));
        SHAPES.put("once", (use, park) -> kept(new Once()).doOnce(use).then(park));
        SHAPES.put("once, parked in it", (use, park) -> kept(new Once()).doOnce(use.then(park)));
        SHAPES.put("once value", (use, park) -> kept(new OnceValue<>(use)).get().then(park));
        SHAPES.put(
                "once value, panicked",
                (use, park) -> kept(new OnceValue<>(use.then(Go.panic("a panic"))))
                        .get()
                        .attempt()
                        .then(park));
        SHAPES.put(
                "single flight",
                (use, park) ->
                        kept(new SingleFlight<String, Unit>()).run("key", use).then(park));
        SHAPES.put(
                "single flight, on a channel",
                (use, park) -> kept(new SingleFlight<String, Unit>())
                        .runChannel("key", use)
                        .flatMap(ch -> kept(ch).receive())
                        .then(park));
        SHAPES.put(
                "error group",
                (use, park) -> suspend(() -> {
                    ErrGroup g = kept(new ErrGroup());
                    return g.go(use).then(g.await()).then(park);
                }));
        SHAPES.put(
                "error group, with a limit",
                (use, park) -> suspend(() -> {
                    ErrGroup g = kept(new ErrGroup());
                    return g.setLimit(1)
                            .then(g.go(use))
                            .then(g.tryGo(use))
                            .then(g.await())
                            .then(park);
                }));
        SHAPES.put(
                "wait group",
                (use, park) -> suspend(() -> {
                    WaitGroup g = kept(new WaitGroup());
                    return g.go(use).then(g.await()).then(park);
                }));
        SHAPES.put(
                "wait group, one has ended",
                (use, park) -> suspend(() -> {
                    WaitGroup g = kept(new WaitGroup());
                    return g.go(use).then(g.go(park)).then(g.await());
                }));
        SHAPES.put(
                "map's range",
                (use, park) -> suspend(() -> {
                    SyncMap<String, Integer> map = kept(new SyncMap<>());
                    return map.store("key", 1)
                            .then(map.range((k, v) -> use.as(true)))
                            .then(park);
                }));
        SHAPES.put(
                "select, taken",
                (use, park) -> suspend(() -> {
                    Channel<Integer> ch = kept(Channel.buffered(1));
                    return ch.send(1).then(select(onReceive(ch, x -> use))).then(park);
                }));
        SHAPES.put(
                "select, cases not taken",
                (use, park) -> suspend(() -> {
                    Channel<Integer> taken = kept(Channel.buffered(1));
                    Channel<Integer> other = kept(Channel.unbuffered());
                    return taken.send(1)
                            .then(select(
                                    onReceive(taken, x -> park),
                                    onReceive(other, x -> use),
                                    onTimeout(LONG, () -> use)));
                }));
        SHAPES.put(
                "select, cases not taken after a wait",
                (use, park) -> suspend(() -> {
                    Channel<Integer> taken = kept(Channel.unbuffered());
                    Channel<Integer> other = kept(Channel.unbuffered());
                    return go(gosched().repeat(5).then(taken.send(1)))
                            .then(select(
                                    onReceive(taken, x -> park),
                                    onReceive(other, x -> use),
                                    onSend(other, 1, () -> use),
                                    onTimeout(LONG, () -> use)));
                }));
        SHAPES.put(
                "context's function, has run",
                (use, park) -> Context.background()
                        .withCancel()
                        .flatMap(ctx -> kept(ctx).afterFunc(use).peek(KEPT::add).then(ctx.cancel()))
                        .then(gosched().repeat(50))
                        .then(park));
        SHAPES.put(
                "context's function, taken back",
                (use, park) -> Context.background()
                        .withCancel()
                        .flatMap(ctx -> kept(ctx).afterFunc(use).flatMap(stop -> kept(stop)))
                        .then(park));
        SHAPES.put(
                "context's run",
                (use, park) -> Context.background()
                        .withCancel()
                        .flatMap(ctx -> kept(ctx).run(use))
                        .then(park));
        SHAPES.put(
                "context's run, parked in it",
                (use, park) -> Context.background()
                        .withCancel()
                        .flatMap(ctx -> kept(ctx).run(use.then(park))));
        SHAPES.put(
                "timer's channel",
                (use, park) -> Timer.start(Duration.ofNanos(1))
                        .flatMap(t -> kept(t).channel().receive())
                        .then(use)
                        .then(park));
        SHAPES.put(
                "ticker's channel",
                (use, park) -> Ticker.start(Duration.ofNanos(1))
                        .flatMap(t -> kept(t).channel().receive().then(t.stop()))
                        .then(use)
                        .then(park));
        SHAPES.put(
                "semaphore",
                (use, park) -> suspend(() -> {
                    Semaphore s = kept(new Semaphore(1));
                    return s.acquire(1).then(use).defer(s.release(1)).then(park);
                }));
        SHAPES.put(
                "semaphore, acquired under a context",
                (use, park) -> suspend(() -> {
                    Semaphore s = kept(new Semaphore(1));
                    return s.acquire(holding(use), 1).then(park);
                }));
        SHAPES.put(
                "semaphore, acquired under a context after a wait",
                (use, park) -> suspend(() -> {
                    Semaphore s = kept(new Semaphore(1));
                    return s.acquire(1)
                            .then(go(gosched().repeat(5).then(s.release(1))))
                            .then(s.acquire(holding(use), 1))
                            .then(park);
                }));
        SHAPES.put(
                "semaphore, wait given up by the context",
                (use, park) -> suspend(() -> {
                    Semaphore s = kept(new Semaphore(0));
                    return holding(use)
                            .withCancel()
                            .flatMap(ctx -> go(gosched().repeat(5).then(ctx.cancel()))
                                    .then(s.acquire(ctx, 1))
                                    .then(park));
                }));
        SHAPES.put(
                "semaphore, wait given up by a run",
                (use, park) -> Context.background().withCancel().flatMap(ctx -> {
                    Semaphore s = kept(new Semaphore(0));
                    return go(gosched().repeat(5).then(ctx.cancel()))
                            .then(ctx.run(s.acquire(holding(use), 1)))
                            .then(park);
                }));
        SHAPES.put(
                "rate limiter, waited under a context",
                (use, park) -> suspend(() -> {
                    RateLimiter r = kept(new RateLimiter(1e8, 1));
                    return r.await(holding(use), 1)
                            .then(r.await(holding(use), 1))
                            .then(park);
                }));
        SHAPES.put(
                "rate limiter, wait given up by the context",
                (use, park) -> suspend(() -> {
                    RateLimiter r = kept(new RateLimiter(1e-6, 1));
                    return holding(use)
                            .withCancel()
                            .flatMap(ctx -> go(gosched().repeat(5).then(ctx.cancel()))
                                    .then(r.await(ctx, 1))
                                    .then(r.await(ctx, 1))
                                    .then(park));
                }));
        SHAPES.put(
                "rate limiter, reserved and cancelled",
                (use, park) -> suspend(() -> {
                    RateLimiter r = kept(new RateLimiter(1, 1));
                    return r.reserve()
                            .flatMap(reservation -> use.then(kept(reservation).cancel()))
                            .then(park);
                }));
        SHAPES.put(
                "pool, taken out",
                (use, park) -> suspend(() -> {
                    Pool<Go<Unit>> pool = kept(new Pool<>());
                    return pool.put(use)
                            .then(pool.get())
                            .flatMap(taken -> taken.get())
                            .then(park);
                }));
        SHAPES.put(
                "pool, what was taken is replaced",
                (use, park) -> suspend(() -> {
                    Pool<Go<Unit>> pool = kept(new Pool<>());
                    return pool.put(use)
                            .then(pool.put(Go.unit()))
                            .then(pool.get())
                            .flatMap(taken -> taken.get())
                            .then(pool.get())
                            .flatMap(taken -> taken.get())
                            .then(pool.put(Go.unit()))
                            .then(park);
                }));
        SHAPES.put(
                "cond",
                (use, park) -> suspend(() -> {
                    Mutex m = kept(new Mutex());
                    Cond c = kept(new Cond(m));
                    return go(gosched().repeat(5).then(c.broadcast()))
                            .then(m.withLock(c.await().then(use)))
                            .then(park);
                }));
        SHAPES.put(
                "cond, wait given up by a run",
                (use, park) -> Context.background().withCancel().flatMap(ctx -> {
                    Mutex m = kept(new Mutex());
                    Cond c = kept(new Cond(m));
                    return go(gosched().repeat(5).then(ctx.cancel()))
                            .then(ctx.run(m.withLock(c.await().then(use))))
                            .then(park);
                }));
        SHAPES.put(
                "read and write locks",
                (use, park) -> suspend(() -> {
                    RWMutex m = kept(new RWMutex());
                    return m.rLock()
                            .then(use)
                            .then(m.rUnlock())
                            .then(m.withLock(use))
                            .then(park);
                }));
    }

    /** A context that has {@code use} as a value. */
    private static Context holding(Go<Unit> use) {
        return Context.background().withValue("use", use);
    }

    private static <T> T kept(T object) {
        KEPT.add(object);
        return object;
    }

    @AfterEach
    void forget() {
        KEPT.clear();
    }

    private static final class Held {
        private final byte[] bytes = new byte[1 << 10];

        void use() {
            bytes[0]++;
        }
    }

    @OnAllRuntimes
    @SuppressWarnings("gondola:shared") // one goroutine after the other writes the map
    void functionsThatHaveDoneTheirWorkAreGarbage(TestRuntime rt) {
        Map<String, WeakReference<Held>> variables = new LinkedHashMap<>();
        Channel<Unit> hold = Channel.unbuffered();

        Set<String> left = rt.run(forEach(SHAPES.entrySet(), shape -> {
                    AtomicBoolean parked = new AtomicBoolean();
                    Go<Unit> park = run(() -> parked.set(true)).then(hold.receive());
                    Go<?> goroutine = suspend(() -> {
                        Held a = new Held();
                        variables.put(shape.getKey(), new WeakReference<>(a));
                        return shape.getValue().of(run(a::use), park);
                    });
                    return go(goroutine)
                            .then(forWhile(() -> !parked.get(), gosched()))
                            .then(gosched().repeat(100));
                })
                .then(call(() -> left(variables))));

        assertThat(left).isEmpty();
    }

    private static Set<String> left(Map<String, WeakReference<Held>> variables) {
        var unused = Garbage.isCollected(() -> {
            variables.values().removeIf(variable -> variable.refersTo(null));
            return variables.isEmpty();
        });
        return Set.copyOf(variables.keySet());
    }
}
