package io.gondola.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.context.Context;
import io.gondola.dsl.Go;
import io.gondola.dsl.GoRuntime;
import io.gondola.dsl.Unit;
import io.gondola.testkit.Explorer;
import io.gondola.testkit.Report;
import io.vavr.collection.Seq;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Several goroutines hand elements to one: each holds one element, nobody waits for what is there, and nobody is left
 * waiting.
 */
class MergesTest {
    private static final int MANY = 20_000;

    /** Input {@code i} of {@code n} has the numbers that leave the rest i, in their order. */
    private static Pipeline<Integer> input(int i, int n, int each) {
        return Pipeline.range(0, each).map(x -> x * n + i);
    }

    @SuppressWarnings("unchecked")
    private static Pipeline<Integer>[] inputs(int from, int n, int each) {
        return IntStream.range(from, n).mapToObj(i -> input(i, n, each)).toArray(Pipeline[]::new);
    }

    /** All operators that hand over in this way, on n inputs of so many elements. */
    private static List<Pipeline<Integer>> all(int n, int each) {
        Pipeline<Integer> first = input(0, n, each);
        Pipeline<Integer>[] others = inputs(1, n, each);
        return List.of(
                first.merge(others),
                first.mergeSorted(Integer::compare, others),
                first.interleave(others),
                Pipeline.range(0, n).flatMapParallel(n, i -> input(i, n, each)),
                Pipeline.range(0, n * each).buffer(0));
    }

    private static void holdsAll(Seq<Integer> xs, int n, int each) {
        assertThat(xs.sorted().asJava())
                .isEqualTo(IntStream.range(0, n * each).boxed().toList());
        for (int i = 0; i < n; i++) {
            int input = i;
            assertThat(xs.filter(x -> x % n == input).asJava())
                    .as("input %d of %d", i, n)
                    .isSorted();
        }
    }

    /** Senders and the receiver find nobody all the time, and park while another one looks for somebody to wake. */
    @Test
    void nothingIsLostBetweenParkingAndWaking() {
        for (int procs : new int[] {1, 2, 4}) {
            try (GoRuntime rt = GoRuntime.builder().maxProcs(procs).build()) {
                for (int n : new int[] {1, 2, 5}) {
                    for (Pipeline<Integer> p : all(n, MANY / n)) {
                        holdsAll(rt.run(p.toList()), n, MANY / n);
                    }
                }
                assertThat(rt.run(Pipeline.range(0, MANY)
                                .zip(Pipeline.range(0, MANY), Integer::sum)
                                .fold(0L, Long::sum)))
                        .isEqualTo((long) MANY * (MANY - 1));
            }
        }
    }

    @Test
    void nothingIsLostUnderExploredSchedules() {
        for (int n = 1; n <= 3; n++) {
            for (int kind = 0; kind < all(n, 1).size(); kind++) {
                int count = n;
                int which = kind;
                explore(
                        n,
                        () -> all(count, 2).get(which).toList().map(xs -> {
                            holdsAll(xs, count, 2);
                            return Unit.UNIT;
                        }));
            }
        }
    }

    /** The receiver stops while some senders wait. */
    @Test
    void allEndWhenNoMoreIsWanted() {
        for (int kind = 0; kind < all(1, 1).size(); kind++) {
            for (int taken = 1; taken <= 3; taken++) {
                int which = kind;
                int n = taken;
                explore(
                        taken,
                        () -> all(3, 2).get(which).take(n).count().map(count -> {
                            assertThat(count).isEqualTo(n);
                            return Unit.UNIT;
                        }));
            }
        }
    }

    /** One sender fails while others wait: with the same failure whatever the schedule, and no goroutine is left. */
    @Test
    void aSenderThatFailsEndsThoseThatWait() {
        for (int fails = 0; fails < 3; fails++) {
            int at = fails;
            explore(
                    fails,
                    () -> all(3, 2)
                            .get(0)
                            .toList()
                            .then(Pipeline.range(0, 3)
                                    .map(x -> 1 / (x - at))
                                    .named("divide")
                                    .merge(inputs(0, 2, 2))
                                    .toList()
                                    .attempt()
                                    .map(end -> {
                                        assertThat(end.getCause()).hasMessageStartingWith("stage \"divide\"");
                                        return Unit.UNIT;
                                    })));
        }
    }

