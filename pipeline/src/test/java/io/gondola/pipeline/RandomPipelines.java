package io.gondola.pipeline;

import io.gondola.dsl.Go;
import io.vavr.control.Try;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;

/**
 * Makes a pipeline of up to eight random operators, and beside it what it must yield, computed on lists.
 *
 * <p>A failing operator may be among them: from where it fails, elements are missing in the expected list, and the failure is
 * expected; or it is handled below. Slow programs sleep, or let others run.
 */
final class RandomPipelines {
    /** What a stage throws. */
    static final class Boom extends RuntimeException {
        private static final long serialVersionUID = 1;
        final int element;

        Boom(int element) {
            super("boom at " + element, null, false, false);
            this.element = element;
        }
    }

    final List<String> operators = new ArrayList<>();
    final AtomicInteger opened = new AtomicInteger();
    final AtomicInteger closed = new AtomicInteger();

    /** How many cleanups there are, and how many have run. */
    int ends;

    final AtomicInteger ended = new AtomicInteger();

    /** How many elements came out of the source, less those that came out at the end; the greatest number ever. */
    final AtomicInteger inFlight = new AtomicInteger();

    final AtomicInteger mostInFlight = new AtomicInteger();

    private final Random random;
    private final boolean timeouts;
    Pipeline<Integer> pipeline;
    List<Integer> expected = new ArrayList<>();

    /** Whether the order of the elements is that of the list. */
    boolean ordered = true;

    /** What a stage that nothing handles fails with; null if none does. */
    Integer failsAt;

    /** Upper bound of the elements between source and sink; 0 if an operator changes the number of elements. */
    int bound = 1;

    RandomPipelines(long seed) {
        this(seed, true);
    }

    /** Without {@code timeouts} for the explorer, which may let any time pass before a goroutine that could go on does. */
    RandomPipelines(long seed, boolean timeouts) {
        this.timeouts = timeouts;
        random = new Random(seed);
        int n = random.nextInt(9);
        pipeline = source("source", n, x -> x);
        for (int x = 0; x < n; x++) {
            expected.add(x);
        }
        Pipeline<Integer> counted = pipeline;
        pipeline = counted.peek(x -> mostInFlight.accumulateAndGet(inFlight.incrementAndGet(), Math::max));
        int operatorCount = random.nextInt(9);
        for (int i = 0; i < operatorCount && failsAt == null; i++) {
            operator();
        }
        pipeline = pipeline.peek(x -> inFlight.decrementAndGet());
    }

    private Pipeline<Integer> source(String name, int n, IntUnaryOperator f) {
        operators.add(name + "(" + n + ")");
        Pipeline<Integer> elements = switch (random.nextInt(5)) {
            case 0 -> Pipeline.range(0, n);
            case 1 -> Pipeline.iterate(0, x -> x + 1).take(n);
            case 2 -> Pipeline.emit(out -> Go.forRange(0, n, i -> out.send(i)));
            case 3 -> Pipeline.range(0, n).mapGo(x -> slow().as(x));
            default ->
                Pipeline.from(java.util.stream.IntStream.range(0, n).boxed().toList());
        };
        return Pipeline.using(Go.run(opened::incrementAndGet), r -> elements, r -> Go.run(closed::incrementAndGet))
                .map(f::applyAsInt);
    }

    private Go<?> slow() {
        return switch (random.nextInt(3)) {
            case 0 -> Go.gosched();
            case 1 -> Go.sleep(Duration.ofMillis(random.nextInt(5)));
            default -> Go.unit();
        };
    }

    private void add(String name, Pipeline<Integer> next, List<Integer> elements) {
        operators.add(name);
        pipeline = next;
        expected = elements;
    }

