package io.gondola.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.gondola.dsl.Go;
import io.gondola.dsl.GoRuntime;
import io.gondola.dsl.Panic;
import io.vavr.CheckedFunction1;
import io.vavr.collection.Seq;
import io.vavr.control.Try;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pipelines that take many elements go on with code of their own, and nobody can tell. */
@SuppressWarnings("NullAway") // what is looked for is there
class HotPassTest {
    /** Enough for a segment to get code of its own, and to use it. */
    private static final int MANY = 30_000;

    private static final int LATE = MANY - 1_234;

    /** Fewer stages than a pass has, as many, one more; the same of two passes. */
    static IntStream depths() {
        return IntStream.of(
                1, 2, Pass.STAGES - 1, Pass.STAGES, Pass.STAGES + 1, 2 * Pass.STAGES, 2 * Pass.STAGES + 1, 30);
    }

    private static <A> A run(Go<A> program) {
        try (GoRuntime rt = GoRuntime.builder().maxProcs(1).build()) {
            return rt.run(program);
        }
    }

    private static PipelineException failure(Go<?> program) {
        Throwable thrown = catchThrowable(() -> run(program));
        assertThat(thrown).isInstanceOf(Panic.class);
        return (PipelineException) ((Panic) thrown).value();
    }

    private static Activation busy(Pipeline<?> p) {
        Activation a = Activation.outermost(Plan.of(p, new Sinks.Drain(Label.of("drain"))), false);
        for (int i = 0; i < 100_000 && !HotPasses.areOwn(a.passes); i++) {
            a.isBusy();
        }
        return a;
    }

    @Test
    void eachCombinationOfFunctionsGetsACopyAndKeepsIt() {
        CheckedFunction1<Integer, Integer> one = x -> x + 1;
        CheckedFunction1<Integer, Integer> other = x -> x + 2;
        Pipeline<Integer> numbers = Pipeline.range(0, 1);
        Class<?> own = busy(numbers.map(one).map(other)).passes[0].getClass();

        assertThat(own.isHidden()).isTrue();
        assertThat(busy(numbers.map(one).map(other)).passes[0].getClass()).isSameAs(own);
        assertThat(busy(numbers.map(other).map(one)).passes[0].getClass()).isNotSameAs(own);
        assertThat(busy(numbers.map(one).filter(x -> true)).passes[0].getClass())
                .isNotSameAs(own);
    }

    @Test
    void laterRunsOfAPipelineBeginWithItsCopies() {
        Plan plan = Plan.of(Pipeline.range(0, 1).map(x -> x * 5), new Sinks.Drain(Label.of("drain")));
        Activation first = Activation.outermost(plan, false);
        while (!HotPasses.areOwn(first.passes)) {
            first.isBusy();
        }

        assertThat(Activation.outermost(plan, false).passes).isSameAs(first.passes);
    }

    /** The n-th stage of an endless mixture, on a pipeline and on a list. */
    private static Pipeline<Integer> grown(Pipeline<Integer> p, int depth, List<IntUnaryOperator> same) {
        Pipeline<Integer> grown = p;
        for (int i = 0; i < depth; i++) {
            int n = i;
            switch (i % 5) {
                case 0 -> {
                    grown = grown.map(x -> x + n);
                    same.add(x -> x + n);
                }
                case 1 -> {
                    grown = grown.filter(x -> x % 7 != n % 7);
                    same.add(x -> x % 7 != n % 7 ? x : -1);
                }
                case 2 -> {
                    grown = grown.peek(x -> assertThat(x).isNotNegative());
                    same.add(x -> x);
                }
                case 3 -> {
                    grown = grown.mapGo(x -> x % 100 == n ? Go.gosched().as(x + 1) : Go.pure(x + 2));
                    same.add(x -> x % 100 == n ? x + 1 : x + 2);
                }
                default -> {
                    grown = grown.flatMapIterable(x -> x % 50 == n ? List.of() : List.of(x));
                    same.add(x -> x % 50 == n ? -1 : x);
                }
            }
        }
        return grown;
    }

