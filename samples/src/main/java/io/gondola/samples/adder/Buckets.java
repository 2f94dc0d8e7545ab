package io.gondola.samples.adder;

import static io.gondola.dsl.Go.*;

import io.gondola.dsl.Go;
import io.gondola.dsl.Shared;
import io.gondola.dsl.Unit;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;

/**
 * The task of the adder series: the numbers from 1 to 1000, each added into one of four buckets.
 *
 * <p>Bucket {@code k} takes the numbers that leave {@code k} when divided by four. The right result is
 * {@value #RESULT}.
 */
final class Buckets {
    static final int COUNT = 4;
    static final int WORKERS = 3;
    static final String RESULT = "buckets [125500, 124750, 125000, 125250], in all 500500";

    private static final int LAST = 1000;

    private final Seq<Shared<Integer>> sums =
            Vector.range(0, COUNT).map(k -> Shared.of(0).named("bucket " + k));

    /** Adds one number: reads the bucket, then writes it. Not safe if another goroutine does so meanwhile. */
    Go<Integer> add(int n) {
        return sums.get(bucketOf(n)).update(sum -> sum + n);
    }

    Go<Seq<Integer>> sums() {
        return zip(
                sums.get(0).get(),
                sums.get(1).get(),
                sums.get(2).get(),
                sums.get(3).get(),
                Vector::of);
    }

    Go<Unit> print() {
        return sums().flatMap(all -> println(describe(all)));
    }

    static int bucketOf(int n) {
        return n % COUNT;
    }

    static String describe(Seq<Integer> sums) {
        return "buckets " + sums.mkString("[", ", ", "]") + ", in all " + sums.sum();
    }

    static Seq<Integer> numbers() {
        return Vector.rangeClosed(1, LAST);
    }

    /** What one of several workers adds, who take turns in dealing out the numbers. */
    static Seq<Integer> numbersOf(int worker) {
        return Vector.rangeClosedBy(worker + 1, LAST, WORKERS);
    }
}
