package io.gondola.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.context.Context;
import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.dsl.Unit;
import io.gondola.testkit.Explorer;
import io.gondola.testkit.Report;
import io.vavr.CheckedFunction1;
import io.vavr.collection.Seq;
import io.vavr.control.Try;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * Programs as users write them, with what goes wrong at the worst moment, under explored schedules: each ends, with the
 * error that the page promises, closes its sources once, and leaves nothing. The explorer itself reports what is left.
 */
@SuppressWarnings("NullAway") // failures have causes
class AdversaryTest {
    private static final int SCHEDULES = 150;

    private static void explore(String what, Supplier<Go<Unit>> program) {
        assertThat(failure(program)).as(what).isEmpty();
    }

    private static String failure(Supplier<Go<Unit>> program) {
        Report report = Explorer.of(program::get).schedules(SCHEDULES).explore();
        return report.failure().map(f -> f.message()).getOrElse("");
    }

    /** Operators that have goroutines, on a source. Each yields something of each element. */
    private static Map<String, CheckedFunction1<Pipeline<Integer>, Pipeline<?>>> boundaries() {
        Map<String, CheckedFunction1<Pipeline<Integer>, Pipeline<?>>> all = new TreeMap<>();
        all.put("parallel", p -> p.parallel(2, x -> Go.gosched().as(x)));
        all.put("parallelUnordered", p -> p.parallelUnordered(2, Go::pure));
        all.put(
                "parallelByKey",
                p -> p.parallelByKey(2, x -> x % 2, x -> Go.gosched().as(x)));
        all.put("flatMapParallel", p -> p.flatMapParallel(2, x -> Pipeline.of(x, x)));
        all.put("buffer", p -> p.buffer(2));
        all.put("buffer(0)", p -> p.buffer(0));
        all.put("buffer dropping", p -> p.buffer(1, Overflow.DROP_OLDEST));
        all.put("conflate", p -> p.conflate(x -> x, Integer::sum));
        all.put("merge", p -> p.merge(p));
        all.put("mergeSorted", p -> p.mergeSorted(Integer::compare, p));
        all.put("interleave", p -> p.interleave(p));
        all.put("zip", p -> p.zip(p, Integer::sum));
        all.put("zipLatest", p -> p.zipLatest(p, Integer::sum));
        all.put("batch", p -> p.batch(2, Duration.ofMillis(1)));
        all.put("batchWeighted", p -> p.batchWeighted(2, x -> (long) Math.abs(x), Duration.ofMillis(1)));
        all.put("debounce", p -> p.debounce(Duration.ofMillis(1)));
        all.put("sample", p -> p.sample(Duration.ofMillis(1)));
        all.put("broadcast", p -> p.broadcast(2).reduce((a, b) -> a.zip(b, Integer::sum)));
        all.put("balance", p -> p.balance(2).reduce((a, b) -> a.merge(b)));
        all.put("partition", p -> p.partition(x -> x > 0).apply((a, b) -> a.merge(b)));
        all.put("emit", p -> Pipeline.emit(out -> p.forEach(out::send)));
        return all;
    }

    /** Another goroutine cancels at any step: before anything runs, while each side waits, and after the end. */
    @Test
    void aCancellationAtAnyMomentLeavesNothing() {
        boundaries()
                .forEach((name, operator) -> explore(
                        name,
                        () -> Go.suspend(() -> {
                            CountedSource source = new CountedSource();
                            Pipeline<?> p = operator.unchecked().apply(source.numbers(3));
                            return Context.background()
                                    .withCancel()
                                    .flatMap(ctx -> Go.go(
                                                    "canceller", Go.gosched().then(ctx.cancel()))
                                            .then(ctx.run(p.drain())))
                                    .then(Go.run(() -> source.check(name)));
                        })));
    }

    /** The same by {@code within}, whose failure is handled below. */
    @Test
    void withinEndsWhatIsAboveAtAnyMomentAndWhatIsBelowGoesOn() {
        boundaries()
                .forEach((name, operator) -> explore(
                        name,
                        () -> Go.suspend(() -> {
                            CountedSource source = new CountedSource();
                            Pipeline<?> p = operator.unchecked().apply(source.numbers(3));
                            return Context.background()
                                    .withCancel()
                                    .flatMap(ctx -> Go.go("canceller", ctx.cancel())
                                            .then(p.<Object>map(x -> x)
                                                    .within(ctx)
                                                    .recover(e -> Pipeline.of("given up"))
                                                    .toList()))
                                    .flatMap(xs -> Go.run(() -> {
                                        assertThat(xs.indexOf("given up")).isIn(-1, xs.size() - 1);
                                        source.check(name);
                                    }));
                        })));
    }

