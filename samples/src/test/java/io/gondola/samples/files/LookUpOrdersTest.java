package io.gondola.samples.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.gondola.dsl.GoRuntime;
import io.gondola.pipeline.PipelineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pipeline of the README and of docs/pipelines.md does what they say, and stands there as it does here. */
class LookUpOrdersTest {
    private static final List<Path> PAGES = List.of(Path.of("..", "README.md"), Path.of("..", "docs", "pipelines.md"));
    private static final Path SOURCE = Path.of("src/main/java/io/gondola/samples/files/LookUpOrders.java");

    @TempDir
    private Path folder;

    @Test
    void itWritesWhatASequentialRunWould() throws IOException {
        Path out = folder.resolve("out.txt");

        lookUp(IntStream.range(0, 1_000).mapToObj(i -> "" + i).toList(), out);

        assertThat(Files.readAllLines(out))
                .isEqualTo(IntStream.range(0, 1_000).mapToObj(i -> "order " + i).toList());
    }

    @Test
    void itNamesTheLineThatItCannotParseAndLeavesNothingBehind() throws IOException {
        Path out = folder.resolve("out.txt");

        Throwable thrown = catchThrowable(() -> lookUp(List.of("1", "x"), out));

        PipelineException e = (PipelineException) (thrown instanceof PipelineException ? thrown : thrown.getCause());
        assertThat(e.stage()).isEqualTo("parse");
        assertThat(e.element().get()).isEqualTo("x");
        assertThat(folder.toFile().list()).containsExactly("in.txt");
    }

    private void lookUp(List<String> lines, Path out) throws IOException {
        Path in = Files.write(folder.resolve("in.txt"), lines);
        try (GoRuntime rt = GoRuntime.builder().maxProcs(2).build()) {
            rt.run(LookUpOrders.lookUpAll(in, out));
        }
    }

    @Test
    void theReadmeAndThePageShowItInTenLines() throws IOException {
        String source = Files.readString(SOURCE);
        int begin = source.indexOf("    static Go<Unit> lookUpAll");
        String end = "\n    }\n";
        String method = source.substring(begin, source.indexOf(end, begin) + end.length())
                .stripTrailing()
                .stripIndent();

        assertThat(method.lines()).hasSizeLessThanOrEqualTo(10);
        for (Path page : PAGES) {
            assertThat(Files.readString(page).contains("```java\n" + method + "\n```"))
                    .as("%s shows, as Java:%n%s", page, method)
                    .isTrue();
        }
    }
}
