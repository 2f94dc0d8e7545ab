package io.gondola.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.dsl.Channel;
import io.gondola.dsl.Go;
import io.gondola.testkit.Explorer;
import io.vavr.collection.List;
import io.vavr.collection.Seq;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The report of a program that hangs names the stage of each goroutine that waits, whatever kind of stage that is. */
class StageNamesTest {
    private static final Duration LONG = Duration.ofHours(1);

    private static Pipeline<Integer> stuck() {
        return Pipeline.of(1, 2).mapGo(x -> Go.<Integer>never()).named("stuck");
    }

    static Stream<Arguments> programs() {
        return Stream.of(
                hangs("a fused stage", () -> stuck().drain(), "stuck"),
                hangs("no name", () -> Pipeline.of(1).mapGo(x -> Go.never()).drain(), "mapGo"),
                hangs(
                        "a source",
                        () -> Pipeline.from(Channel.<Integer>unbuffered().named("orders"))
                                .named("intake")
                                .drain(),
                        "intake",
                        "orders"),
                hangs(
                        "parallel",
                        () -> Pipeline.of(1, 2)
                                .parallel(2, x -> Go.never())
                                .named("look up")
                                .drain(),
                        "look up",
                        "look up worker 1",
                        "look up worker 2"),
                hangs(
                        "parallelUnordered",
                        () -> Pipeline.of(1, 2)
                                .parallelUnordered(2, x -> Go.never())
                                .named("look up")
                                .drain(),
                        "look up worker 1",
                        "look up worker 2"),
                hangs(
                        "parallelByKey",
                        () -> Pipeline.of(1, 2)
                                .parallelByKey(2, x -> x, x -> Go.never())
                                .named("account")
                                .drain(),
                        "account worker 1",
                        "account worker 2"),
                hangs(
                        "flatMapParallel",
                        () -> Pipeline.of(1)
                                .flatMapParallel(1, x -> stuck())
                                .named("pages")
                                .drain(),
                        "pages worker 1"),
                hangs("buffer", () -> stuck().buffer(2).named("stock").drain(), "stuck", "stock"),
                hangs(
                        "conflate",
                        () -> stuck().conflate(x -> x, (x, y) -> y)
                                .named("latest")
                                .drain(),
                        "stuck",
                        "latest"),
                hangs("batch", () -> stuck().batch(2, LONG).named("groups").drain(), "stuck", "groups"),
                hangs("debounce", () -> stuck().debounce(LONG).named("quiet").drain(), "stuck", "quiet"),
                hangs(
                        "merge",
                        () -> stuck().merge(stuck().map(x -> x).named("right"))
                                .named("both")
                                .drain(),
                        "stuck",
                        "right",
                        "both"),
                hangs(
                        "mergeSorted",
                        () -> stuck().mergeSorted(
                                        Integer::compare, stuck().map(x -> x).named("right"))
                                .named("sorted")
                                .drain(),
                        "stuck",
                        "right",
                        "sorted"),
                hangs(
                        "interleave",
                        () -> stuck().interleave(stuck()).named("in turn").drain(),
                        "stuck",
                        "in turn"),
                hangs(
                        "zip",
                        () -> stuck().zip(stuck(), (x, y) -> x).named("pairs").drain(),
                        "stuck",
                        "pairs"),
                hangs(
                        "zipLatest",
                        () -> stuck().zipLatest(stuck(), (x, y) -> x)
                                .named("pairs")
                                .drain(),
                        "stuck",
                        "pairs"),
                hangs(
                        "emit",
                        () -> Pipeline.emit(out -> Go.never())
                                .named("generator")
                                .drain(),
                        "generator"),
                hangs("broadcast", () -> stuck().broadcast(2).get(0).drain(), "broadcast"),
                hangs("balance", () -> stuck().balance(2).get(1).drain(), "balance"),
                hangs("partition", () -> stuck().partition(x -> true)._1.drain(), "partition"),
                hangs("toChannel", () -> stuck().toChannel().flatMap(c -> c.receive()), "stuck"));
    }

    private static Arguments hangs(String kind, Supplier<Go<?>> program, String... names) {
        return Arguments.of(Named.of(kind, program), List.of(names));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("programs")
    void theReportNamesStages(Supplier<Go<?>> program, Seq<String> names) {
        String report = report(program);

        String blocked = report.substring(report.indexOf("blocked:"));
        assertThat(report).contains("DEADLOCK");
        names.forEach(name -> assertThat(blocked).as(report).contains(name));
    }

    @Test
    void aPanicNamesTheStageAndTheElement() {
        String report = report(() -> Pipeline.of(1, 2)
                .parallel(2, x -> x == 1 ? Go.pure(x) : Go.panic("boom"))
                .named("look up")
                .drain());

        assertThat(report)
                .contains("stage \"look up\" (parallel at StageNamesTest.java:")
                .contains("boom; element=2")
                .containsPattern("look up worker [12]");
    }

    @Test
    void theFailureOfAWorkerNamesItsStageByTheUsersName() {
        for (Go<?> fails : List.<Go<?>>of(
                Pipeline.of(1).parallel(2, x -> Go.panic("boom")).named("mine").drain(),
                Pipeline.of(1)
                        .parallelUnordered(2, x -> Go.panic("boom"))
                        .named("mine")
                        .drain(),
                Pipeline.of(1)
                        .parallelByKey(2, x -> x, x -> Go.panic("boom"))
                        .named("mine")
                        .drain(),
                Pipeline.of(1)
                        .flatMapParallel(
                                2, x -> Pipeline.failed(new Exception("boom")).named("mine"))
                        .drain(),
                Pipeline.of(1)
                        .<Integer>flatMapParallel(2, x -> {
                            throw new Exception("boom");
                        })
                        .named("mine")
                        .drain())) {
            assertThat(Runs.failure(fails).stage()).isEqualTo("mine");
        }
    }

    private static String report(Supplier<Go<?>> program) {
        return Explorer.of(() -> program.get())
                .schedules(20)
                .explore()
                .failure()
                .get()
                .message();
    }
}
