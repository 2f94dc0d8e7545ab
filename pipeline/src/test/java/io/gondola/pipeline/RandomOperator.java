package io.gondola.pipeline;

import io.gondola.context.Context;
import io.gondola.dsl.Go;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The operators of random pipelines, each with what it does to a list; see {@link RandomLaws} for those with more laws.
 */
enum RandomOperator {
    MAP((r, p, xs, k) -> r.is("map", p.map(x -> x + k), mapped(xs, x -> x + k))),
    MAP_GO((r, p, xs, k) -> {
        Go<?> slow = r.slow();
        r.is("mapGo", p.mapGo(x -> slow.as(x)), xs);
    }),
    MAP_OPTION((r, p, xs, k) ->
            r.resized("mapOption", p.mapOption(x -> Option.when(x % 2 == 0, x)), only(xs, x -> x % 2 == 0))),
    PEEK((r, p, xs, k) -> r.is("peek", p.peek(x -> {}), xs)),
    PEEK_GO((r, p, xs, k) -> r.is("peekGo", p.peekGo(x -> r.slow()), xs)),
    FILTER((r, p, xs, k) -> r.resized("filter", p.filter(x -> x % k == 0), only(xs, x -> x % k == 0))),
    SCAN(ordered((r, p, xs, k) -> {
        List<Integer> sums = new ArrayList<>();
        int sum = 0;
        for (int x : xs) {
            sum += x;
            sums.add(sum);
        }
        r.is("scan", p.scan(0, Integer::sum), sums);
    })),
    ZIP_WITH_INDEX(ordered((r, p, xs, k) -> {
        List<Integer> sums = new ArrayList<>();
        for (int i = 0; i < xs.size(); i++) {
            sums.add(xs.get(i) + i);
        }
        r.is("zipWithIndex", p.zipWithIndex().map(t -> t._1 + t._2.intValue()), sums);
    })),
    TAKE(ordered((r, p, xs, k) ->
            r.resized("take " + k, p.take(k), xs.stream().limit(k).toList()))),
    DROP(ordered((r, p, xs, k) ->
            r.resized("drop " + k, p.drop(k), xs.stream().skip(k).toList()))),
    TAKE_WHILE(ordered((r, p, xs, k) -> r.resized(
            "takeWhile",
            p.takeWhile(x -> x % 4 != k),
            xs.stream().takeWhile(x -> x % 4 != k).toList()))),
    DROP_WHILE(ordered((r, p, xs, k) -> r.resized(
            "dropWhile",
            p.dropWhile(x -> x % 4 != k),
            xs.stream().dropWhile(x -> x % 4 != k).toList()))),
    DISTINCT((r, p, xs, k) -> r.resized("distinct", p.distinct(), new ArrayList<>(new LinkedHashSet<>(xs)))),
    CHANGES(ordered((r, p, xs, k) -> {
        List<Integer> changes = new ArrayList<>();
        for (int x : mapped(xs, x -> x / 2)) {
            if (changes.isEmpty() || changes.get(changes.size() - 1) != x) {
                changes.add(x);
            }
        }
        r.resized("changes", p.map(x -> x / 2).changes(), changes);
    })),
    INTERSPERSE(ordered((r, p, xs, k) -> {
        List<Integer> all = new ArrayList<>();
        for (int x : xs) {
            if (!all.isEmpty()) {
                all.add(77);
            }
            all.add(x);
        }
        r.resized("intersperse", p.intersperse(77), all);
    })),
    FLAT_MAP((r, p, xs, k) -> r.resized(
            "flatMap", p.flatMap(x -> Pipeline.of(x, x + k).buffer(1)), flatMapped(xs, x -> Stream.of(x, x + k)))),
    FLAT_MAP_ITERABLE((r, p, xs, k) -> r.resized(
            "flatMapIterable", p.flatMapIterable(x -> List.of(x, -x)), flatMapped(xs, x -> Stream.of(x, -x)))),
    FLAT_MAP_PARALLEL((r, p, xs, k) -> {
        r.ordered = false;
        r.resized(
                "flatMapParallel " + k,
                p.flatMapParallel(k, x -> Pipeline.of(x, x + 1)),
                flatMapped(xs, x -> Stream.of(x, x + 1)));
    }),
    PARALLEL((r, p, xs, k) ->
            r.holding(k + 1, "parallel " + k, p.parallel(k, x -> r.slow().as(x + 1)), mapped(xs, x -> x + 1))),
    PARALLEL_UNORDERED((r, p, xs, k) -> {
        r.ordered = false;
        r.holding(
                k + 1,
                "parallelUnordered " + k,
                p.parallelUnordered(k, x -> r.slow().as(x)),
                xs);
    }),
    PARALLEL_BY_KEY(RandomLaws::parallelByKey),
    BUFFER((r, p, xs, k) -> r.holding(k + 1, "buffer " + k, p.buffer(k), xs)),
    RENDEZVOUS((r, p, xs, k) -> r.holding(1, "buffer 0", p.buffer(0), xs)),
    DROP_OLDEST(ordered((r, p, xs, k) -> r.resized(
            "buffer, drop oldest",
            RandomPipelines.lastOf(p.buffer(k, Overflow.DROP_OLDEST)),
            RandomPipelines.lastOf(xs)))),
    DROP_NEWEST(ordered((r, p, xs, k) -> r.resized(
            "buffer, drop newest",
            p.buffer(k, Overflow.DROP_NEWEST).take(1),
            xs.stream().limit(1).toList()))),
    CONFLATE((r, p, xs, k) ->
            r.resized("conflate", p.conflate(Vector::of, Vector::append).flatMapIterable(v -> v), xs)),
    MERGE(RandomLaws::merge),
    MERGE_SORTED(RandomLaws::mergeSorted),
    INTERLEAVE(RandomLaws::interleave),
    ZIP(RandomLaws::zip),
    ZIP_LATEST(RandomLaws::zipLatest),
    OR_ELSE((r, p, xs, k) -> r.resized("orElse", p.orElse(Pipeline.of(7)), xs.isEmpty() ? List.of(7) : xs)),
    CONCAT((r, p, xs, k) -> {
        List<Integer> all = new ArrayList<>(xs);
        all.add(k);
        r.resized("concat", Pipeline.concat(p, Pipeline.of(k).buffer(0)), all);
    }),
    BROADCAST(RandomLaws::broadcast),
    BALANCE((r, p, xs, k) -> {
        r.ordered = false;
        Seq<Pipeline<Integer>> b = p.balance(2);
        r.resized("balance", b.get(0).merge(b.get(1)), xs);
    }),
    PARTITION((r, p, xs, k) -> {
        r.ordered = false;
        var both = p.partition(x -> x % 2 == 0);
        r.resized("partition", both._1.merge(both._2.map(x -> -x)), mapped(xs, x -> x % 2 == 0 ? x : -x));
    }),
    BATCH(ordered((r, p, xs, k) -> {
        List<Integer> sums = new ArrayList<>();
        for (int i = 0; i < xs.size(); i += k) {
            sums.add(sum(xs.subList(i, Math.min(i + k, xs.size()))));
        }
        r.resized("batch " + k, p.batch(k).map(b -> b.sum().intValue()), sums);
    })),
    BATCH_IN_TIME((r, p, xs, k) -> r.resized(
            "batch " + k + " in time", p.batch(k, Duration.ofMillis(2)).flatMapIterable(RandomLaws.atMost(k)), xs)),
    BATCH_WEIGHTED(RandomLaws::batchWeighted),
    WINDOW(ordered((r, p, xs, k) -> {
        int step = 1 + r.random.nextInt(4);
        List<Integer> sums = new ArrayList<>();
        for (int i = 0; i + k <= xs.size(); i += step) {
            sums.add(sum(xs.subList(i, i + k)));
        }
        r.resized(
                "window " + k + " step " + step,
                p.window(k, step).map(b -> b.sum().intValue()),
                sums);
    })),
    SPLIT_WHEN(ordered((r, p, xs, k) -> {
        List<Integer> sums = new ArrayList<>();
        for (int i = 0; i < xs.size(); i++) {
            if (i == 0 || xs.get(i) % 3 == 0) {
                sums.add(0);
            }
            sums.set(sums.size() - 1, sums.get(sums.size() - 1) + xs.get(i));
        }
        r.resized("splitWhen", p.splitWhen(x -> x % 3 == 0).map(b -> b.sum().intValue()), sums);
    })),
    THROTTLE((r, p, xs, k) -> r.is("throttle", p.throttle(k, Duration.ofMillis(3)), xs)),
    DELAY((r, p, xs, k) -> r.is("delay", p.delay(Duration.ofMillis(1)), xs)),
    DEBOUNCE(ordered((r, p, xs, k) -> r.resized(
            "debounce", RandomPipelines.lastOf(p.debounce(Duration.ofMillis(k))), RandomPipelines.lastOf(xs)))),
    SAMPLE(ordered((r, p, xs, k) ->
            r.resized("sample", RandomPipelines.lastOf(p.sample(Duration.ofMillis(k))), RandomPipelines.lastOf(xs)))),
    TIMEOUT((r, p, xs, k) -> r.is("timeout", r.timeouts ? p.timeout(Duration.ofHours(1)) : p, xs)),
    WITHIN((r, p, xs, k) -> r.is("within", p.within(Context.background()), xs)),
    METER((r, p, xs, k) -> r.is("meter", p.meter("random"), xs)),
    NAMED((r, p, xs, k) -> r.is("named", p.map(x -> x).named("same"), xs)),
    ON_END((r, p, xs, k) -> {
        r.ends++;
        r.is("onEnd", p.onEnd(Go.run(r.ended::incrementAndGet)), xs);
    }),
    FAIL(RandomLaws::fail),
    RETRY(RandomLaws::retry);

    /** Adds an operator. */
    @FunctionalInterface
    interface Adding {
        void add(RandomPipelines r, Pipeline<Integer> p, List<Integer> xs, int k);
    }

    @SuppressWarnings("ImmutableEnumChecker") // a function without a state
    private final Adding adding;

    RandomOperator(Adding adding) {
        this.adding = adding;
    }

    void add(RandomPipelines r, int k) {
        adding.add(r, r.pipeline, r.expected, k);
    }

    /** Leaves the operator out where its result depends on an order that is not known. */
    static Adding ordered(Adding adding) {
        return (r, p, xs, k) -> {
            if (r.ordered) {
                adding.add(r, p, xs, k);
            }
        };
    }

    private static List<Integer> mapped(List<Integer> xs, Function<Integer, Integer> f) {
        return xs.stream().map(f).toList();
    }

    private static List<Integer> flatMapped(List<Integer> xs, Function<Integer, Stream<Integer>> f) {
        return xs.stream().flatMap(f).toList();
    }

    private static List<Integer> only(List<Integer> xs, java.util.function.Predicate<Integer> p) {
        return xs.stream().filter(p).toList();
    }

    private static int sum(List<Integer> xs) {
        return xs.stream().mapToInt(Integer::intValue).sum();
    }
}
