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
 * What is given to locks, groups, selects, contexts and timers is kept until it has done its work, and no longer, though the goroutine
 * and the object live on. Hunts bodies that stay in an object which has run them, and functions of cases that were not taken.
 */
@SuppressWarnings("CheckReturnValue") // what is kept
class KeptFunctionsTest {
    private static final int COLLECTIONS = 40;
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
    void whatHasDoneItsWorkIsGarbage(TestRuntime rt) {
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

    private static Set<String> left(Map<String, WeakReference<Held>> variables) throws InterruptedException {
        for (int i = 0; i < COLLECTIONS && !variables.isEmpty(); i++) {
            System.gc();
            variables.values().removeIf(variable -> variable.get() == null);
            Thread.sleep(1 + i / 4);
        }
        return Set.copyOf(variables.keySet());
    }
}
