package io.gondola.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.context.Context;
import io.gondola.dsl.Go;
import io.gondola.dsl.GoRuntime;
import io.gondola.testkit.Explorer;
import io.gondola.testkit.Report;
import io.vavr.control.Try;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * A limit that is reached at the very moment when the pipeline ends, or when its element comes. The goroutine in which
 * it expires is gone when the pipeline has ended, whichever was first.
 */
class ExpiryTest {
    private static final Duration D = Duration.ofMillis(1);

    private static Go<Try<Long>> withTimeout() {
        return Pipeline.range(0, 3)
                .mapGo(x -> Go.sleep(D).as(x))
                .timeout(D)
                .count()
                .attempt();
    }

    private static Go<Try<Long>> withContext(int elements) {
        return Context.background()
                .withTimeout(D.multipliedBy(3))
                .flatMap(ctx -> Pipeline.range(0, elements)
                        .mapGo(x -> Go.sleep(D).as(x))
                        .within(ctx)
                        .count()
                        .attempt()
                        .defer(ctx.cancel()))
                .flatMap(end -> Go.forRange(0, 20, i -> Go.gosched()).as(end)); // the context's own goroutine ends
    }

    @Test
    void nothingIsLeftOfAnExpiryOnVirtualTime() {
        for (int seed = 0; seed < 200; seed++) {
            try (GoRuntime rt = GoRuntime.deterministic(seed)) {
                for (Go<Try<Long>> program : List.of(withTimeout(), withContext(3))) {
                    rt.run(program.then(Faults.nothingIsLeft(rt)));
                }
            }
        }
    }

    @Test
    void nothingIsLeftOfAnExpiryOnRealThreads() {
        try (GoRuntime rt = GoRuntime.builder().maxProcs(2).build()) {
            for (int i = 0; i < 300; i++) {
                rt.run(withTimeout().then(Faults.nothingIsLeft(rt)));
            }
        }
    }

    @Test
    void nothingIsLeftOfAnExpiryUnderExploredSchedules() {
        for (Supplier<Go<Try<Long>>> program :
                List.<Supplier<Go<Try<Long>>>>of(ExpiryTest::withTimeout, () -> withContext(2))) {
            Report report = Explorer.of(() -> program.get().map(end -> {
                        assertThat(end.isSuccess() || end.getCause() instanceof PipelineException)
                                .isTrue();
                        return end;
                    }))
                    .schedules(300)
                    .seed(7)
                    .explore();
            assertThat(report.failure().map(f -> f.message()).getOrElse("")).isEmpty();
        }
    }

    /** The time of each element begins when it is asked for, also after one that came just in time. */
    @Test
    void aTimeoutThatComesTooLateForOneElementDoesNotCountForTheNext() {
        for (int seed = 0; seed < 50; seed++) {
            try (GoRuntime rt = GoRuntime.deterministic(seed)) {
                Try<Long> end = rt.run(Pipeline.range(0, 20)
                        .mapGo(x -> Go.sleep(x % 2 == 0 ? D : D.dividedBy(2)).as(x))
                        .timeout(D.plusNanos(1))
                        .delay(D)
                        .count()
                        .attempt());
                assertThat(end.get()).isEqualTo(20);
            }
        }
    }
}
