package io.gondola.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.vavr.Tuple;
import io.vavr.Tuple2;
import io.vavr.collection.Seq;
import io.vavr.control.Try;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

/**
 * The operators of random pipelines that need more than a line: inputs of their own, failures, and laws beyond what
 * they yield.
 */
final class RandomLaws {
    private RandomLaws() {}

    /** That {@code part} comes within {@code all}, in this order. */
    private static void isSubsequence(String what, List<Integer> part, List<Integer> all) {
        int i = 0;
        for (Integer x : all) {
            if (i < part.size() && part.get(i).equals(x)) {
                i++;
            }
        }
        assertThat(i).as("%s: %s within %s", what, part, all).isEqualTo(part.size());
    }

    /** Lets a batch through that has an element and no more than {@code n}. */
    static io.vavr.CheckedFunction1<Seq<Integer>, Seq<Integer>> atMost(int n) {
        return batch -> {
            assertThat(batch.size()).isBetween(1, n);
            return batch;
        };
    }

    /** The order of each key is kept. */
    static void parallelByKey(RandomPipelines r, Pipeline<Integer> p, List<Integer> xs, int k) {
        List<Integer> in = RandomPipelines.notes();
        List<Integer> out = RandomPipelines.notes();
        Pipeline<Integer> byKey = r.noting(p, in)
                .parallelByKey(k, x -> Math.abs(x % 2), x -> r.slow().as(x));
        r.laws.add(() -> {
            for (int key = 0; key < 2; key++) {
                int wanted = key;
                isSubsequence(
                        "order of key " + key,
                        out.stream().filter(x -> Math.abs(x % 2) == wanted).toList(),
                        in.stream().filter(x -> Math.abs(x % 2) == wanted).toList());
            }
        });
        r.ordered = false;
        r.holding(k + 1, "parallelByKey " + k, r.noting(byKey, out), xs);
    }

    private static Pipeline<Integer> other(RandomPipelines r, String name, int n, int factor) {
        return RandomSources.source(r, name, n, x -> x * factor);
    }

    private static List<Integer> numbers(int n, int factor) {
        return IntStream.range(0, n).mapToObj(x -> x * factor).toList();
    }

    /** The order of each input is kept. */
    static void merge(RandomPipelines r, Pipeline<Integer> p, List<Integer> xs, int k) {
        List<Integer> first = RandomPipelines.notes();
        List<Integer> out = RandomPipelines.notes();
        Pipeline<Integer> merged =
                r.noting(p, first).merge(other(r, "merge", k, -1).map(x -> x - 1_000_000), Pipeline.empty());
        r.laws.add(() -> {
            isSubsequence("first input", out.stream().filter(x -> x > -500_000).toList(), first);
            isSubsequence(
                    "second input",
                    out.stream()
                            .filter(x -> x <= -500_000)
                            .map(x -> x + 1_000_000)
                            .toList(),
                    numbers(k, -1));
        });
        List<Integer> all = new ArrayList<>(xs);
        all.addAll(numbers(k, -1));
        r.ordered = false;
        Pipeline<Integer> noted = xs.stream().allMatch(x -> x > -500_000) ? r.noting(merged, out) : merged;
        r.resized("merge", noted.map(x -> x <= -500_000 ? x + 1_000_000 : x), all);
    }

    static void mergeSorted(RandomPipelines r, Pipeline<Integer> p, List<Integer> xs, int k) {
        List<Integer> sorted = new ArrayList<>(xs);
        sorted.sort(Comparator.naturalOrder());
        if (r.ordered && sorted.equals(xs)) {
            Pipeline<Integer> other = other(r, "mergeSorted", k, 1);
            sorted.addAll(numbers(k, 1));
            sorted.sort(Comparator.naturalOrder());
            r.resized("mergeSorted", p.mergeSorted(Comparator.naturalOrder(), other), sorted);
        }
    }

    static void interleave(RandomPipelines r, Pipeline<Integer> p, List<Integer> xs, int k) {
        if (!r.ordered) {
            return;
        }
        List<Integer> others = numbers(k, -1);
        List<Integer> all = new ArrayList<>();
        for (int i = 0; i < Math.max(k, xs.size()); i++) {
            all.addAll(xs.stream().skip(i).limit(1).toList());
            all.addAll(others.stream().skip(i).limit(1).toList());
        }
        r.resized("interleave", p.interleave(other(r, "interleave", k, -1), Pipeline.empty()), all);
    }

    static void zip(RandomPipelines r, Pipeline<Integer> p, List<Integer> xs, int k) {
        if (!r.ordered) {
            return;
        }
        Pipeline<Integer> other = other(r, "zip", 4, 10);
        List<Integer> sums = new ArrayList<>();
        for (int i = 0; i < Math.min(4, xs.size()); i++) {
            sums.add(xs.get(i) + 10 * i);
        }
        r.resized("zip", p.zip(other, Integer::sum), sums);
    }

