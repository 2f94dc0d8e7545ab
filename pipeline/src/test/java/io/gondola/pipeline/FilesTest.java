package io.gondola.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.gondola.dsl.Go;
import io.gondola.dsl.GoRuntime;
import io.gondola.dsl.Panic;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings({"NullAway", "CheckReturnValue"}) // what is looked for is there
class FilesTest {
    @TempDir
    Path folder;

    private static <A> A run(Go<A> program) {
        try (GoRuntime rt = GoRuntime.builder().maxProcs(2).build()) {
            return rt.run(program);
        }
    }

    private static PipelineException failure(Go<?> program) {
        return (PipelineException) ((Panic) catchThrowable(() -> run(program))).value();
    }

    @Test
    void linesAreThoseOfTheJdk() throws IOException {
        Random random = new Random(42);
        Path file = folder.resolve("in.txt");
        for (int round = 0; round < 60; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(round < 50 ? 60 : 200_000); i > 0; i--) {
                text.append(
                        "ab\r\n\nÄ€😀c\r"
                                                .codePoints()
                                                .skip(random.nextInt(10))
                                                .findFirst()
                                                .getAsInt()
                                        == '\n'
                                ? "\n"
                                : new String[] {"x", "\r", "\r\n", "Ä", "€", "😀", "y"}[random.nextInt(7)]);
            }
            Files.writeString(file, text);

            assertThat(run(Pipeline.lines(file).toList()).asJava()).isEqualTo(Files.readAllLines(file));
        }
    }

    @Test
    void malformedAndLongLinesAreFailuresOfOneElement() throws IOException {
        Path file = folder.resolve("bad.txt");
        Files.write(file, new byte[] {'a', '\n', (byte) 0xC3, '\n', 'b', '\n'});
        assertThat(failure(Pipeline.lines(file).drain()).getCause()).hasMessageContaining("line=2");
        assertThat(run(Pipeline.lines(file).attempt().map(t -> t.getOrElse("?")).toList())
                        .asJava())
                .containsExactly("a", "?", "b");

        Files.writeString(file, "a\n" + "x".repeat(300_000) + "\nb");
        assertThat(run(Pipeline.lines(file, StandardCharsets.UTF_8, 1000)
                                .attempt()
                                .map(t -> t.getOrElse("?"))
                                .toList())
                        .asJava())
                .containsExactly("a", "?", "b");
    }

    @Test
    void aFileThatCannotBeReadIsAFailureOfTheSource() {
        PipelineException e = failure(Pipeline.lines(folder.resolve("none")).drain());
        assertThat(e.stage()).startsWith("lines at FilesTest.java:");
        assertThat(e.getCause()).isInstanceOf(IOException.class);
    }

    @Test
    void filesWalksSortedAndDepthFirst() throws IOException {
        Files.createDirectories(folder.resolve("b/c"));
        for (String name : List.of("z", "a", "b/y", "b/c/x")) {
            Files.writeString(folder.resolve(name), name);
        }
        Files.createSymbolicLink(folder.resolve("link"), folder.resolve("b"));

        assertThat(run(Pipeline.files(folder)
                                .map(p -> folder.relativize(p).toString())
                                .toList())
                        .asJava())
                .containsExactly("a", "b/c/x", "b/y", "z");
        assertThat(failure(Pipeline.files(folder.resolve("none")).drain()).element())
                .contains(folder.resolve("none"));
    }

    @Test
    void writeLinesReplacesTheFileAtTheEndOnly() throws IOException {
        Path file = folder.resolve("out.txt");
        Files.writeString(file, "old");

        PipelineException e =
                failure(Pipeline.range(0, 100_000).map(x -> 1 / (99_999 - x)).writeLines(file));
        assertThat(e.stage()).startsWith("map at");
        assertThat(Files.readString(file)).isEqualTo("old");

        run(Pipeline.of("a", "Ä").writeLines(file));
        assertThat(Files.readString(file)).isEqualTo("a\nÄ\n");
        run(Pipeline.of("b").appendLines(file));
        assertThat(Files.readAllLines(file)).containsExactly("a", "Ä", "b");
        run(Pipeline.empty().writeLines(file));
        assertThat(Files.readString(file)).isEmpty();
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactly(file);
        }
    }

    @Test
    void aDiskThatIsFullIsAFailureOfTheLastStage() {
        Path full = Path.of("/dev/full");
        org.junit.jupiter.api.Assumptions.assumeTrue(Files.exists(full));

        assertThat(failure(Pipeline.of("a").appendLines(full)).stage()).startsWith("appendLines at");
    }
}
