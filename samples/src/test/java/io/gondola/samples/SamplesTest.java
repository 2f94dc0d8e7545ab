package io.gondola.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.vavr.collection.List;
import io.vavr.control.Option;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs every sample under several seeds and on several numbers of processors, and compares with what it states. */
class SamplesTest {
    private static final PrintStream NOWHERE = new PrintStream(OutputStream.nullOutputStream());

    @TempDir
    private static Path input;

    @BeforeAll
    static void writeInput() throws Exception {
        Files.writeString(input.resolve("b.txt"), "to be or not to be");
        Files.createDirectories(input.resolve("a/c"));
        Files.writeString(input.resolve("a/c/d.txt"), "that is the question");
        Files.write(input.resolve("a/binary"), new byte[] {1, 0, 2});
        Files.createFile(input.resolve("empty"));
        Files.writeString(input.resolve("one.log"), "2026-01-01T10:00:00Z INFO one\n2026-01-01T10:00:02Z WARN two\n");
        Files.writeString(input.resolve("a/two.log"), "2026-01-01T10:00:01Z INFO between\n");
        Files.writeString(input.resolve("a/table.csv"), "id,name\n1,\"a\nb\"\n2\n");
        Files.writeString(input.resolve("index.html"), "<title>x</title><a href=a/b.html>b</a><a href=gone.html>c</a>");
        Files.writeString(input.resolve("a/b.html"), "<a href=../index.html>back</a>");
    }

    static Stream<Arguments> everywhere() {
        List<Setup> setups = List.rangeClosed(1, 5)
                .map(seed -> Setup.seed(seed))
                .appendAll(List.of(1, 2, 4).map(Setup::procs));
        return Catalog.samples()
                .flatMap(sample -> setups.map(setup -> Arguments.of(sample.name(), setup)))
                .toJavaStream();
    }

    @ParameterizedTest(name = "{0} on {1}")
    @MethodSource("everywhere")
    void everySampleDoesWhatItStates(String name, Setup setup) {
        Sample sample = Catalog.named(name);
        assumeFalse(
                setup.deterministic() && sample.threadsOnly().isDefined(),
                () -> "needs real threads: " + sample.threadsOnly().get());

        Run run = new Runner(setup, input, Option.none(), NOWHERE, NOWHERE).run(sample, sample.rehearsal());

        Option<String> objection = sample.objectionTo(run, setup.deterministic());
        assertThat(objection)
                .as(() -> run.failure().map(GoText::report).getOrElse(""))
                .isEmpty();
    }
}
