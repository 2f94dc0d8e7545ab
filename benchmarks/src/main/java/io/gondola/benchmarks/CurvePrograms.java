package io.gondola.benchmarks;

import static io.gondola.dsl.Go.*;
import static io.gondola.select.Select.*;

import io.gondola.context.CancelContext;
import io.gondola.context.Context;
import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.GoRuntime;
import io.gondola.dsl.Unit;
import io.gondola.sync.WaitGroup;
import io.vavr.collection.List;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** What a {@link Curve} measures: programs that yield the nanoseconds for one operation at {@code x}. */
final class CurvePrograms {
    /** At least so many operations are timed. */
    private final int operations;

    CurvePrograms(int operations) {
        this.operations = operations;
    }

    double nanos(GoRuntime runtime, Curve curve, int x) {
        if (curve.isGrowing()) {
            return GrowingPrograms.nanos(runtime, curve, x);
        }
        return curve.isRunBeside() ? RunBeside.nanos(runtime, curve, x, operations) : runtime.run(program(curve, x));
    }

    private Go<Double> program(Curve curve, int x) {
        return switch (curve) {
            case SPAWN -> spawn(x);
            case HOP -> hops(x);
            case YIELD -> yields(x);
            case SELECT_READY -> selectReady(x);
            case SELECT_WAIT -> selectWait(x);
            case CLOSE -> close(x);
            case CANCEL -> cancel(x);
            case HOT -> hot();
            default -> throw new IllegalArgumentException("not measured by a program: " + curve.label());
        };
    }

    private int rounds(int x) {
        return Math.max(1, operations / x);
    }

    private Go<Double> spawn(int x) {
        int rounds = rounds(x);
        return timed(forRange(0, rounds, i -> GoroutinePrograms.program(Workload.SPAWN, x)), (double) rounds * x);
    }

    /** The ring is there, with all of its members parked, before the clock starts. */
    private Go<Double> hops(int members) {
        int laps = rounds(members);
        return suspend(() -> {
            java.util.List<Channel<Integer>> ring = new ArrayList<>(members);
            for (int i = 0; i < members; i++) {
                ring.add(Channel.unbuffered());
            }
            AtomicInteger begun = new AtomicInteger();
            Go<Unit> lap =
                    ring.get(0).send(0).then(ring.get(members - 1).receive()).as(Unit.UNIT);
            return forRange(
                            1,
                            members,
                            i -> go(run(begun::incrementAndGet)
                                    .then(ring.get(i - 1)
                                            .receive()
                                            .flatMap(v -> ring.get(i).send(v))
                                            .repeat(laps))))
                    .then(forWhile(() -> begun.get() < members - 1, gosched()))
                    .then(timed(lap.repeat(laps), (double) laps * members));
        });
    }

    /** All goroutines are there, behind a gate, before the clock starts. */
    private Go<Double> yields(int x) {
        int each = Math.max(10, rounds(x));
        return behindAGate(x, gate -> gate.receive().then(gosched().repeat(each)), Channel::close, (double) each * x);
    }

    private Go<Double> close(int x) {
        int rounds = rounds(x);
        return mean(rounds, behindAGate(x, gate -> gate.receive(), Channel::close, x));
    }

    private Go<Double> cancel(int x) {
        int rounds = rounds(x);
        Channel<Integer> silent = Channel.unbuffered();
        return mean(
                rounds,
                Context.background()
                        .withCancel()
                        .flatMap(ctx -> behindAGate(
                                x,
                                gate -> select(onReceive(ctx.done(), unit()), onReceive(silent, unit())),
                                gate -> cancel(ctx),
                                x)));
    }

    private static Go<Unit> cancel(CancelContext ctx) {
        return ctx.cancel();
    }

    /** Times from {@code open} until all {@code x} goroutines, which had waited, are done. */
    private static Go<Double> behindAGate(
            int x, Step<Channel<Integer>, Go<?>> body, Step<Channel<Integer>, Go<Unit>> open, double operations) {
        return suspend(() -> {
            Channel<Integer> gate = Channel.unbuffered();
            WaitGroup ended = new WaitGroup();
            AtomicInteger begun = new AtomicInteger();
            Go<?> waiter = run(begun::incrementAndGet).then(body.apply(gate));
            return ended.go(waiter)
                    .repeat(x)
                    .then(forWhile(() -> begun.get() < x, gosched()))
                    .then(gosched().repeat(2))
                    .then(timed(open.apply(gate).then(ended.await()), operations));
        });
    }

    private interface Step<A, B> {
        B apply(A a);
    }

    private Go<Double> selectReady(int cases) {
        int each = Math.max(1, operations / cases);
        List<Channel<Integer>> channels = List.fill(cases, () -> Channel.unbuffered());
        return forEach(channels, c -> go(forRange(0, each, i -> c.send(i))))
                .then(timed(
                        select(channels.map(c -> onReceive(c, unit()))).repeat(each * cases), (double) each * cases));
    }

    private Go<Double> selectWait(int cases) {
        int each = Math.max(1, operations / cases);
        java.util.List<Channel<Integer>> channels = new ArrayList<>();
        for (int i = 0; i < cases; i++) {
            channels.add(Channel.unbuffered());
        }
        return go(forRange(0, each * cases, i -> channels.get(i % cases).send(i)))
                .then(timed(
                        select(List.ofAll(channels).map(c -> onReceive(c, unit())))
                                .repeat(each * cases),
                        (double) each * cases));
    }

    private Go<Double> hot() {
        int parties = 64;
        int each = Math.max(1, operations / parties);
        return suspend(() -> {
            Channel<Integer> channel = Channel.buffered(128);
            WaitGroup ended = new WaitGroup();
            return timed(
                    forRange(0, parties, p -> ended.go(forRange(0, each, i -> channel.send(i))))
                            .then(forRange(
                                    0, parties, p -> ended.go(channel.receive().repeat(each))))
                            .then(ended.await()),
                    (double) each * parties);
        });
    }

    private static Go<Double> mean(int n, Go<Double> sample) {
        Sum hundredths = new Sum();
        return sample.peek(nanos -> hundredths.add(Math.round(nanos * 100)))
                .repeat(n)
                .then(call(() -> hundredths.value() / 100.0 / n));
    }

    private static Go<Double> timed(Go<?> program, double operations) {
        return suspend(() -> {
            long start = System.nanoTime();
            return program.then(call(() -> (System.nanoTime() - start) / operations));
        });
    }
}