    /** While the receiver is busy each sender holds one element, and goes on as soon as that is taken, not before. */
    @Test
    void eachInputHoldsOneElement() {
        for (int n = 1; n <= 4; n++) {
            for (int kind = 0; kind < 3; kind++) {
                AtomicInteger made = new AtomicInteger();
                List<Integer> madeBefore = new ArrayList<>();
                Pipeline<Integer>[] inputs = inputs(0, n, 5);
                for (int i = 0; i < n; i++) {
                    inputs[i] = inputs[i].peek(x -> made.incrementAndGet());
                }
                Pipeline<Integer>[] others = java.util.Arrays.copyOfRange(inputs, 1, n);
                Pipeline<Integer> p = switch (kind) {
                    case 0 -> inputs[0].merge(others);
                    case 1 -> inputs[0].interleave(others);
                    default -> Pipeline.range(0, n).flatMapParallel(n, i -> inputs[i]);
                };
                try (GoRuntime rt = GoRuntime.deterministic(n)) {
                    rt.run(p.take(n + 1)
                            .forEach(x ->
                                    Go.sleep(Duration.ofSeconds(1)).then(Go.run(() -> madeBefore.add(made.get())))));
                }
                int inFlight = n;
                assertThat(madeBefore)
                        .as("%d inputs, kind %d", n, kind)
                        .isEqualTo(IntStream.rangeClosed(1, n + 1)
                                .mapToObj(taken -> taken + inFlight)
                                .toList());
            }
        }
    }

    /** Hunts: elements that change goroutines several times on their way, for nothing. */
    @Test
    void aMergeOfMergesIsOneAndHoldsTheElementsOfAll() {
        Pipeline<Integer> nested =
                input(0, 4, 50).merge(input(1, 4, 50)).merge(input(2, 4, 50).merge(input(3, 4, 50)));
        Pipeline<Integer> named =
                input(0, 3, 50).merge(input(1, 3, 50)).named("two").merge(input(2, 3, 50));

        assertThat(nested.explain()).startsWith("║ merge(4)\n").doesNotContain("║ merge(2)");
        assertThat(named.explain()).startsWith("║ merge(2)\n").contains("║ merge(2) \"two\"");
        try (GoRuntime rt = GoRuntime.deterministic(1)) {
            holdsAll(rt.run(nested.toList()), 4, 50);
            holdsAll(rt.run(named.toList()), 3, 50);
        }
    }

    /**
     * Senders that wait for a receiver that hears of nothing end at a cancellation: it waits for their cleanups here,
     * once all have begun, for only then they have any.
     */
    @Test
    void sendersThatWaitForABusyReceiverAreCancelledAtOnce() {
        for (int procs = 1; procs <= 2; procs++) {
            try (GoRuntime rt = GoRuntime.builder().maxProcs(procs).build()) {
                for (int round = 0; round < 20; round++) {
                    CountDownLatch ended = new CountDownLatch(4);
                    AtomicInteger begun = new AtomicInteger();
                    Pipeline<Integer> p = Pipeline.range(0, 9)
                            .peek(x -> begun.addAndGet(x == 0 ? 1 : 0))
                            .onEnd(Go.run(ended::countDown));
                    Go<?> busy = Go.blocking(() -> {
                        while (ended.getCount() > 0) {
                            Thread.onSpinWait(); // whether interrupted or not
                        }
                        return Unit.UNIT;
                    });
                    AtomicInteger served = new AtomicInteger();
                    Go<?> run = Context.background()
                            .withTimeout(Duration.ofMillis(3))
                            .flatMap(ctx -> ctx.run(p.merge(p, p, p)
                                            .forEach(x -> begun.get() == 4 && served.getAndIncrement() == 0
                                                    ? busy
                                                    : Go.gosched()))
                                    .defer(ctx.cancel()));

                    rt.run(run);
                }
                assertThat(rt.stats().goroutines()).isZero();
            }
        }
    }

    private static void explore(long seed, java.util.function.Supplier<Go<Unit>> program) {
        Report report = Explorer.of(program::get).schedules(300).seed(seed).explore();
        assertThat(report.failure().map(f -> f.message()).getOrElse("")).isEmpty();
    }
}
