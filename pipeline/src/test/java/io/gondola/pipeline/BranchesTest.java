package io.gondola.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.gondola.dsl.FatalError;
import io.gondola.dsl.Go;
import io.gondola.dsl.GoRuntime;
import io.vavr.Tuple2;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import java.util.List;
import org.junit.jupiter.api.Test;

class BranchesTest {
    private static final Pipeline<Integer> FIVE = Pipeline.range(1, 6);

    private static <T> Go<Seq<Seq<T>>> all(Seq<Pipeline<T>> branches) {
        return Go.parallel(branches.map(Pipeline::toList));
    }

    @Test
    void broadcastGivesEachBranchEveryElement() {
        for (Seq<Seq<Integer>> xs : Runs.onAll(() -> all(FIVE.broadcast(3)))) {
            assertThat(xs.asJava()).containsExactly(Vector.range(1, 6), Vector.range(1, 6), Vector.range(1, 6));
        }
    }

    @Test
    void branchesMayRunAgainWhenAllHaveEnded() {
        Seq<Pipeline<Integer>> branches = FIVE.broadcast(2);
        for (Seq<Seq<Integer>> xs : Runs.onAll(() -> all(branches).then(all(branches)))) {
            assertThat(xs.asJava()).containsExactly(Vector.range(1, 6), Vector.range(1, 6));
        }
    }

    @Test
    void aBranchThatIsDoneNoLongerHoldsUpTheOthers() {
        for (Seq<Seq<Integer>> xs : Runs.onAll(() -> {
            Seq<Pipeline<Integer>> b = FIVE.broadcast(2);
            return all(Vector.of(b.get(0).take(2), b.get(1)));
        })) {
            assertThat(xs.asJava()).containsExactly(Vector.of(1, 2), Vector.range(1, 6));
        }
    }

    @Test
    void balanceGivesEachElementToOneBranch() {
        for (Seq<Seq<Integer>> xs : Runs.onAll(() -> all(FIVE.balance(2)))) {
            assertThat(xs.flatMap(x -> x).sorted().asJava()).containsExactly(1, 2, 3, 4, 5);
        }
    }

    @Test
    void partitionSplits() {
        for (Seq<Seq<Integer>> xs : Runs.onAll(() -> {
            Tuple2<Pipeline<Integer>, Pipeline<Integer>> p = FIVE.partition(x -> x > 3);
            return all(Vector.of(p._1, p._2));
        })) {
            assertThat(xs.asJava()).containsExactly(Vector.of(4, 5), Vector.of(1, 2, 3));
        }
    }

    @Test
    void aBranchThatNeverRunsIsNamed() {
        Seq<Pipeline<Integer>> branches = FIVE.broadcast(3);
        try (GoRuntime rt = GoRuntime.deterministic(0)) {
            Throwable thrown = catchThrowable(() -> rt.run(all(branches.removeAt(1))));
            assertThat(((FatalError) thrown).report()).contains("broadcast: waits for branch 2 of 3");
        }
    }

    @Test
    void aBranchThatRunsTwiceFails() {
        Seq<Pipeline<Integer>> branches = FIVE.broadcast(2);
        PipelineException e = Runs.failure(Go.suspend(() -> {
            Seq<Pipeline<Integer>> b = FIVE.broadcast(2);
            return Go.go(b.get(1).drain()).then(b.get(0).merge(b.get(0)).drain());
        }));
        assertThat(branches).hasSize(2);
        assertThat(e).hasMessageContaining("runs already");
    }

    @Test
    void aFailureOfTheSourceReachesAllBranches() {
        for (List<Boolean> failed : Runs.onAll(() -> Go.parallel(FIVE.map(x -> 1 / (x - 3))
                        .broadcast(2)
                        .map(b -> b.drain().attempt()))
                .map(ts -> ts.map(t -> t.isFailure()).asJava()))) {
            assertThat(failed).containsExactly(true, true);
        }
    }
}
