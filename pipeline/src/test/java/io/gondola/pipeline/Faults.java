package io.gondola.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.dsl.Go;
import io.gondola.dsl.GoRuntime;
import io.gondola.dsl.Panic;
import io.gondola.dsl.Unit;
import io.vavr.control.Try;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

/** Runs programs that must fail, beside one that must not notice, and looks for what they leave behind. */
@SuppressWarnings("NullAway") // what is looked for is there
final class Faults {
    private static final Pipeline<Integer> HEALTHY =
            Pipeline.range(0, 20).buffer(1).parallel(2, x -> Go.gosched().as(x));

    private Faults() {}

    /** What all runs of {@code program}, on several runtimes, fail with; the last one of them. */
    static PipelineException of(Go<?> program) {
        PipelineException last = null;
        for (Supplier<GoRuntime> maker : Runs.runtimes().toList()) {
            try (GoRuntime rt = maker.get()) {
                last = in(rt, program);
            }
        }
        return Objects.requireNonNull(last);
    }

    /**
     * What {@code program} fails with in {@code rt}: alone, so that what it leaves is seen; and beside another
     * pipeline.
     */
    static PipelineException in(GoRuntime rt, Go<?> program) {
        Go<Try<Object>> attempt = program.<Object>map(x -> x).attempt();
        Go<Object> beside = HEALTHY.count().map(n -> n);
        List<Object> both = rt.run(Go.parallel(List.of(attempt.<Object>map(t -> t), beside)))
                .asJava();
        assertThat(both.get(1)).as("a pipeline beside the one that fails").isEqualTo(20L);
        assertThat(both.get(0)).isInstanceOf(Try.Failure.class);

        Try<Object> end = rt.run(attempt.flatMap(t -> nothingIsLeft(rt).as(t)));
        assertThat(end.isFailure()).as("fails: %s", end).isTrue();
        Throwable thrown = end.getCause() instanceof Panic p ? (Throwable) p.value() : end.getCause();
        assertThat(thrown).isInstanceOf(PipelineException.class);
        return (PipelineException) thrown;
    }

    /** Fails if in {@code rt} anything is left but the goroutine that asks. */
    static Go<Unit> nothingIsLeft(GoRuntime rt) {
        return Go.run(() -> {
            assertThat(rt.stats().goroutines()).as("goroutines").isEqualTo(1);
            assertThat(rt.stats().timers()).as("timers").isZero();
        });
    }
}
