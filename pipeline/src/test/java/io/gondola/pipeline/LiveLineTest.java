package io.gondola.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gondola.context.Context;
import io.gondola.dsl.Go;
import io.gondola.dsl.GoRuntime;
import io.gondola.testkit.Explorer;
import io.gondola.testkit.Report;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Under virtual time the line is the same in each run, to the character. */
class LiveLineTest {
    private static final String ERASE = "\r\u001b[K";

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final LiveLine live =
            LiveLine.on(new PrintStream(bytes, true, StandardCharsets.UTF_8)).terminal(true, 200);

    private static Go<Integer> sleep(int ms, int x) {
        return Go.sleep(Duration.ofMillis(ms)).as(x);
    }

    private String run(Go<?> program) {
        try (GoRuntime rt = GoRuntime.deterministic(1)) {
            rt.run(program);
            assertThat(rt.stats().timers()).isZero();
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private List<String> drawings(Go<?> program) {
        return List.of(run(program).split("\\Q" + ERASE + "\\E", -1));
    }

    @Test
    void itShowsElementsTheirPartTheirRateAndWhatEachPlaceWaitsFor() {
        Go<?> program = Pipeline.range(0, 8)
                .meter("read")
                .mapGo(x -> sleep(30, x))
                .meter("looked up")
                .forEach(x -> sleep(10, x));

        List<String> drawings = drawings(live.during(program));

        assertThat(drawings)
                .containsExactly(
                        "",
                        "looked up 2 25% 20/s in 80% out 20% | read 3 37% 30/s in 0% out 100%",
                        "looked up 5 62% 30/s in 70% out 30% | read 6 75% 30/s in 0% out 100%",
                        "looked up 7 87% 20/s in 80% out 20% | read 8 100% 20/s in 0% out 100%",
                        "");
    }

    @Test
    void aPlaceThatWaitsAllTheTimeShowsIt() {
        Go<?> stuck = Pipeline.of(1, 2)
                .meter("above")
                .mapGo(x -> x == 1 ? Go.pure(x) : sleep(1_000, x))
                .meter("below")
                .drain();

        assertThat(drawings(live.during(stuck)).get(5))
                .isEqualTo("above 2 100% 0/s in 0% out 100% | below 1 50% 0/s in 100% out 0%");
    }

    @Test
    void thePartIsShownOnlyWhereTheNumberIsKnown() {
        Pipeline<Integer> known = Pipeline.concat(Pipeline.of(1, 2), Pipeline.from(List.of(3, 4)))
                .map(x -> x)
                .parallel(2, x -> sleep(150, x));

        assertThat(drawings(live.during(known.meter("m").drain())).get(2)).startsWith("m 2 50% ");
        bytes.reset();
        assertThat(drawings(live.during(known.filter(x -> true).meter("m").drain()))
                        .get(2))
                .startsWith("m 2 2");
        bytes.reset();
        Iterable<Integer> unknown = () -> List.of(1, 2).iterator();
        Pipeline<Integer> slow = Pipeline.from(unknown).mapGo(x -> sleep(150, x));
        assertThat(drawings(live.during(slow.meter("m").drain())).get(2)).startsWith("m 1 1");
    }

    /** Ten bytes each. */
    private static Path file(Path folder, String name, int lines) throws IOException {
        return Files.writeString(folder.resolve(name), "line 5678\n".repeat(lines));
    }

    @Test
    void ofTheLinesOfAFileThePartIsThatOfItsBytesWhateverStagesMakeOfThem(@TempDir Path folder) throws IOException {
        Path file = file(folder, "ten", 10);
        Pipeline<Integer> some = Pipeline.lines(file)
                .flatMapIterable(line -> List.of(1, 2))
                .filter(x -> x == 1)
                .buffer(1)
                .parallel(1, x -> Go.pure(x));

        List<String> drawings = drawings(live.during(some.meter("m").forEach(x -> sleep(40, x))));

        assertThat(drawings.get(1)).startsWith("m 3 ").containsPattern("m 3 [5-7]0% "); // two more are on their way
        assertThat(drawings.get(3)).startsWith("m 8 100% ");
    }

    @Test
    void thePartOfSeveralFilesIsThatOfAllTheirBytes(@TempDir Path folder) throws IOException {
        Pipeline<String> merged = Pipeline.lines(file(folder, "one", 1))
                .mergeSorted(String::compareTo, Pipeline.lines(file(folder, "nine", 9)));

        List<String> drawings = drawings(live.during(merged.meter("m").forEach(x -> sleep(40, 1))));

        assertThat(drawings.get(1)).containsPattern("^m 3 [45]0% ");
        assertThat(drawings.get(3)).startsWith("m 8 ").containsPattern("m 8 (9|10)0% ");
    }

    @Test
    void aFileThatIsReadOnceForEachElementBelowOneNameCountsEachTime(@TempDir Path folder) throws IOException {
        Path file = file(folder, "four", 4);
        Go<?> twice = Pipeline.of(file, file)
                .flatMap(f -> Pipeline.lines(f).meter("m"))
                .forEach(x -> sleep(40, 1));

        List<String> drawings = drawings(live.during(twice));

        assertThat(drawings.get(1)).startsWith("m 3 75% ");
        assertThat(drawings.get(2)).startsWith("m 6 75% ");
    }

    @Test
    void thePartIsNotShownWhereNotAllLinesAreWantedOrNobodyKnowsHowManyCome(@TempDir Path folder) throws IOException {
        Path file = file(folder, "ten", 10);

        for (Pipeline<String> p : List.of(
                Pipeline.lines(file).take(5),
                Pipeline.lines(file).merge(Pipeline.repeat(Go.pure("x")).take(2)),
                Pipeline.lines(Path.of("/proc/self/status")))) {
            bytes.reset();
            assertThat(drawings(live.during(p.meter("m").take(6).forEach(x -> sleep(40, 1))))
                            .get(1))
                    .as(p.explain())
                    .containsPattern("^m \\d \\d+/s in");
        }
    }

    @Test
    void aLineThatIsTooLongIsCutToTheWidth() {
        String longest = drawings(live.terminal(true, 20)
                        .during(Pipeline.of(1)
                                .meter("a name of many letters")
                                .mapGo(x -> sleep(150, x))
                                .drain()))
                .get(1);

        assertThat(longest).isEqualTo("a name of many let…");
    }

    @Test
    void elementsFromBeforeDoNotCountAndIdleMetersAreNotShown() {
        Go<?> first = Pipeline.of(1, 2, 3).meter("old").drain();
        Go<?> second = Pipeline.of(1, 2).meter("new").mapGo(x -> sleep(90, x)).drain();

        assertThat(drawings(first.then(live.during(second))).get(1))
                .startsWith("new 2 100%")
                .doesNotContain("old");
    }

    @Test
    void withoutATerminalNothingIsWrittenOrSomePlainLines() {
        Go<?> slow = Pipeline.of(1, 2).mapGo(x -> sleep(900, x)).meter("m").drain();

        assertThat(run(live.terminal(false, 80).during(slow))).isEmpty();
        assertThat(run(live.terminal(false, 80)
                        .withoutTerminal(Duration.ofSeconds(1))
                        .during(slow)))
                .isEqualTo("m 1 50% 1/s in 100% out 0%\nm 2 100% 1/s in 100% out 0%\n");
    }

    @Test
    void aShortProgramLeavesNoTrace() {
        assertThat(run(live.during(Pipeline.of(1).meter("m").drain()))).isEmpty();
    }

    @Test
    void theLineIsErasedHoweverTheProgramEnds() {
        Go<Integer> slow = sleep(250, 1);
        Go<?> fails =
                Pipeline.of(1).meter("m").mapGo(x -> slow).map(x -> x / (x - 1)).drain();
        Go<?> cancelled = Context.background()
                .withTimeout(Duration.ofMillis(250))
                .flatMap(c -> c.run(live.during(
                        Pipeline.of(1).meter("m").mapGo(x -> Go.never()).drain())));

        assertThatThrownBy(() -> run(live.during(fails))).hasMessageContaining("/ by zero");
        assertThat(bytes.toString(StandardCharsets.UTF_8)).endsWith(ERASE);
        bytes.reset();
        assertThat(run(cancelled)).endsWith(ERASE).contains("m 1 100%");
    }

    @Test
    void nothingIsLeftUnderAnySchedule() {
        LiveLine nowhere =
                LiveLine.on(new PrintStream(OutputStream.nullOutputStream())).terminal(true, 80);
        Go<Long> program = Pipeline.range(0, 3)
                .meter("m")
                .buffer(1)
                .mapGo(x -> sleep(70, x))
                .count();

        Report report = Explorer.of(() -> nowhere.during(program).flatMap(n -> n == 3 ? Go.unit() : Go.panic("lost")))
                .schedules(300)
                .explore();

        assertThat(report.failure().map(f -> f.message()).getOrElse("")).isEmpty();
    }

    @Test
    void onRealThreadsItEndsWithTheProgram() {
        try (GoRuntime rt = GoRuntime.builder().maxProcs(2).build()) {
            rt.run(live.during(
                    Pipeline.range(0, 4).mapGo(x -> sleep(80, x)).meter("m").drain()));

            assertThat(rt.stats().goroutines()).isZero();
            assertThat(rt.stats().timers()).isZero();
        }
        assertThat(bytes.toString(StandardCharsets.UTF_8)).contains("m ").endsWith(ERASE);
    }
}
