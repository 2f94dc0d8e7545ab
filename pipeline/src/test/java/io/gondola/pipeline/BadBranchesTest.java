package io.gondola.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.gondola.context.Context;
import io.gondola.dsl.FatalError;
import io.gondola.dsl.Go;
import io.gondola.dsl.GoRuntime;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import io.vavr.control.Try;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Branches that do not run, run twice, fail or give up: who waits is told why, and the others go on. */
class BadBranchesTest {
    private static final Pipeline<Integer> FIVE = Pipeline.range(1, 6);

    private static <T> Go<Seq<T>> all(Iterable<Go<T>> programs) {
        return Go.parallel(programs);
    }

    @Test
    void aBranchThatNeverRunsIsNamedInTheReport() {
        Seq<Pipeline<Integer>> three = FIVE.broadcast(3);
        for (int missing = 0; missing < 3; missing++) {
            try (GoRuntime rt = GoRuntime.deterministic(missing)) {
                Seq<Pipeline<Integer>> others = three.removeAt(missing);
                Throwable thrown = catchThrowable(() -> rt.run(all(others.map(Pipeline::count))));
                assertThat(((FatalError) thrown).report())
                        .contains("broadcast: waits for branch " + (missing + 1) + " of 3");
            }
        }
        try (GoRuntime rt = GoRuntime.deterministic(0)) {
            var both = FIVE.partition(x -> x > 2);
            Throwable thrown = catchThrowable(() -> rt.run(both._2.drain()));
            assertThat(((FatalError) thrown).report()).contains("partition: waits for branch 1 of 2");
        }
    }

    @Test
    void aWaitForABranchThatNeverComesCanBeGivenUpAndRunAgain() {
        for (Vector<Long> counts : Runs.onAll(() -> Go.suspend(() -> {
            AtomicInteger sources = new AtomicInteger();
            Seq<Pipeline<Integer>> b = FIVE.peek(x -> sources.incrementAndGet()).broadcast(2);
            Go<Try<Long>> alone = Context.background()
                    .withTimeout(Duration.ofMillis(5))
                    .flatMap(ctx -> b.get(0).within(ctx).count().attempt().defer(ctx.cancel()));
            return alone.flatMap(t -> {
                assertThat(t.getCause().getMessage()).contains("within at BadBranchesTest.java");
                assertThat(sources).hasValue(0);
                return all(b.map(Pipeline::count)).map(Vector::ofAll);
            });
        }))) {
            assertThat(counts).containsExactly(5L, 5L);
        }
    }

    @Test
    void aBranchThatFailsNoLongerHoldsUpTheOthers() {
        for (Vector<Try<Long>> ends : Runs.onAll(() -> Go.suspend(() -> {
            Seq<Pipeline<Integer>> b = FIVE.broadcast(3);
            Pipeline<Integer> failing = b.get(1).peek(x -> {
                if (x == 2) {
                    throw new IOException("branch");
                }
            });
            return all(List.of(
                            b.get(0).count().attempt(),
                            failing.count().attempt(),
                            b.get(2).count().attempt()))
                    .map(Vector::ofAll);
        }))) {
            assertThat(ends.get(0).get()).isEqualTo(5);
            assertThat(ends.get(1).getCause()).hasMessageContaining("branch");
            assertThat(ends.get(2).get()).isEqualTo(5);
        }
    }

    @Test
    void aBranchThatIsGivenUpNoLongerHoldsUpTheOthers() {
        for (Vector<Try<Long>> ends : Runs.onAll(() -> Go.suspend(() -> {
            Seq<Pipeline<Integer>> b = FIVE.broadcast(2);
            Go<Try<Long>> stuck = Context.background()
                    .withTimeout(Duration.ofMillis(5))
                    .flatMap(ctx -> b.get(0)
                            .mapGo(x -> Go.<Integer>never())
                            .within(ctx)
                            .count()
                            .attempt()
                            .defer(ctx.cancel()));
            return all(List.of(stuck, b.get(1).count().attempt())).map(Vector::ofAll);
        }))) {
            assertThat(ends.get(0).isFailure()).isTrue();
            assertThat(ends.get(1).get()).isEqualTo(5);
        }
    }

    @Test
    void allBranchesInOnePipelineFailAsOne() {
        PipelineException e = Faults.of(Go.suspend(() -> {
            Seq<Pipeline<Integer>> b =
                    FIVE.map(x -> 6 / (x - 3)).named("divide").broadcast(2);
            return b.get(0).merge(b.get(1)).drain();
        }));
        assertThat(e.stage()).isEqualTo("divide");
        assertThat(e.getCause()).isInstanceOf(ArithmeticException.class);
        assertThat(e.element()).contains(3);
    }

    @Test
    void aBranchThatRunsTwiceFails() {
        PipelineException e = Faults.of(Go.suspend(() -> {
            Seq<Pipeline<Integer>> b = FIVE.broadcast(2);
            return b.get(0).merge(b.get(0)).drain();
        }));
        assertThat(e.getCause())
                .hasMessage("broadcast: branch 1 of 2 runs already; a branch runs once in each run of all of them");
    }

    @Test
    void balanceSkipsABranchThatFails() {
        for (Vector<Try<Long>> ends : Runs.onAll(() -> Go.suspend(() -> {
            Seq<Pipeline<Integer>> b = Pipeline.range(0, 50).balance(2);
            Pipeline<Integer> failing = b.get(0).peek(x -> {
                throw new IOException("branch");
            });
            return all(List.of(failing.count().attempt(), b.get(1).count().attempt()))
                    .map(Vector::ofAll);
        }))) {
            long taken = ends.get(0).isFailure() ? 1 : 0;
            assertThat(ends.get(1).get()).isEqualTo(50 - taken);
        }
    }

    @Test
    void aPredicateThatFailsEndsBothBranches() {
        for (Vector<Try<Long>> ends : Runs.onAll(() -> Go.suspend(() -> {
            var both = FIVE.partition(x -> 1 / (x - 3) > 0);
            return all(List.of(both._1.count().attempt(), both._2.count().attempt()))
                    .map(Vector::ofAll);
        }))) {
            for (Try<Long> end : ends) {
                assertThat(end.getCause()).hasMessageContaining("partition at");
            }
        }
    }
}
