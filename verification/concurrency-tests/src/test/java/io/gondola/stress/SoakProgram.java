package io.gondola.stress;

import static io.gondola.select.Select.onReceive;
import static io.gondola.select.Select.onTimeout;
import static io.gondola.select.Select.select;

import io.gondola.context.CancelContext;
import io.gondola.context.Context;
import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.GoRuntime;
import io.gondola.dsl.Unit;
import io.gondola.sync.ErrGroup;
import io.gondola.sync.Mutex;
import io.gondola.sync.RWMutex;
import io.gondola.sync.Semaphore;
import io.gondola.sync.WaitGroup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

/**
 * A program that a seed decides: it makes trees of contexts, gives up waits, fails in the middle of what it does,
 * leaves goroutines behind that wait for what is never going to come, and ends by a value, a panic, a deadlock or from
 * outside. Much of that is done on objects that all programs of a {@link Soak} share, so whatever a program leaves
 * there adds up.
 */
final class SoakProgram {
    private static final int MAX_NANOS = 100_000;
    private static final int MAX_DEPTH = 4;

    /** What all programs share, of whatever runtime with real threads: nothing ever comes, nor is anything freed. */
    static final class Shared {
        private final Channel<Integer> silent = Channel.<Integer>unbuffered().named("silent");
        private final Channel<Integer> full = Channel.<Integer>unbuffered().named("full");
        private final Mutex mutex = new Mutex().named("held");
        private final RWMutex rwMutex = new RWMutex();
        private final WaitGroup group = new WaitGroup();
        private final Semaphore semaphore = new Semaphore(1);
        private final CompletableFuture<Integer> never = new CompletableFuture<>();
        private CancelContext context;

        /** Takes all that can be taken. */
        static Shared make() {
            Shared shared = new Shared();
            try (GoRuntime runtime = GoRuntime.builder().maxProcs(1).build()) {
                runtime.run(shared.mutex
                        .lock()
                        .then(shared.rwMutex.lock())
                        .then(shared.group.add(1))
                        .then(shared.semaphore.acquire(1))
                        .then(Context.background().withCancel().peek(c -> shared.context = c)));
            }
            return shared;
        }
    }

    private final Shared shared;
    private final Random random;

    /** Whether its runtime has real threads, so that it may wait for what other runtimes have. */
    private final boolean real;

    private boolean ends = true;

    SoakProgram(Shared shared, long seed, boolean real) {
        this.shared = shared;
        this.random = new Random(seed);
        this.real = real;
    }

    Go<Unit> main() {
        List<Go<?>> steps = new ArrayList<>();
        for (int i = 1 + random.nextInt(6); i > 0; i--) {
            steps.add(scene(MAX_DEPTH));
        }
        return Go.sequence(steps).then(end());
    }

    /** Whether the program that {@link #main} has made ends by itself; otherwise by a deadlock, or from outside. */
    boolean ends() {
        return ends;
    }

    private Go<Unit> end() {
        int how = random.nextInt(8);
        ends = how != 2 && how != 3;
        return switch (how) {
            case 0 -> Go.panic("the end");
            case 1 ->
                Go.<Unit>call(() -> {
                    throw new IllegalStateException("the end");
                });
            case 2 -> Go.goexit();
            case 3 -> Go.never();
            default -> Go.unit();
        };
    }

    /** A part of the program that ends by itself. */
    private Go<?> scene(int depth) {
        if (depth == 0) {
            return Go.gosched();
        }
        Go<?> inner = Go.suspend(() -> scene(depth - 1));
        return switch (random.nextInt(12)) {
            case 0 -> Go.go(waits());
            case 1 -> withContext(inner);
            case 2 -> withTimeout(waits());
            case 3 -> givenUp();
            case 4 -> Go.panic("recovered").defer(inner).recover(p -> inner);
            case 5 ->
                Go.<Object>call(() -> {
                            throw new IllegalStateException("thrown");
                        })
                        .onPanic(p -> Go.gosched())
                        .attempt();
            case 6 -> Go.scoped(s -> s.defer(inner).then(Go.go(inner)).then(Go.breakable(b -> b.exit())));
            case 7 -> group(inner);
            case 8 -> values(inner);
            case 9 ->
                Go.forRange(
                        0,
                        random.nextInt(20),
                        i -> Go.go("child-" + i, Go.gosched().then(inner)));
            case 10 -> select(onReceive(silent(), Go.unit()), onTimeout(duration(), inner));
            default -> Go.sleep(duration()).then(inner);
        };
    }

    private Channel<Integer> silent() {
        return real ? shared.silent : Channel.unbuffered();
    }

    /** Waits for ever, on something that others wait on, too. */
    private Go<?> waits() {
        if (!real) {
            return random.nextBoolean()
                    ? Go.never()
                    : Channel.<Integer>unbuffered().receive();
        }
        byte[] captured = new byte[256];
        Go<?> wait = switch (random.nextInt(12)) {
            case 0 -> shared.silent.receive();
            case 1 -> shared.full.send(1);
            case 2 -> shared.mutex.lock();
            case 3 -> shared.rwMutex.lock();
            case 4 -> shared.rwMutex.rLock();
            case 5 -> shared.group.await();
            case 6 -> shared.semaphore.acquire(1);
            case 7 -> shared.context.done().receive();
            case 8 -> Go.fromFuture(shared.never);
            case 9 -> shared.context.run(shared.silent.receive());
            case 10 -> shared.context.afterFunc(Go.unit());
            default -> select(onReceive(shared.silent, Go.unit()), onReceive(shared.context.done(), Go.unit()));
        };
        return Go.run(() -> captured[0]++).then(wait).then(Go.unit());
    }

    private Go<?> withContext(Go<?> inner) {
        return Context.background()
                .withCancel()
                .flatMap(ctx -> ctx.withValue("k", "v")
                        .withCancel()
                        .flatMap(below -> below.afterFunc(inner))
                        .then(Go.go(ctx.run(waits())))
                        .then(inner)
                        .defer(ctx.cancel()));
    }

    private Go<?> withTimeout(Go<?> waits) {
        return Context.background()
                .withTimeout(duration())
                .flatMap(ctx -> ctx.run(waits).defer(ctx.cancel()));
    }

    private Go<?> givenUp() {
        return Context.background()
                .withCancel()
                .flatMap(ctx -> Go.go(Go.gosched().then(ctx.cancel())).then(ctx.run(waits())));
    }

    private Go<?> group(Go<?> inner) {
        return ErrGroup.withContext(Context.background())
                .flatMap(g -> g.go(Go.panic("a member"))
                        .then(g.go(inner))
                        .then(g.go(g.context().run(Go.never())))
                        .then(g.await()));
    }

    private Go<?> values(Go<?> inner) {
        Channel<Integer> channel = Channel.buffered(random.nextInt(3));
        int n = random.nextInt(50);
        return Go.go(Go.forRange(0, n, channel::send).then(channel.close()))
                .then(channel.range(v -> v % 10 == 9 ? inner : Go.unit()));
    }

    private Duration duration() {
        return Duration.ofNanos(random.nextInt(MAX_NANOS));
    }
}
