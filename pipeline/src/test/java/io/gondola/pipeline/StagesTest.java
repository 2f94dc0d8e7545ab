package io.gondola.pipeline;

import static io.gondola.pipeline.Runs.yields;

import io.gondola.dsl.Go;
import io.vavr.Tuple;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.util.List;
import org.junit.jupiter.api.Test;

class StagesTest {
    private static final Pipeline<Integer> FIVE = Pipeline.range(1, 6);

    @Test
    void mapAppliesTheFunctionToEachElement() {
        yields(FIVE.map(x -> x * x), 1, 4, 9, 16, 25);
    }

    @Test
    void mapGoRunsOneProgramAfterTheOther() {
        yields(FIVE.mapGo(x -> Go.gosched().as(-x)), -1, -2, -3, -4, -5);
    }

    @Test
    void mapOptionLeavesOutWhatIsNotDefined() {
        yields(FIVE.mapOption(x -> Option.when(x % 2 == 1, x + "")), "1", "3", "5");
    }

    @Test
    void filterLetsThroughWhatThePredicateAccepts() {
        yields(FIVE.filter(x -> x > 3), 4, 5);
    }

    @Test
    void scanEmitsTheStateAfterEachElement() {
        yields(FIVE.scan(100, Integer::sum), 101, 103, 106, 110, 115);
    }

    @Test
    void zipWithIndexCountsFromZero() {
        yields(Pipeline.of("a", "b").zipWithIndex(), Tuple.of("a", 0L), Tuple.of("b", 1L));
    }

    @Test
    void takeEndsAnEndlessSource() {
        yields(Pipeline.iterate(1, x -> 2 * x).take(4), 1, 2, 4, 8);
    }

    @Test
    void takeOfNothingDoesNotRunTheSource() {
        yields(Pipeline.<Integer>failed(new IllegalStateException()).take(0));
    }

    @Test
    void dropLeavesOutTheFirst() {
        yields(FIVE.drop(3), 4, 5);
    }

    @Test
    void takeWhileAndDropWhileSplitAtTheSameElement() {
        yields(FIVE.takeWhile(x -> x != 3), 1, 2);
        yields(FIVE.dropWhile(x -> x != 3), 3, 4, 5);
    }

    @Test
    void distinctKeepsTheFirstOfEqualElements() {
        yields(Pipeline.of(1, 2, 1, 3, 2).distinct(), 1, 2, 3);
    }

    @Test
    void changesKeepsTheFirstOfEqualNeighbours() {
        yields(Pipeline.of(1, 1, 2, 2, 1).changes(), 1, 2, 1);
    }

    @Test
    void intersperseSeparates() {
        yields(Pipeline.of("a", "b", "c").intersperse(","), "a", ",", "b", ",", "c");
    }

    @Test
    void flatMapRunsOnePipelineAfterTheOther() {
        yields(FIVE.flatMap(x -> Pipeline.range(0, x)).take(7), 0, 0, 1, 0, 1, 2, 0);
        yields(FIVE.flatMapIterable(x -> List.of(x, -x)).drop(7), -4, 5, -5);
    }

    @Test
    void aTakeBelowAFlatMapEndsTheInnerPipelineAndTheOuterOne() {
        yields(
                FIVE.flatMap(x -> Pipeline.iterate(x, y -> y).flatMap(y -> Pipeline.iterate(y, z -> z + 1)))
                        .take(3)
                        .flatMapIterable(x -> List.of(x, x)),
                1,
                1,
                2,
                2,
                3,
                3);
    }

    @Test
    void batchAndWindowGroup() {
        yields(FIVE.batch(2), Vector.of(1, 2), Vector.of(3, 4), Vector.of(5));
        yields(FIVE.window(3), Vector.of(1, 2, 3), Vector.of(2, 3, 4), Vector.of(3, 4, 5));
        yields(FIVE.window(1, 2), Vector.of(1), Vector.of(3), Vector.of(5));
        yields(FIVE.window(2, 3), Vector.of(1, 2), Vector.of(4, 5));
    }

    @Test
    void splitWhenMakesNoEmptyGroup() {
        yields(FIVE.splitWhen(x -> x % 2 == 1), Vector.of(1, 2), Vector.of(3, 4), Vector.of(5));
        yields(FIVE.splitWhen(x -> x == 2), Vector.of(1), Vector.of(2, 3, 4, 5));
    }

    @Test
    void concatRunsOnePartAfterTheOther() {
        yields(
                Pipeline.concat(FIVE.take(2), Pipeline.empty(), FIVE.map(x -> -x))
                        .take(4),
                1,
                2,
                -1,
                -2);
    }

    @Test
    void unfoldEndsWhenThereIsNoNext() {
        yields(
                Pipeline.unfold(3, n -> n == 0 ? Option.none() : Option.some(Tuple.of("n" + n, n - 1))),
                "n3",
                "n2",
                "n1");
    }

    @Test
    void orElseAsksWhetherAFirstElementCame() {
        yields(Pipeline.<Integer>empty().orElse(FIVE.take(1)), 1);
        yields(FIVE.take(2).orElse(Pipeline.failed(new IllegalStateException())), 1, 2);
    }

    @Test
    void aHundredThousandStagesNeedNoStack() {
        Pipeline<Integer> p = FIVE;
        for (int i = 0; i < 100_000; i++) {
            p = p.map(x -> x + 1);
        }

        Runs.assertRun(p).containsExactly(100_001, 100_002, 100_003, 100_004, 100_005);
    }
}
