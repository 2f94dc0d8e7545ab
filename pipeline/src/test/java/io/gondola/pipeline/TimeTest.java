package io.gondola.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.gondola.context.Context;
import io.gondola.dsl.Go;
import io.gondola.dsl.GoRuntime;
import io.gondola.dsl.Panic;
import io.gondola.time.Time;
import io.vavr.collection.Vector;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** Under virtual time, so to the nanosecond. */
@SuppressWarnings("NullAway") // what is looked for is there
class TimeTest {
    private static final Instant BEGIN = Instant.parse("2000-01-01T00:00:00Z");

    private static Duration ms(long n) {
        return Duration.ofMillis(n);
    }

    /** Emits i after the i-th pause. */
    private static Pipeline<Integer> after(int... pauses) {
        return Pipeline.range(0, pauses.length)
                .mapGo(i -> Go.sleep(ms(pauses[i])).as(i));
    }

    /** Each element with the milliseconds at which it came. */
    private static <T> List<String> timed(Pipeline<T> p) {
        try (GoRuntime rt = GoRuntime.deterministic(5)) {
            return rt.run(p.mapGo(x -> Time.now()
                                    .map(now -> Duration.between(BEGIN, now).toMillis() + ":" + x))
                            .toList())
                    .asJava();
        }
    }

    @Test
    void batchEndsWhenItIsFullOrItsTimeIsOver() {
        assertThat(timed(after(0, 10, 10, 10, 100, 10, 200).batch(3, ms(50))))
                .containsExactly("20:Array(0, 1, 2)", "80:Array(3)", "180:Array(4, 5)", "340:Array(6)");
    }

    @Test
    void batchWeightedStaysBelowTheWeight() {
        Pipeline<Vector<Integer>> p = Pipeline.of(3, 3, 3, 9, 1, 6)
                .batchWeighted(7, x -> (long) x, ms(50))
                .map(Vector::ofAll);
        Runs.yields(p, Vector.of(3, 3), Vector.of(3), Vector.of(9), Vector.of(1, 6));
    }

    @Test
    void throttleLetsABurstThroughAndThenKeepsTheRate() {
        assertThat(timed(Pipeline.range(0, 6).throttle(3, ms(300))))
                .containsExactly("0:0", "0:1", "0:2", "100:3", "200:4", "300:5");
    }

    @Test
    void throttleRefillsContinuously() {
        assertThat(timed(after(0, 0, 150, 0, 0).throttle(2, ms(200))))
                .containsExactly("0:0", "0:1", "150:2", "200:3", "300:4");
    }

    @Test
    void delayHoldsOneElementAfterTheOther() {
        assertThat(timed(Pipeline.range(0, 3).delay(ms(10)))).containsExactly("10:0", "20:1", "30:2");
    }

    @Test
    void debounceEmitsAfterQuietAndAtTheEnd() {
        assertThat(timed(after(0, 10, 10, 100, 10).debounce(ms(50)))).containsExactly("70:2", "130:4");
    }

    @Test
    void sampleEmitsTheLatestOfAPeriodAndNothingTwice() {
        assertThat(timed(after(10, 10, 10, 100, 10, 35).sample(ms(50)))).containsExactly("50:2", "150:4", "175:5");
    }

    @Test
    void tickTicksFirstAfterAPeriod() {
        assertThat(timed(Pipeline.tick(ms(10)).zipWithIndex().map(t -> t._2).take(3)))
                .containsExactly("10:0", "20:1", "30:2");
    }

    @Test
    void timeoutIsTheWaitForTheNextElement() {
        assertThat(timed(after(10, 40, 10).timeout(ms(50)).delay(ms(100)))).hasSize(3);

        PipelineException e = failure(after(10, 40, 60, 10).timeout(ms(50)).drain());
        assertThat(e.getCause()).isInstanceOf(TimeoutException.class);
        assertThat(e.stage()).startsWith("timeout at TimeTest.java:");
        assertThat(e.element()).isEmpty();
    }

    @Test
    void aTimeoutCanBeRecovered() {
        assertThat(timed(after(10, 60, 10).timeout(ms(50)).recover(x -> Pipeline.of(-1))))
                .containsExactly("10:0", "60:-1");
        assertThat(timed(after(10, 60, 10)
                        .buffer(1)
                        .timeout(ms(50))
                        .retry(Retry.times(1))
                        .attempt()
                        .recover(x -> Pipeline.empty())))
                .containsExactly("10:Success(0)", "70:Success(0)");
    }

    @Test
    void withinAContextThatHasEndedNothingRuns() {
        boolean[] ran = {false};
        PipelineException e = Runs.failure(Context.background()
                .withCancel()
                .flatMap(ctx -> ctx.cancel()
                        .then(Pipeline.of(1)
                                .peek(x -> ran[0] = true)
                                .within(ctx)
                                .drain())));

        assertThat(e).hasMessageContaining("within").hasMessageContaining("context canceled");
        assertThat(ran[0]).isFalse();
    }

    @Test
    void withinEndsWhatIsAboveWithTheContext() {
        Go<List<String>> program = Context.background()
                .withTimeout(ms(55))
                .flatMap(ctx -> after(10, 20, 20, 20)
                        .within(ctx)
                        .map(x -> x + "")
                        .recover(x -> Pipeline.of(x == Context.DEADLINE_EXCEEDED ? "deadline" : "other " + x))
                        .toList()
                        .map(xs -> xs.asJava()));
        try (GoRuntime rt = GoRuntime.deterministic(2)) {
            assertThat(rt.run(program)).containsExactly("0", "1", "2", "deadline");
        }
    }

    @Test
    void anEndlessSegmentHearsOfItsContext() {
        for (int procs = 1; procs <= 2; procs++) {
            try (GoRuntime rt = GoRuntime.builder().maxProcs(procs).build()) {
                Throwable thrown = catchThrowable(() -> rt.run(Context.background()
                        .withTimeout(ms(30))
                        .flatMap(ctx -> Pipeline.iterate(0, x -> x + 1)
                                .filter(x -> x < 0)
                                .within(ctx)
                                .drain())));
                assertThat(((Panic) thrown).value()).isInstanceOf(PipelineException.class);
            }
        }
    }

    @Test
    void aSurroundingContextEndsThePipeline() {
        Go<Boolean> program = Context.background()
                .withTimeout(ms(30))
                .flatMap(ctx -> ctx.run(Pipeline.iterate(0, x -> x + 1)
                        .buffer(1)
                        .mapGo(x -> Go.never())
                        .drain()))
                .map(t -> t.isFailure());
        for (boolean failed : Runs.onAll(() -> program)) {
            assertThat(failed).isTrue();
        }
    }

    private static PipelineException failure(Go<?> program) {
        try (GoRuntime rt = GoRuntime.deterministic(4)) {
            return (PipelineException) ((Panic) catchThrowable(() -> rt.run(program))).value();
        }
    }
}
