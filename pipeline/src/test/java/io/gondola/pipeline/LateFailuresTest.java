package io.gondola.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.dsl.Go;
import io.vavr.control.Try;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Failures that come when nobody waits for elements any more, and those beside the function of a boundary. */
class LateFailuresTest {
    private static final Pipeline<Integer> CLOSING_FAILS =
            Pipeline.using(Go.pure(1), r -> Pipeline.range(1, 6), r -> Go.panic("close"));

    /** The source ends, with a failing cleanup, before the goroutine below it looks whether it has ended. */
    @Test
    void aCleanupThatFailsAfterACancellationFailsThePipelineHoweverFastItIs() {
        for (Pipeline<Integer> p : List.of(
                CLOSING_FAILS.buffer(2).parallel(2, Go::pure),
                CLOSING_FAILS.buffer(2).buffer(2).buffer(2),
                CLOSING_FAILS.parallelByKey(2, x -> x, Go::pure).parallelUnordered(2, Go::pure))) {
            PipelineException e = Runs.failure(p.take(1).count());

            assertThat(e.stage()).startsWith("using at");
            assertThat(e).hasMessageContaining("close");
        }
    }

    /** Of a key that cannot be told, too. */
    @Test
    void anAttemptCoversTheKeysOfTheBoundaryAbove() {
        Pipeline<Try<Integer>> p = Pipeline.range(1, 6)
                .parallelByKey(2, x -> 6 / (x - 3), Go::pure)
                .attempt();

        for (List<Try<Integer>> all : Runs.onAll(() -> p.toList().map(xs -> xs.asJava()))) {
            assertThat(all.stream().filter(Try::isSuccess).map(Try::get)).containsExactlyInAnyOrder(1, 2, 4, 5);
            assertThat(all.stream().filter(Try::isFailure).map(Try::getCause))
                    .singleElement()
                    .isInstanceOf(ArithmeticException.class);
        }
        PipelineException e = Runs.failure(Pipeline.range(1, 6)
                .parallelByKey(2, x -> 6 / (x - 3), Go::pure)
                .count());
        assertThat(e).hasMessageContaining("parallelByKey at").hasMessageContaining("element=3");
    }
}
