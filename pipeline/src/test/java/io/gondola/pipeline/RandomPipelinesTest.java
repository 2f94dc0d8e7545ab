package io.gondola.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.context.Context;
import io.gondola.dsl.Go;
import io.gondola.dsl.GoRuntime;
import io.gondola.dsl.Unit;
import io.gondola.testkit.Explorer;
import io.gondola.testkit.Report;
import io.gondola.testkit.Strategy;
import io.vavr.collection.Seq;
import io.vavr.control.Try;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Random pipelines under explored schedules, on virtual time, and on real threads: nothing lost or doubled, the order kept, the bound of
 * elements on their way kept, the failure that of the stage and the element, all sources closed, no goroutine left.
 *
 * <p>More than the suite's share: {@code -Dgondola.pipelines=100000}.
 */
class RandomPipelinesTest {
    private static final int PIPELINES = Integer.getInteger("gondola.pipelines", 400);
    private static final int EXPLORED = Math.max(40, PIPELINES / 20);
    private static final long FIRST_SEED = Long.getLong("gondola.pipelines.seed", 1);

    private static void check(RandomPipelines r, Try<Seq<Integer>> end, String where) {
        String what = where + ": " + r;
        if (r.failsAt != null) {
            assertThat(end.isFailure()).as(what).isTrue();
            assertThat(end.getCause()).as(what).isInstanceOf(PipelineException.class);
            PipelineException e = (PipelineException) end.getCause();
            assertThat(e.element().get()).as(what).isEqualTo(r.failsAt);
            assertThat(e.getCause()).as(what).isInstanceOf(RandomPipelines.Boom.class);
            assertThat(e.stage()).as(what).startsWith("map at RandomPipelines.java");
        } else {
            assertThat(end.isSuccess()).as(what + end).isTrue();
            List<Integer> xs = end.get().asJava();
            if (r.ordered) {
                assertThat(xs).as(what).isEqualTo(r.expected);
            } else {
                assertThat(xs).as(what).containsExactlyInAnyOrderElementsOf(r.expected);
            }
        }
        assertThat(r.closed.get()).as(what).isEqualTo(r.opened.get());
        assertThat(r.ended.get()).as(what).isEqualTo(r.ends);
        if (r.bound > 0) {
            assertThat(r.mostInFlight.get()).as(what).isLessThanOrEqualTo(r.bound);
        }
    }

    private static Go<Unit> run(RandomPipelines r, String where) {
        return r.pipeline.toList().attempt().flatMap(end -> Go.run(() -> check(r, end, where)));
    }

    @Test
    void randomPipelinesYieldWhatListsDo() {
        for (long seed = FIRST_SEED; seed < FIRST_SEED + PIPELINES; seed++) {
            RandomPipelines r = new RandomPipelines(seed);
            long s = seed;
            try (GoRuntime rt = GoRuntime.deterministic(seed)) {
                rt.run(run(r, "seed " + seed)
                        .then(Go.run(() -> assertThat(rt.stats().goroutines())
                                .as("goroutines left, seed %d: %s", s, r)
                                .isEqualTo(1))));
            }
        }
    }

    @Test
    void randomPipelinesYieldWhatListsDoOnRealThreads() {
        try (GoRuntime rt = GoRuntime.builder().maxProcs(2).build()) {
            for (long seed = FIRST_SEED; seed < FIRST_SEED + PIPELINES; seed++) {
                RandomPipelines r = new RandomPipelines(seed);
                long s = seed;
                rt.run(run(r, "seed " + seed)
                        .then(Go.run(() -> assertThat(rt.stats().goroutines())
                                .as("goroutines left, seed %d: %s", s, r)
                                .isEqualTo(1))));
            }
        }
    }

    /** Hunts a clock that moves while a stage could go on: in these pipelines any timeout of an hour would then be seen. */
    @ParameterizedTest
    @EnumSource(
            value = Strategy.class,
            names = {"POS", "PCT", "RANDOM"})
    void noTimeoutFiresWhileAStageCanGoOnUnlessTheScheduleMayMoveTheClock(Strategy strategy) {
        for (long seed = FIRST_SEED; seed < FIRST_SEED + EXPLORED / 2; seed++) {
            long s = seed;
            Report report = Explorer.of(() -> run(new RandomPipelines(s), "seed " + s))
                    .strategy(strategy)
                    .schedules(10)
                    .seed(seed)
                    .explore();
            assertThat(report.failure().map(f -> f.message()).getOrElse(""))
                    .as("seed %d: %s", seed, new RandomPipelines(seed))
                    .isEmpty();
        }
    }

    /** Without timeouts: some of the runs have a clock that moves at any moment. */
    @Test
    void randomPipelinesYieldWhatListsDoUnderExploredSchedules() {
        for (long seed = FIRST_SEED; seed < FIRST_SEED + EXPLORED; seed++) {
            long s = seed;
            Report report = Explorer.of(() -> run(new RandomPipelines(s, false), "seed " + s))
                    .schedules(20)
                    .seed(seed)
                    .explore();
            assertThat(report.failure().map(f -> f.message()).getOrElse(""))
                    .as("seed %d: %s", seed, new RandomPipelines(seed))
                    .isEmpty();
        }
    }

    @Test
    void aRandomPipelineThatIsCancelledLeavesNothing() {
        for (long seed = FIRST_SEED; seed < FIRST_SEED + PIPELINES; seed++) {
            RandomPipelines r = new RandomPipelines(seed);
            long s = seed;
            try (GoRuntime rt = GoRuntime.deterministic(seed)) {
                Go<Unit> cancelled = Context.background()
                        .withTimeout(Duration.ofMillis(seed % 7))
                        .flatMap(ctx -> ctx.run(r.pipeline
                                        .mapGo(x -> Go.sleep(Duration.ofMillis(1)))
                                        .drain())
                                .defer(ctx.cancel()))
                        .then(Go.forRange(0, 20, i -> Go.gosched())) // the context's own goroutine ends
                        .then(Go.run(() -> {
                            assertThat(rt.stats().goroutines())
                                    .as("seed %d: %s", s, r)
                                    .isEqualTo(1);
                            assertThat(r.closed.get()).as("seed %d: %s", s, r).isEqualTo(r.opened.get());
                        }));
                rt.run(cancelled);
            }
        }
    }
}
