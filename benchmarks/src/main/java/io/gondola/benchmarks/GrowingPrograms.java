package io.gondola.benchmarks;

import static io.gondola.dsl.Go.*;

import io.gondola.context.CancelContext;
import io.gondola.context.Context;
import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.GoRuntime;
import io.gondola.dsl.Loop;
import io.gondola.time.Timer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * Programs that do something {@code x} times, each time on top of all that was done before: nested contexts, scopes,
 * defers and recovers, timers beside timers, waits after waits that were given up. The cost of one must not grow with
 * those before it.
 */
final class GrowingPrograms {
    private static final int OPERATIONS = 1_000;
    private static final Duration LONG = Duration.ofDays(1);

    private GrowingPrograms() {}

    /** The nanoseconds for one operation. */
    static double nanos(GoRuntime runtime, Curve curve, int x) {
        return switch (curve) {
            case CONTEXT_CHAIN -> timed(runtime, chain(x), x);
            case CONTEXT_ERR ->
                runtime.run(chain(x).flatMap(ctx -> inside(ctx.err().repeat(OPERATIONS), OPERATIONS)));
            case SCOPES -> timed(runtime, scopes(x), x);
            case DEFERS ->
                timed(runtime, Go.<Object>scoped(s -> s.defer(unit()).repeat(x).as(1)), x);
            case RECOVERS -> timed(runtime, recovers(x), x);
            case PANICS ->
                timed(
                        runtime,
                        Go.<Object>scoped(s -> s.defer(panic("again")).repeat(x).then(panic("first")))
                                .recover(p -> pure(1)),
                        x);
            case TIMERS ->
                runtime.run(Timer.start(LONG)
                        .repeat(x)
                        .then(inside(Timer.start(LONG).flatMap(Timer::stop).repeat(OPERATIONS), OPERATIONS)));
            case FUTURES -> timed(runtime, givenUp(x), x);
            case ENDED_WAITERS -> {
                Channel<Integer> channel = Channel.unbuffered();
                yield programs(runtime, go(channel.receive()).then(gosched()), x);
            }
            case ENDED_CONTEXTS -> {
                Context parent = runtime.run(Context.background().withCancel());
                yield programs(runtime, parent.withCancel(), x);
            }
            default -> throw new IllegalArgumentException("not a growing program: " + curve.label());
        };
    }

    private static double timed(GoRuntime runtime, Go<?> program, int x) {
        return runtime.run(inside(program, x));
    }

    private static Go<Double> inside(Go<?> program, double operations) {
        return suspend(() -> {
            long start = System.nanoTime();
            return program.then(call(() -> (System.nanoTime() - start) / operations));
        });
    }

    private static double programs(GoRuntime runtime, Go<?> program, int x) {
        long start = System.nanoTime();
        for (int i = 0; i < x; i++) {
            var unused = runtime.run(program);
        }
        return (System.nanoTime() - start) / (double) x;
    }

    private record Link(Context context, int left) {}

    private static Go<Context> chain(int n) {
        return loop(
                new Link(Context.background(), n),
                link -> link.left() == 0
                        ? pure(Loop.done(link.context()))
                        : link.context()
                                .withCancel()
                                .map(below -> Loop.<Link, Context>next(new Link(below, link.left() - 1))));
    }

    private static Go<Integer> scopes(int depth) {
        return depth == 0 ? pure(0) : scoped(s -> s.defer(unit()).then(suspend(() -> scopes(depth - 1))));
    }

    private static Go<Integer> recovers(int depth) {
        Go<Integer> program = panic("innermost");
        for (int i = 0; i < depth; i++) {
            program = program.recover(p -> {
                throw p;
            });
        }
        return program.recover(p -> pure(1));
    }

    private static Go<?> givenUp(int n) {
        CompletableFuture<Integer> never = new CompletableFuture<>();
        Go<?> one = Context.background().withCancel().flatMap(ctx -> giveUp(ctx, never));
        return one.repeat(n);
    }

    private static Go<?> giveUp(CancelContext ctx, CompletableFuture<Integer> never) {
        return go(gosched().then(ctx.cancel())).then(ctx.run(fromFuture(never)));
    }
}