    /** It fails at the first element, at the last one, or below; and the caller learns which. */
    @Test
    void theFirstFailureIsToldWhereverItIs() {
        boundaries().forEach((name, operator) -> {
            for (int at = 0; at < 3; at++) {
                int bad = at;
                explore(
                        name + " fails above at " + at,
                        () -> Go.suspend(() -> {
                            CountedSource source = new CountedSource();
                            Pipeline<Integer> failing =
                                    source.numbers(3).map(x -> 1 / (x - bad)).named("divide");
                            return operator.unchecked()
                                    .apply(failing)
                                    .toList()
                                    .attempt()
                                    .map(end -> {
                                        PipelineException e = (PipelineException) end.getCause();
                                        if (name.equals("emit")) { // a pipeline in a pipeline, which fails as a whole
                                            assertThat(e.stage()).startsWith("emit at");
                                            e = (PipelineException) e.getCause();
                                        }
                                        assertThat(e.stage()).isEqualTo("divide");
                                        assertThat(e.element()).contains(bad);
                                        source.check(name);
                                        return Unit.UNIT;
                                    });
                        }));
            }
            explore(
                    name + " fails below",
                    () -> Go.suspend(() -> {
                        CountedSource source = new CountedSource();
                        return operator.unchecked()
                                .apply(source.numbers(3))
                                .forEach(x -> Go.panic(new IOException("sink")))
                                .attempt()
                                .map(end -> {
                                    assertThat(end.getCause()).hasMessageContaining("forEach at");
                                    source.check(name);
                                    return Unit.UNIT;
                                });
                    }));
        });
    }

    /** A cleanup that fails does so after an end, and after a {@code take} that wants no more. */
    @Test
    void aCleanupThatFailsIsToldByAllOperators() {
        boundaries().forEach((name, operator) -> {
            for (int n : new int[] {1, 9}) {
                explore(name + ".take(" + n + ")", () -> {
                    Pipeline<Integer> source = Pipeline.using(
                            Go.unit(), u -> Pipeline.range(0, 3), u -> Go.panic(new IOException("close")));
                    return operator.unchecked()
                            .apply(source)
                            .take(n)
                            .toList()
                            .attempt()
                            .map(end -> {
                                assertThat(end.getCause()).hasMessageContaining("close");
                                return Unit.UNIT;
                            });
                });
            }
        });
    }

    /** Given up from outside, the caller learns of the cleanup, under the stage's name, and not of what carries it. */
    @Test
    void aCleanupThatFailsWhenThePipelineIsGivenUpIsTold() {
        boundaries()
                .forEach((name, operator) -> explore(
                        name,
                        () -> Go.suspend(() -> {
                            AtomicInteger opened = new AtomicInteger();
                            Pipeline<Integer> source = Pipeline.using(
                                            Go.run(opened::incrementAndGet),
                                            u -> Pipeline.range(0, 3),
                                            u -> Go.panic(new IOException("close")))
                                    .named("resource");
                            Go<?> stuck = operator.unchecked().apply(source).forEach(x -> Go.never());
                            return Context.background()
                                    .withTimeout(Duration.ofMillis(5))
                                    .flatMap(ctx -> ctx.run(stuck).attempt())
                                    .map(end -> {
                                        Throwable e =
                                                end.flatMap(given -> given).getCause(); // ctx.run yields a Try
                                        if (opened.get() > 0) { // the deadline may come before
                                            assertThat(e)
                                                    .isInstanceOf(PipelineException.class)
                                                    .hasMessageContaining("close");
                                        }
                                        return Unit.UNIT;
                                    });
                        })));
    }

    @Test
    void goexitInAFunctionEndsThePipelineAndNotTheCaller() {
        boundaries()
                .forEach((name, operator) -> explore(
                        name,
                        () -> operator.unchecked()
                                .apply(Pipeline.range(0, 3).mapGo(x -> x == 1 ? Go.<Integer>goexit() : Go.pure(x)))
                                .toList()
                                .attempt()
                                .map(end -> {
                                    assertThat(end.getCause()).hasMessageContaining("called goexit");
                                    return Unit.UNIT;
                                })));
    }

    @Test
    void aChannelThatIsGivenTwiceIsSharedAndLosesNothing() {
        explore(
                "from the same channel",
                () -> Go.suspend(() -> {
                    Channel<Integer> c = Channel.unbuffered();
                    Pipeline<Integer> p = Pipeline.from(c);
                    return Go.go(Pipeline.range(0, 4).sendTo(c).then(c.close()))
                            .then(p.merge(p).toList())
                            .map(xs -> {
                                assertThat(xs.sorted().asJava()).containsExactly(0, 1, 2, 3);
                                return Unit.UNIT;
                            });
                }));
        explore(
                "to the same channel",
                () -> Go.suspend(() -> {
                    Channel<Integer> c = Channel.buffered(1);
                    Go<Unit> both = Go.parallel(List.of(
                                    Pipeline.range(0, 2).sendTo(c),
                                    Pipeline.range(2, 4).sendTo(c)))
                            .then(c.close());
                    return Go.go(both).then(Pipeline.from(c).toList()).map(xs -> {
                        assertThat(xs.sorted().asJava()).containsExactly(0, 1, 2, 3);
                        return Unit.UNIT;
                    });
                }));
    }

