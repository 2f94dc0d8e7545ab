package io.gondola.pipeline;

import static io.gondola.pipeline.Runs.yields;
import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.dsl.Go;
import io.vavr.collection.Vector;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

class BoundariesTest {
    private static final Pipeline<Integer> FIVE = Pipeline.range(1, 6);

    @Test
    void bufferKeepsTheOrder() {
        yields(FIVE.buffer(2).map(x -> x + 1).buffer(0), 2, 3, 4, 5, 6);
    }

    @Test
    void aTakeBelowABufferEndsTheSource() {
        yields(Pipeline.iterate(1, x -> x + 1).buffer(4).take(3), 1, 2, 3);
    }

    @Test
    void parallelKeepsTheOrder() {
        yields(FIVE.parallel(3, x -> Go.gosched().as(x * 10)), 10, 20, 30, 40, 50);
    }

    @Test
    void unorderedOperatorsLoseAndDoubleNothing() {
        List<Pipeline<Integer>> pipelines = List.of(
                FIVE.parallelUnordered(3, x -> Go.gosched().as(x)),
                FIVE.parallelByKey(2, x -> x % 2, x -> Go.gosched().as(x)),
                FIVE.take(2).merge(FIVE.drop(2)),
                FIVE.flatMapParallel(2, x -> Pipeline.of(x)));
        for (Pipeline<Integer> p : pipelines) {
            for (List<Integer> elements : Runs.onAll(() -> p.toList().map(xs -> xs.asJava()))) {
                assertThat(elements).containsExactlyInAnyOrder(1, 2, 3, 4, 5);
            }
        }
    }

    @Test
    void parallelByKeyKeepsTheOrderOfEachKey() {
        Pipeline<Integer> p = Pipeline.range(0, 20)
                .parallelByKey(3, x -> x % 4, x -> Go.gosched().as(x));
        for (Vector<Integer> xs : Runs.onAll(() -> p.toList().map(Vector::ofAll))) {
            for (int key = 0; key < 4; key++) {
                int k = key;
                assertThat(xs.filter(x -> x % 4 == k).asJava()).containsExactly(k, k + 4, k + 8, k + 12, k + 16);
            }
        }
    }

    @Test
    void zipEndsWithTheFirstInput() {
        yields(FIVE.zip(Pipeline.iterate(10, x -> x + 10), Integer::sum), 11, 22, 33, 44, 55);
        yields(FIVE.zip(Pipeline.of("a"), (x, s) -> s + x), "a1");
    }

    @Test
    void interleaveGoesOnWithThoseThatAreLeft() {
        yields(FIVE.interleave(Pipeline.of(-1, -2), Pipeline.empty()), 1, -1, 2, -2, 3, 4, 5);
    }

    @Test
    void mergeSortedIsStable() {
        Pipeline<String> a = Pipeline.of("a1", "b1", "d1");
        Pipeline<String> b = Pipeline.of("a2", "c2", "d2", "e2");
        yields(a.mergeSorted(Comparator.comparing(s -> s.charAt(0)), b), "a1", "a2", "b1", "c2", "d1", "d2", "e2");
    }

    @Test
    void conflateLosesNothingThatTheMergeKeeps() {
        Pipeline<Vector<Integer>> p = Pipeline.range(0, 50).conflate(Vector::of, Vector::append);
        for (Vector<Integer> xs : Runs.onAll(() -> p.fold(Vector.<Integer>empty(), Vector::appendAll))) {
            assertThat(xs).isEqualTo(Vector.range(0, 50));
        }
    }
}
