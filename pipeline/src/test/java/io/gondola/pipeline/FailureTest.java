package io.gondola.pipeline;

import static io.gondola.pipeline.Runs.failure;
import static io.gondola.pipeline.Runs.yields;
import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.dsl.Go;
import io.gondola.dsl.GoRuntime;
import io.gondola.dsl.Unit;
import io.vavr.control.Option;
import io.vavr.control.Try;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway") // failures have messages; nulls are what is refused
class FailureTest {
    private static final Pipeline<Integer> FIVE = Pipeline.range(1, 6);

    private static Integer failAt(int bad, int x) throws IOException {
        if (x == bad) {
            throw new IOException("bad " + x);
        }
        return x;
    }

    @Test
    void theExceptionNamesStageAndElement() {
        PipelineException e = failure(FIVE.map(x -> failAt(3, x)).named("parse").drain());

        assertThat(e.stage()).isEqualTo("parse");
        assertThat(e.element()).isEqualTo(Option.of(3));
        assertThat(e.getCause()).isInstanceOf(IOException.class);
        assertThat(e.getMessage())
                .matches("stage \"parse\" \\(map at FailureTest.java:\\d+\\): java.io.IOException: bad 3; element=3");
    }

    @Test
    void aStageWithoutANameIsItsOperatorAndItsLine() {
        PipelineException e = failure(FIVE.filter(x -> failAt(2, x) > 0).drain());

        assertThat(e.stage()).matches("filter at FailureTest.java:\\d+");
    }

    @Test
    void aFailureInEachKindOfStageReachesTheCaller() {
        List<Go<?>> programs = List.of(
                FIVE.mapGo(x -> Go.gosched().map(u -> failAt(3, x))).drain(),
                FIVE.parallel(2, x -> Go.gosched().map(u -> failAt(3, x))).drain(),
                FIVE.parallelUnordered(2, x -> Go.gosched().map(u -> failAt(3, x)))
                        .drain(),
                FIVE.parallelByKey(2, x -> x % 2, x -> Go.call(() -> failAt(3, x)))
                        .drain(),
                FIVE.flatMap(x -> Pipeline.of(x).buffer(1).map(y -> failAt(3, y)))
                        .drain(),
                FIVE.flatMapParallel(2, x -> Pipeline.of(x).map(y -> failAt(3, y)))
                        .drain(),
                FIVE.map(x -> failAt(3, x)).buffer(2).buffer(2).drain(),
                FIVE.merge(FIVE.map(x -> failAt(3, x))).drain(),
                FIVE.zip(FIVE.map(x -> failAt(3, x)), Integer::sum).drain(),
                FIVE.batch(2, Duration.ofSeconds(1))
                        .map(xs -> failAt(3, xs.get(0)))
                        .drain(),
                FIVE.map(x -> failAt(3, x)).batch(2, Duration.ofSeconds(1)).drain(),
                FIVE.forEach(x -> Go.call(() -> failAt(3, x))),
                FIVE.fold(0, (a, x) -> failAt(3, x)),
                Pipeline.<Integer>emit(out -> out.send(3).then(Go.call(() -> failAt(3, 3))))
                        .drain());
        for (Go<?> program : programs) {
            assertThat(failure(program).getCause()).hasMessage("bad 3");
        }
    }

    @Test
    void theFirstFailureWakesThoseThatWaitAndRunsCleanups() {
        List<String> log = Collections.synchronizedList(new ArrayList<>());
        Pipeline<Integer> p = FIVE.onEnd(Go.run(() -> log.add("source")))
                .parallel(2, x -> x == 1 ? Go.<Integer>never() : Go.call(() -> failAt(2, x)))
                .onEnd(Go.run(() -> log.add("parallel")))
                .buffer(1)
                .onEnd(Go.run(() -> log.add("buffer")));

        assertThat(failure(p.drain()).getCause()).hasMessage("bad 2");
        assertThat(log.subList(0, 3)).containsExactly("source", "parallel", "buffer");
    }

    @Test
    void blockingCodeIsInterruptedAndWaitedFor() {
        List<String> log = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch never = new CountDownLatch(1);
        try (GoRuntime rt = GoRuntime.builder().maxProcs(2).build()) {
            Pipeline<Integer> p = FIVE.parallelUnordered(
                    2,
                    x -> x == 2
                            ? Go.sleep(Duration.ofMillis(20)).map(u -> failAt(2, 2))
                            : Go.blocking(() -> {
                                try {
                                    never.await();
                                } catch (InterruptedException e) {
                                    log.add("interrupted");
                                    throw e;
                                } finally {
                                    log.add("ended");
                                }
                                return x;
                            }));
            Try<Unit> end = rt.run(p.drain().attempt());

            assertThat(end.getCause()).hasMessageContaining("bad 2");
            assertThat(log).containsExactly("interrupted", "ended");
        }
    }

    @Test
    void goexitIsAFailure() {
        PipelineException e = failure(
                FIVE.mapGo(x -> x == 2 ? Go.<Integer>goexit() : Go.pure(x)).drain());

        assertThat(e).hasMessageContaining("called goexit").hasMessageEndingWith("element=2");
    }