    @ParameterizedTest
    @MethodSource("depths")
    void stagesOfAllSortsYieldTheSameBeforeAndAfterTheyAreHot(int depth) {
        List<IntUnaryOperator> same = new ArrayList<>();
        Pipeline<Integer> p = grown(Pipeline.range(0, MANY), depth, same);
        long expected = IntStream.range(0, MANY)
                .map(x -> {
                    int y = x;
                    for (IntUnaryOperator f : same) {
                        y = y < 0 ? y : f.applyAsInt(y);
                    }
                    return y;
                })
                .filter(x -> x >= 0)
                .asLongStream()
                .reduce(0, (sum, x) -> 31 * sum + x);

        for (int i = 0; i < 5; i++) {
            assertThat(run(p.fold(0L, (sum, x) -> 31 * sum + x))).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @MethodSource("depths")
    void aFailureAtAnyStageNamesItAndItsElement(int depth) {
        for (int i = 0; i < depth; i++) {
            int failing = i;
            Pipeline<Integer> p = Pipeline.range(0, MANY);
            for (int k = 0; k < depth; k++) {
                int n = k;
                p = p.map(x -> {
                            if (n == failing && x == LATE + n) {
                                throw new IllegalStateException("stage " + n);
                            }
                            return x + 1;
                        })
                        .named("stage " + k);
            }
            PipelineException e = failure(p.drain());

            assertThat(e.stage()).isEqualTo("stage " + i);
            assertThat(e.getCause()).hasMessage("stage " + i);
            assertThat(e.element().get()).isEqualTo(LATE + i);
        }
    }

    /** A method reference has no line, and those of the machinery are nobody's. */
    @Test
    void aPipelineThatAMethodReferenceBuildsInAStageHasTheNameOfItsOperatorAlone() {
        Exception boom = new Exception("boom");
        for (int n : new int[] {1, MANY}) {
            Pipeline<Pipeline<Integer>> built = Pipeline.range(0, n)
                    .map(x -> x == n - 1 ? boom : new Exception())
                    .map(Pipeline::<Integer>failed);
            PipelineException e =
                    failure(built.last().flatMap(last -> last.get().drain()));

            assertThat(e.getCause()).isSameAs(boom);
            assertThat(e.stage()).isEqualTo("failed");
        }
    }

    @ParameterizedTest
    @MethodSource("depths")
    void aFailureOfTheSinkAndOneOfTheSourceAreTheirs(int depth) {
        Pipeline<Integer> p = Pipeline.from(() -> IntStream.range(0, MANY)
                .map(x -> 1_000 / (MANY - 1 - x) < 0 ? 0 : x)
                .iterator());
        for (int k = 0; k < depth; k++) {
            p = p.map(x -> x + 1);
        }
        Pipeline<Integer> deep = p;
        PipelineException ofSource = failure(deep.count());
        PipelineException ofSink = failure(deep.fold(0, (sum, x) -> x == LATE ? null : x));

        assertThat(ofSource.stage()).startsWith("from");
        assertThat(ofSource.element()).isEmpty();
        assertThat(ofSource.getCause()).isInstanceOf(ArithmeticException.class);
        assertThat(ofSink.stage()).startsWith("fold");
        assertThat(ofSink.element().get()).isEqualTo(LATE);
        assertThat(ofSink.getCause()).isInstanceOf(NullPointerException.class);
    }

    @ParameterizedTest
    @MethodSource("depths")
    void anAttemptBelowHotStagesTurnsEachFailureIntoAValue(int depth) {
        Pipeline<Integer> p = Pipeline.range(0, MANY).map(x -> x % 1_000 == 999 ? null : x);
        for (int k = 1; k < depth; k++) {
            p = p.map(x -> x);
        }
        Seq<Try<Integer>> ends = run(p.attempt().toList());

        assertThat(ends).hasSize(MANY);
        assertThat(ends.count(Try::isFailure)).isEqualTo(MANY / 1_000);
        assertThat(ends.filter(Try::isSuccess).map(Try::get).toJavaList())
                .isEqualTo(IntStream.range(0, MANY)
                        .filter(x -> x % 1_000 != 999)
                        .boxed()
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("depths")
    void aStageThatWantsNoMoreEndsAHotSource(int depth) {
        Pipeline<Integer> p = Pipeline.iterate(0, x -> x + 1);
        for (int k = 0; k < depth; k++) {
            p = p.map(x -> x + 1);
        }
        long expected = LATE;

        assertThat(run(p.take(LATE).count())).isEqualTo(expected);
        assertThat(run(p.takeWhile(x -> x < LATE + depth).map(x -> x).count())).isEqualTo(expected);
    }

    /** Hunts: a later pass, or another stage, that is taken for the one that wants no more. */
    @ParameterizedTest
    @MethodSource("depths")
    void stagesBelowOneThatWantsNoMoreGiveWhatTheyHold(int depth) {
        Pipeline<Integer> p = Pipeline.iterate(0, x -> x + 1);
        for (int k = 0; k < 2 * depth; k++) {
            p = k == depth ? p.take(LATE) : p.map(x -> x + 1);
        }
        long expected = LATE;

        assertThat(run(p.batch(7).map(batch -> (long) batch.size()).fold(0L, Long::sum)))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void anInnerPipelineThatIsHotGoesOnBelowItsStages(int stages) {
        Go<Long> sum = Pipeline.of(1, 2, 3)
                .flatMap(k -> {
                    Pipeline<Integer> inner = Pipeline.range(0, MANY);
                    for (int i = 0; i < stages; i++) {
                        inner = inner.map(x -> x + k);
                    }
                    return inner;
                })
                .fold(0L, (s, x) -> s + x);
        long numbers = (long) MANY * (MANY - 1) / 2;

        for (int i = 0; i < 5; i++) {
            assertThat(run(sum)).isEqualTo(3 * numbers + 6L * stages * MANY);
        }
    }

    /** The endless one never waits, and is hot when the other one fails. */
    @Test
    void aHotPipelineHearsOfItsCancellationWithin256Elements() {
        AtomicInteger since = new AtomicInteger(-1_000_000_000);
        Pipeline<Integer> endless = Pipeline.iterate(0, x -> x + 1)
                .peek(x -> since.incrementAndGet())
                .filter(x -> x < 0);
        Pipeline<Integer> failing =
                Pipeline.repeat(Go.sleep(Duration.ofMillis(50)).then(Go.suspend(() -> {
                    since.set(0);
                    throw new IllegalStateException("late");
                })));

        assertThat(failure(endless.merge(failing).drain()).getCause()).hasMessage("late");
        assertThat(since.get()).isBetween(0, 256);
    }
}