    @Test
    void aBranchThatNeverRunsIsADeadlockWithItsNameUnderAnySchedule() {
        for (CheckedFunction1<Pipeline<Integer>, Pipeline<Integer>> one :
                List.<CheckedFunction1<Pipeline<Integer>, Pipeline<Integer>>>of(
                        p -> p.broadcast(2).get(0), p -> p.balance(2).get(0), p -> p.partition(x -> x > 1)._1)) {
            assertThat(failure(() -> one.unchecked()
                            .apply(Pipeline.range(0, 3))
                            .merge(Pipeline.of(7))
                            .drain()))
                    .contains("deadlock")
                    .contains("waits for branch 2 of 2");
        }
    }

    /** Two fail at once: one of them is told, the other one is kept with it, or was given up before. */
    @Test
    void oneOfTwoFailuresIsTheFirst() {
        explore("merge", () -> {
            Pipeline<Integer> left = Pipeline.<Integer>failed(new IOException("left"));
            Pipeline<Integer> right = Pipeline.<Integer>failed(new IOException("right"));
            return left.merge(right).drain().attempt().map(end -> {
                Throwable e = end.getCause();
                assertThat(e.getCause().getMessage()).isIn("left", "right");
                assertThat(e.getSuppressed().length).isLessThanOrEqualTo(1);
                for (Throwable later : e.getSuppressed()) {
                    assertThat(later.getCause().getMessage())
                            .isNotEqualTo(e.getCause().getMessage());
                }
                return Unit.UNIT;
            });
        });
    }

    /** A pipeline that is run by two goroutines at once is two runs. */
    @Test
    void runsOfOnePipelineDoNotMeet() {
        boundaries().forEach((name, operator) -> {
            if (List.of("broadcast", "balance", "partition").contains(name)) {
                return; // their branches share one run by contract
            }
            explore(name, () -> {
                Go<Long> count =
                        operator.unchecked().apply(Pipeline.range(1, 3)).count();
                return Go.parallel(List.of(count, count)).map(counts -> {
                    boolean dropping = List.of("buffer dropping", "conflate", "zipLatest", "batch", "batchWeighted")
                                    .contains(name)
                            || name.equals("debounce")
                            || name.equals("sample");
                    assertThat(counts.get(0)).isPositive();
                    if (!dropping) {
                        assertThat(counts.get(0)).isEqualTo(counts.get(1));
                    }
                    return Unit.UNIT;
                });
            });
        });
    }

    /** Retry runs all of what is above again; what a recovered input has sent before stays. */
    @Test
    void retryAndRecoverReplaceAWholeMerge() {
        explore(
                "retry",
                () -> Go.suspend(() -> {
                    CountedSource source = new CountedSource();
                    AtomicInteger runs = new AtomicInteger();
                    Pipeline<Integer> flaky = Pipeline.of(10).peek(x -> {
                        if (runs.incrementAndGet() < 3) {
                            throw new IOException("not yet");
                        }
                    });
                    return source.numbers(2)
                            .merge(flaky)
                            .retry(Retry.times(2).backoff(Duration.ofMillis(1), Duration.ofMillis(1)))
                            .toList()
                            .map(xs -> {
                                assertThat(runs).hasValue(3);
                                assertThat(xs.asJava()).contains(0, 1, 10);
                                assertThat(source.closed).hasValue(source.opened.get());
                                return Unit.UNIT;
                            });
                }));
        explore("recover", () -> {
            Pipeline<Integer> broken = Pipeline.of(10).map(x -> x / (x - 10));
            return Pipeline.range(0, 2)
                    .merge(broken)
                    .recover(e -> Pipeline.of(-1))
                    .toList()
                    .map(xs -> {
                        assertThat(xs.last()).isEqualTo(-1);
                        assertThat(xs.init().asJava()).isSubsetOf(0, 1).isSorted();
                        return Unit.UNIT;
                    });
        });
    }

    @Test
    void severalGoroutinesMaySendInOneEmitAndAllEndWithIt() {
        explore("emit", () -> {
            Pipeline<Integer> p = Pipeline.emit(out -> Go.parallel(List.of(
                    out.send(1).then(out.send(2)), out.send(3), out.send(4).then(out.send(5)))));
            return p.toList()
                    .flatMap(all -> p.take(2).count().map(two -> {
                        assertThat(all.sorted().asJava()).containsExactly(1, 2, 3, 4, 5);
                        assertThat(two).isEqualTo(2);
                        return Unit.UNIT;
                    }));
        });
    }

    /** Inside parallel workers, pipelines with goroutines of their own; an attempt keeps the others. */
    @Test
    void pipelinesInsideWorkersFailAloneUnderAnAttempt() {
        explore(
                "nested",
                () -> Pipeline.range(0, 3)
                        .parallel(
                                2,
                                x -> Pipeline.range(0, 2)
                                        .buffer(1)
                                        .map(y -> 1 / (x + y - 1))
                                        .merge(Pipeline.of(x))
                                        .toList())
                        .attempt()
                        .toList()
                        .map(ends -> {
                            Seq<Try<Seq<Integer>>> all = ends;
                            assertThat(all.map(Try::isSuccess).asJava()).containsExactly(false, false, true);
                            return Unit.UNIT;
                        }));
    }
}
