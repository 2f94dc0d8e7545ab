package io.gondola.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.gondola.dsl.Go;
import io.gondola.dsl.GoRuntime;
import io.gondola.dsl.Unit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pipeline of the README, which is copied from here. */
class ReadmePipelineTest {
    private static final int ORDERS = 1_000;

    private record Order(int id) {}

    private static Order parse(String line) {
        return new Order(Integer.parseInt(line));
    }

    private static Go<String> lookUp(Order order) {
        return Go.gosched().as("order " + order.id);
    }

    // README: begin
    static Go<Unit> lookUpAll(Path in, Path out) {
        return Pipeline.lines(in)
                .map(line -> parse(line))
                .named("parse")
                .parallel(8, order -> lookUp(order)) // eight at once, order kept
                .batch(100, Duration.ofMillis(50)) // of 100, or what has come in 50 ms
                .map(names -> names.mkString("\n"))
                .writeLines(out);
    }

    // README: end

    @Test
    void itWritesWhatASequentialRunWould(@TempDir Path folder) throws IOException {
        Path in = folder.resolve("in.txt");
        Path out = folder.resolve("out.txt");
        Files.write(in, IntStream.range(0, ORDERS).mapToObj(i -> "" + i).toList());

        try (GoRuntime rt = GoRuntime.builder().maxProcs(2).build()) {
            rt.run(lookUpAll(in, out));
        }

        assertThat(Files.readAllLines(out))
                .isEqualTo(
                        IntStream.range(0, ORDERS).mapToObj(i -> "order " + i).toList());
    }

    @Test
    void itNamesTheLineThatItCannotParse(@TempDir Path folder) throws IOException {
        Path in = folder.resolve("in.txt");
        Files.writeString(in, "1\nx\n");

        PipelineException e = Runs.failure(lookUpAll(in, folder.resolve("out.txt")));

        assertThat(e.stage()).isEqualTo("parse");
        assertThat(e.element().get()).isEqualTo("x");
        assertThat(folder.resolve("out.txt")).doesNotExist();
    }

    @Test
    void theReadmeShowsIt() throws IOException {
        Path readme = Files.exists(Path.of("README.md")) ? Path.of("README.md") : Path.of("..", "README.md");
        Path top = readme.toAbsolutePath().getParent();
        String source =
                Files.readString(top.resolve("pipeline/src/test/java/io/gondola/pipeline/ReadmePipelineTest.java"));
        String begin = "// README: begin\n";
        String shown = source.substring(source.indexOf(begin) + begin.length(), source.indexOf("\n    // README: end"))
                .stripTrailing()
                .stripIndent();

        assertThat(Files.readString(readme)).contains(shown);
    }
}