    /** One of both moves on by one element each time; the last pair is that of the last elements. */
    static void zipLatest(RandomPipelines r, Pipeline<Integer> p, List<Integer> xs, int k) {
        if (!r.ordered) {
            return;
        }
        List<Tuple2<Long, Long>> steps = Collections.synchronizedList(new ArrayList<>());
        Pipeline<Integer> other = other(r, "zipLatest", k, 100);
        Pipeline<Tuple2<Tuple2<Integer, Long>, Tuple2<Integer, Long>>> pairs =
                p.zipWithIndex().zipLatest(other.zipWithIndex(), Tuple::of);
        r.laws.add(() -> {
            for (int i = 1; i < steps.size(); i++) {
                long first = steps.get(i)._1 - steps.get(i - 1)._1;
                long second = steps.get(i)._2 - steps.get(i - 1)._2;
                assertThat(first + second).as("%s", steps).isEqualTo(1);
                assertThat(first * second).as("%s", steps).isZero();
            }
        });
        Pipeline<Integer> sums =
                pairs.peek(t -> steps.add(Tuple.of(t._1._2, t._2._2))).map(t -> t._1._1 + t._2._1);
        List<Integer> last = xs.isEmpty() ? List.of() : List.of(xs.get(xs.size() - 1) + 100 * (k - 1));
        r.resized("zipLatest", RandomPipelines.lastOf(sums), last);
    }

    /** Both branches get the same. */
    static void broadcast(RandomPipelines r, Pipeline<Integer> p, List<Integer> xs, int k) {
        Seq<Pipeline<Integer>> b = p.broadcast(2);
        Pipeline<Integer> zipped = b.get(0).zip(b.get(1), (x, y) -> {
            assertThat(x).isEqualTo(y);
            return x;
        });
        r.resized("broadcast", zipped, xs);
    }

    static void batchWeighted(RandomPipelines r, Pipeline<Integer> p, List<Integer> xs, int k) {
        Pipeline<Integer> batched = p.batchWeighted(k, x -> (long) Math.abs(x % 4), Duration.ofMillis(2))
                .flatMapIterable(batch -> {
                    int weight = batch.map(x -> Math.abs(x % 4)).sum().intValue();
                    assertThat(batch).isNotEmpty();
                    assertThat(weight <= k || batch.size() == 1).as("%s", batch).isTrue();
                    return batch;
                });
        r.resized("batchWeighted " + k, batched, xs);
    }

    /** A stage that fails at one element; sometimes somebody below handles that. */
    static void fail(RandomPipelines r, Pipeline<Integer> p, List<Integer> xs, int k) {
        if (!r.ordered || xs.isEmpty()) {
            return;
        }
        int at = r.random.nextInt(xs.size());
        int bad = xs.get(at);
        int first = xs.indexOf(bad);
        Pipeline<Integer> failing = p.map(x -> {
            if (x == bad) {
                throw new RandomPipelines.Boom(x);
            }
            return x;
        });
        switch (r.random.nextInt(4)) {
            case 0 -> {
                List<Integer> others = xs.stream().filter(x -> x != bad).toList();
                r.resized(
                        "fail at " + bad + ", attempt",
                        failing.attempt().filter(Try::isSuccess).map(Try::get),
                        others);
            }
            case 1 -> {
                List<Integer> before = new ArrayList<>(xs.subList(0, first));
                before.add(99);
                r.resized("fail at " + bad + ", recover", failing.recover(e -> Pipeline.of(99)), before);
            }
            case 2 -> {
                List<Integer> others = xs.stream().filter(x -> x != bad).toList();
                Pipeline<Integer> parallel = p.parallel(
                        k,
                        x -> r.slow().map(u -> {
                            if (x == bad) {
                                throw new RandomPipelines.Boom(x);
                            }
                            return x;
                        }));
                r.resized(
                        "fail at " + bad + " in parallel, attempt",
                        parallel.attempt().filter(Try::isSuccess).map(Try::get),
                        others);
            }
            default -> {
                r.bound = 0;
                r.failsAt = bad;
                r.is("fail at " + bad, failing, xs.subList(0, first));
            }
        }
    }

    /** The first run fails at an element, the second one does not. */
    static void retry(RandomPipelines r, Pipeline<Integer> p, List<Integer> xs, int k) {
        if (!r.ordered || xs.isEmpty() || r.repeated) {
            return;
        }
        int at = r.random.nextInt(xs.size());
        AtomicBoolean failed = new AtomicBoolean();
        Pipeline<Integer> failing = p.zipWithIndex().map(t -> {
            if (t._2 == at && !failed.getAndSet(true)) {
                throw new RandomPipelines.Boom(t._1);
            }
            return t._1;
        });
        List<Integer> twice = new ArrayList<>(xs.subList(0, at));
        twice.addAll(xs);
        Retry policy = Retry.times(k)
                .backoff(Duration.ofMillis(1), Duration.ofMillis(3))
                .jitter(0.5);
        r.repeated = true;
        r.laws.clear(); // they are about one run of what is above
        r.resized("retry at " + at, failing.retry(policy), twice);
    }
}
