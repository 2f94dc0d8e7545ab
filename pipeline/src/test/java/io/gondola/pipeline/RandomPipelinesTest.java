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
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Random pipelines under explored schedules, on virtual time, and on real threads: nothing lost or doubled, the order
 * kept, the bound of elements on their way kept, the failure that of the stage and the element, all sources closed, no
 * goroutine left.
 *
 * <p>More than the suite's share: {@code -Dgondola.pipelines=100000}.
 */
class RandomPipelinesTest {
    private static final int PIPELINES = Integer.getInteger("gondola.pipelines", 400);
    private static final int EXPLORED = Math.max(40, PIPELINES / 20);
    private static final int OPERATOR_SEEDS = 8;
    private static final int OPERATOR_SCHEDULES = 40;
    private static final long FIRST_SEED = Long.getLong("gondola.pipelines.seed", 1);

    private static void check(RandomPipelines r, Try<Seq<Integer>> end, String where) {
        String what = where + ": " + r;
        if (r.failsAt != null) {
            assertThat(end.isFailure()).as(what).isTrue();
            assertThat(end.getCause()).as(what).isInstanceOf(PipelineException.class);
            PipelineException e = (PipelineException) end.getCause();
            assertThat(e.element().get()).as(what).isEqualTo(r.failsAt);
            assertThat(e.getCause()).as(what).isInstanceOf(RandomPipelines.Boom.class);
            assertThat(e.stage()).as(what).startsWith("map at RandomLaws.java");
        } else {
            assertThat(end.isSuccess()).as(what + end).isTrue();
            List<Integer> xs = end.get().asJava();
            if (r.ordered) {
                assertThat(xs).as(what).isEqualTo(r.expected);
            } else {
                assertThat(xs).as(what).containsExactlyInAnyOrderElementsOf(r.expected);
            }
        }
        assertThat(r.ended.get()).as(what).isBetween(r.ends, r.repeated ? 2 * r.ends : r.ends);
        checkWhateverEnded(r, what);
    }

    private static void checkWhateverEnded(RandomPipelines r, String what) {
        assertThat(r.closed.get()).as(what).isEqualTo(r.opened.get());
        if (r.bound > 0) {
            assertThat(r.mostInFlight.get()).as(what).isLessThanOrEqualTo(r.bound);
        }
        for (RandomPipelines.Law law : r.laws) {
            law.check();
        }
    }

    private static Go<Unit> run(RandomPipelines r, String where) {
        return r.pipeline.toList().attempt().flatMap(end -> Go.run(() -> check(r, end, where)));
    }

    @Test
    void theSuiteTriesEachOperator() {
        Set<String> used = new HashSet<>();
        for (long seed = FIRST_SEED; seed < FIRST_SEED + PIPELINES; seed++) {
            new RandomPipelines(seed).operators.forEach(name -> used.add(name.replaceAll("[ ,(].*", "")));
        }
        assertThat(used).hasSizeGreaterThan(RandomOperator.values().length - 5);
    }

    /**
     * Each operator by itself, with some source, under many schedules: its laws, and what it does when it is failed or
     * given up below.
     */
    @TestFactory
    Stream<DynamicTest> eachOperatorKeepsItsLawsUnderExploredSchedules() {
        return Stream.of(RandomOperator.values())
                .map(op -> DynamicTest.dynamicTest(op.name(), () -> {
                    for (int seed = 0; seed < OPERATOR_SEEDS; seed++) {
                        int s = seed;
                        Report report = Explorer.of(() -> ending(new RandomPipelines(s, false, op), s % 4))
                                .schedules(OPERATOR_SCHEDULES)
                                .seed(seed)
                                .explore();
                        assertThat(report.failure().map(f -> f.message()).getOrElse(""))
                                .as("seed %d: %s", seed, new RandomPipelines(seed, false, op))
                                .isEmpty();
                    }
                }));
    }

    /** Lets the pipeline come to its end; or ends it after its first element; or fails below it; or gives it up. */
    private static Go<Unit> ending(RandomPipelines r, int how) {
        Go<Unit> check = Go.run(() -> checkWhateverEnded(r, r.toString()));
        return switch (how) {
            case 0 -> run(r, "to its end");
            case 1 ->
                r.pipeline
                        .take(1)
                        .toList()
                        .attempt()
                        .flatMap(end -> Go.run(() -> {
                            if (end.isSuccess() && r.ordered) {
                                assertThat(end.get().asJava())
                                        .isEqualTo(r.expected.stream().limit(1).toList());
                            }
                        }))
                        .then(check);
            case 2 ->
                r.pipeline
                        .forEach(x -> Go.panic(new IllegalStateException("below")))
                        .attempt()
                        .flatMap(end -> Go.run(() -> {
                            boolean fails = r.failsAt != null || !r.expected.isEmpty();
                            assertThat(end.isFailure()).isEqualTo(fails);
                        }))
                        .then(check);
            default ->
                Context.background()
                        .withTimeout(Duration.ofMillis(2))
                        .flatMap(ctx -> ctx.run(r.pipeline
                                        .mapGo(x -> Go.sleep(Duration.ofMillis(1)))
                                        .drain())
                                .defer(ctx.cancel()))
                        .then(check);
        };
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

    /**
     * Hunts a clock that moves while a stage could go on: in these pipelines any timeout of an hour would then be seen.
     */
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
                            checkWhateverEnded(r, "seed " + s + ": " + r);
                        }));
                rt.run(cancelled);
            }
        }
    }
}