    private void operator() {
        Pipeline<Integer> p = pipeline;
        List<Integer> xs = expected;
        int k = 1 + random.nextInt(3);
        Go<?> slow = slow();
        switch (random.nextInt(24)) {
            case 0 -> add("map", p.map(x -> x + k), xs.stream().map(x -> x + k).toList());
            case 1 -> {
                bound = 0;
                add(
                        "filter",
                        p.filter(x -> x % k == 0),
                        xs.stream().filter(x -> x % k == 0).toList());
            }
            case 2 -> add("mapGo", p.mapGo(x -> slow.as(x)), xs);
            case 3 -> {
                if (ordered) {
                    bound = 0;
                    add("take " + k, p.take(k), xs.stream().limit(k).toList());
                }
            }
            case 4 -> {
                if (ordered) {
                    bound = 0;
                    add("drop " + k, p.drop(k), xs.stream().skip(k).toList());
                }
            }
            case 5 -> {
                bound = 0;
                add("distinct", p.distinct(), new ArrayList<>(new LinkedHashSet<>(xs)));
            }
            case 6 -> {
                bound = 0;
                add(
                        "flatMap",
                        p.flatMap(x -> Pipeline.of(x, x + k).buffer(1)),
                        xs.stream()
                                .flatMap(x -> java.util.stream.Stream.of(x, x + k))
                                .toList());
            }
            case 7 -> {
                bound = 0;
                add(
                        "flatMapIterable",
                        p.flatMapIterable(x -> List.of(x, -x)),
                        xs.stream()
                                .flatMap(x -> java.util.stream.Stream.of(x, -x))
                                .toList());
            }
            case 8 -> {
                bound += bound == 0 ? 0 : k + 1;
                add("buffer " + k, p.buffer(k), xs);
            }
            case 9 -> {
                bound += bound == 0 ? 0 : 1;
                add("buffer 0", p.buffer(0), xs);
            }
            case 10 -> {
                bound += bound == 0 ? 0 : k + 1;
                add(
                        "parallel " + k,
                        p.parallel(k, x -> slow().as(x + 1)),
                        xs.stream().map(x -> x + 1).toList());
            }
            case 11 -> {
                bound += bound == 0 ? 0 : k + 1;
                ordered = false;
                add("parallelUnordered " + k, p.parallelUnordered(k, x -> slow().as(x)), xs);
            }
            case 12 -> {
                bound += bound == 0 ? 0 : k + 1;
                ordered = false;
                add("parallelByKey " + k, p.parallelByKey(k, x -> x % 2, x -> slow().as(x)), xs);
            }
            case 13 -> {
                bound = 0;
                ordered = false;
                add(
                        "flatMapParallel " + k,
                        p.flatMapParallel(k, x -> Pipeline.of(x, x + 1)),
                        xs.stream()
                                .flatMap(x -> java.util.stream.Stream.of(x, x + 1))
                                .toList());
            }
            case 14 -> {
                bound = 0;
                ordered = false;
                Pipeline<Integer> other = source("merge", k, x -> -x);
                List<Integer> all = new ArrayList<>(xs);
                for (int i = 0; i < k; i++) {
                    all.add(-i);
                }
                add("merge", p.merge(other), all);
            }
            case 15 -> {
                if (ordered) {
                    bound = 0;
                    Pipeline<Integer> other = source("zip", 4, x -> x * 10);
                    List<Integer> sums = new ArrayList<>();
                    for (int i = 0; i < Math.min(4, xs.size()); i++) {
                        sums.add(xs.get(i) + 10 * i);
                    }
                    add("zip", p.zip(other, Integer::sum), sums);
                }
            }
            case 16 -> {
                if (ordered) {
                    bound = 0;
                    List<Integer> flat = new ArrayList<>();
                    for (int i = 0; i < xs.size(); i += k) {
                        flat.add(xs.subList(i, Math.min(i + k, xs.size())).stream()
                                .mapToInt(Integer::intValue)
                                .sum());
                    }
                    add("batch " + k, p.batch(k).map(b -> b.sum().intValue()), flat);
                }
            }
            case 17 -> {
                bound = 0;
                add("batch " + k + " in time", p.batch(k, Duration.ofMillis(2)).flatMapIterable(b -> b), xs);
            }
            case 18 -> {
                if (ordered) {
                    List<Integer> sums = new ArrayList<>();
                    int sum = 0;
                    for (int x : xs) {
                        sum += x;
                        sums.add(sum);
                    }
                    add("scan", p.scan(0, Integer::sum), sums);
                }
            }
            case 19 -> {
                if (ordered) {
                    bound = 0;
                    List<Integer> sorted = new ArrayList<>(xs);
                    Pipeline<Integer> other = source("mergeSorted", k, x -> x);
                    for (int i = 0; i < k; i++) {
                        sorted.add(i);
                    }
                    boolean isSorted = xs.equals(xs.stream().sorted().toList());
                    if (isSorted) {
                        sorted.sort(Comparator.naturalOrder());
                        add("mergeSorted", p.mergeSorted(Comparator.naturalOrder(), other), sorted);
                    }
                }
            }
            case 20 -> {
                if (ordered && !xs.isEmpty()) {
                    fail(p, xs);
                }
            }
            case 21 -> add("timeout", timeouts ? p.timeout(Duration.ofHours(1)) : p, xs);
            case 22 -> {
                ends++;
                add("onEnd", p.onEnd(Go.run(ended::incrementAndGet)), xs);
            }
            default -> {
                bound = 0;
                add("orElse", p.orElse(Pipeline.of(7)), xs.isEmpty() ? List.of(7) : xs);
            }
        }
    }

    /** A stage that fails at one element; sometimes somebody below handles that. */
    private void fail(Pipeline<Integer> p, List<Integer> xs) {
        int at = random.nextInt(xs.size());
        int bad = xs.get(at);
        int first = xs.indexOf(bad);
        Pipeline<Integer> failing = p.map(x -> {
            if (x == bad) {
                throw new Boom(x);
            }
            return x;
        });
        switch (random.nextInt(3)) {
            case 0 -> {
                bound = 0;
                List<Integer> others = xs.stream().filter(x -> x != bad).collect(Collectors.toList());
                add(
                        "fail at " + bad + ", attempt",
                        failing.attempt().filter(Try::isSuccess).map(Try::get),
                        others);
            }
            case 1 -> {
                bound = 0;
                List<Integer> before = new ArrayList<>(xs.subList(0, first));
                before.add(99);
                add("fail at " + bad + ", recover", failing.recover(e -> Pipeline.of(99)), before);
            }
            default -> {
                bound = 0;
                failsAt = bad;
                add("fail at " + bad, failing, xs.subList(0, first));
            }
        }
    }

    @Override
    public String toString() {
        return operators + "\n" + pipeline.explain();
    }
}