    @Test
    void aFunctionThatYieldsNullFails() {
        assertThat(failure(FIVE.map(x -> null).drain()))
                .hasMessageContaining("(map at")
                .hasMessageContaining("null");
        assertThat(failure(FIVE.mapGo(x -> null).drain())).hasMessageContaining("null in place of a program");
        assertThat(failure(FIVE.mapGo(x -> Go.pure(null)).drain())).hasMessageContaining("yielded null");
        assertThat(failure(FIVE.parallel(2, x -> Go.pure(null)).drain())).hasMessageContaining("(parallel at");
    }

    @Test
    void anErrorIsAFailureLikeAnyOther() {
        assertThat(failure(FIVE.map(x -> {
                                    throw new StackOverflowError("deep");
                                })
                                .drain())
                        .getCause())
                .isInstanceOf(StackOverflowError.class);
    }

    @Test
    void attemptMakesValuesOfFailingElements() {
        yields(
                FIVE.map(x -> failAt(2, x)).map(x -> failAt(4, x)).attempt().map(Try::isSuccess),
                true,
                false,
                true,
                false,
                true);
        yields(
                FIVE.parallel(3, x -> Go.gosched().map(u -> failAt(2, x)))
                        .filter(x -> failAt(5, x) > 0)
                        .attempt()
                        .map(t -> t.isSuccess() ? t.get() + "" : t.getCause().getMessage()),
                "1",
                "bad 2",
                "3",
                "4",
                "bad 5");
    }

    @Test
    void attemptReachesThroughOperatorsThatAreNoBoundaries() {
        yields(
                FIVE.map(x -> failAt(2, x)).onEnd(Go.unit()).take(4).attempt().map(Try::isSuccess),
                true,
                false,
                true,
                true,
                true);
        yields(
                FIVE.flatMap(x -> Pipeline.of(x, -x).map(y -> failAt(-2, y)))
                        .attempt()
                        .map(t -> t.getOrElse(0)),
                1,
                -1,
                2,
                0,
                3,
                -3,
                4,
                -4,
                5,
                -5);
    }

    @Test
    void recoverGoesOnWithAnotherPipelineAfterWhatCameBefore() {
        yields(
                FIVE.map(x -> failAt(4, x))
                        .buffer(4)
                        .recover(e -> Pipeline.of(e.getMessage().length())),
                1,
                2,
                3,
                5);
        yields(FIVE.parallel(3, x -> Go.gosched().map(u -> failAt(3, x))).recover(e -> Pipeline.of(0)), 1, 2, 0);
    }

    @Test
    void recoverThatThrowsFails() {
        assertThat(failure(FIVE.map(x -> failAt(2, x))
                        .recover(e -> {
                            throw new IllegalStateException("not known", e);
                        })
                        .drain()))
                .hasMessageContaining("(recover at");
    }

    @Test
    void retryRunsTheSourceSideAgain() {
        List<Integer> runs = Collections.synchronizedList(new ArrayList<>());
        Pipeline<Integer> p = Pipeline.<Integer>emit(out -> Go.suspend(() -> {
                    runs.add(1);
                    return runs.size() % 3 == 0 ? out.send(7) : out.send(1).then(Go.panic("no"));
                }))
                .retry(Retry.times(2)
                        .backoff(Duration.ofSeconds(1), Duration.ofSeconds(2))
                        .jitter(0.5));
        try (GoRuntime rt = GoRuntime.deterministic(3)) {
            assertThat(rt.run(p.toList()).asJava()).containsExactly(1, 1, 7);
        }
        PipelineException e =
                failure(FIVE.map(x -> failAt(2, x)).retry(Retry.times(3)).drain());
        assertThat(e.element()).isEqualTo(Option.of(2));
    }

    @Test
    void aFailingCleanupFailsThePipelineOrIsSuppressed() {
        Go<Unit> bad = Go.run(() -> {
            throw new IOException("cleanup");
        });
        assertThat(failure(FIVE.onEnd(bad).drain()).getCause()).hasMessage("cleanup");
        assertThat(failure(FIVE.onEnd(bad).buffer(1).take(2).drain()).getCause())
                .hasMessage("cleanup");

        PipelineException e = failure(FIVE.onEnd(bad).map(x -> failAt(2, x)).drain());
        assertThat(e.getCause()).hasMessage("bad 2");
        assertThat(e.getSuppressed()).hasSize(1);
        assertThat(e.getSuppressed()[0].getCause()).hasMessage("cleanup");
    }

    @Test
    void usingReleasesWhateverHappens() {
        List<String> log = Collections.synchronizedList(new ArrayList<>());
        Pipeline<Integer> p = Pipeline.using(
                Go.run(() -> log.add("open")).as("r"),
                r -> FIVE.map(x -> failAt(3, x)),
                r -> Go.run(() -> log.add("close " + r)));

        try (GoRuntime rt = GoRuntime.deterministic(1)) {
            rt.run(p.take(2).drain());
            rt.run(p.drain().attempt());
        }

        assertThat(log).containsExactly("open", "close r", "open", "close r");
    }

    @Test
    void anElementWithoutTextIsReportedAllTheSame() {
        Object mute = new Object() {
            @Override
            public String toString() {
                throw new IllegalStateException();
            }
        };
        assertThat(failure(Pipeline.of(mute)
                        .map(x -> {
                            throw new IOException("no");
                        })
                        .drain()))
                .hasMessageContaining("(toString of ")
                .hasMessageEndingWith(" failed)");
    }
}
